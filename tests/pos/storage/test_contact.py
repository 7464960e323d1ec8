"""A customer's contact lies nowhere in plain, and with its key it is gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from drivers.contracts.errors import Refused
from pos.domain.views import Plan
from pos.usecases import edit, look, pay, shift
from tests.fakes.registrar import Fault
from tests.fakes.selling import BREAD, MILK, sell
from tests.fakes.till import Shop

COMPANY, TRADER = "7736050003 ООО Ромашка", "500100732259 ИП Котов"
PHONE, EMAIL = "+79161234821", "anna.karenina@example.ru"


def bytes_of(folder: Path) -> bytes:
    """All files of the folder, the WAL too."""
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file())


def needles(contact: str) -> list[bytes]:
    """What must not be found: the whole, and enough of it to know the person."""
    return [contact.encode(), contact.encode()[2:-2], contact.encode("utf-16-le")]


def key_of(shop: Shop) -> bytes:
    """The only key on disk."""
    with shop.reader() as db:
        ((key,),) = db.query("SELECT key FROM contact_keys")
    return bytes(key)


@pytest.mark.parametrize("business", [COMPANY, TRADER])
@pytest.mark.parametrize("fault", [None, Fault.LOST_AFTER])
def test_a_business_is_never_on_disk_in_plain(
    shop: Shop, business: str, fault: Fault | None
) -> None:
    shop.begin_day()
    shop.scan(MILK)
    seen: list[bytes] = []
    shop.watch = lambda _point: seen.append(bytes_of(shop.folder))
    edit.set_contact(shop.counter, business)
    edit.set_contact(shop.counter, EMAIL)
    if fault is not None:
        shop.registrar.faults.append(fault)
    pay.begin(shop.counter, Plan())
    pay.carry_out(shop.counter)
    told = shop.registrar.receipts[-1].buyer
    assert told is not None
    assert business == f"{told.inn} {told.name}"
    assert len(seen) > 8
    for needle in (*needles(told.inn), *needles(told.name), *needles(EMAIL)):
        assert not any(needle in data for data in seen)


def test_a_business_goes_with_the_key_like_a_contact(shop: Shop) -> None:
    shop.begin_day()
    basket = shop.scan(MILK).basket.basket
    edit.set_contact(shop.counter, COMPANY)
    with shop.store.work() as work:
        work.shelf.erase_contact(basket)
        work.commit()
    assert look.view(shop.counter).basket.buyer is None


@pytest.mark.parametrize("contact", [PHONE, EMAIL])
@pytest.mark.parametrize("answer", [None, Fault.LOST_AFTER, Fault.REFUSE])
def test_a_contact_is_never_on_disk_in_plain(
    shop: Shop, contact: str, answer: Fault | None
) -> None:
    shop.begin_day()
    shop.scan(MILK)
    seen = [bytes_of(shop.folder)]
    edit.set_contact(shop.counter, contact)
    seen.append(bytes_of(shop.folder))
    assert look.view(shop.counter).basket.contact == contact
    if answer is not None:
        shop.registrar.faults.append(answer)
    shop.watch = lambda _point: seen.append(bytes_of(shop.folder))
    if answer is Fault.REFUSE:
        pay.begin(shop.counter, Plan())
        with pytest.raises(Refused):
            pay.carry_out(shop.counter)
    pay.begin(shop.counter, Plan())
    pay.carry_out(shop.counter)
    assert shop.registrar.receipts[-1].contact == contact
    shop.watch = lambda _point: None
    shop.close()
    seen.append(bytes_of(shop.folder))
    shop.open()
    assert len(seen) > 8
    assert not [needle for needle in needles(contact) for data in seen if needle in data]


def test_the_next_sale_erases_the_key_of_the_one_before(shop: Shop) -> None:
    shop.begin_day()
    shop.scan(MILK)
    edit.set_contact(shop.counter, PHONE)
    key = key_of(shop)
    pay.begin(shop.counter, Plan())
    pay.carry_out(shop.counter)
    assert key_of(shop) == key  # the masked contact stands on the screen
    sell(shop, Plan(), BREAD)
    with shop.reader() as db:
        assert db.query("SELECT * FROM contact_keys") == []
    shop.close()
    assert key not in bytes_of(shop.folder)
    shop.open()


def test_the_end_of_the_shift_erases_the_last_key_from_every_file(shop: Shop) -> None:
    shop.begin_day()
    shop.scan(MILK)
    edit.set_contact(shop.counter, PHONE)
    key = key_of(shop)
    pay.begin(shop.counter, Plan())
    pay.carry_out(shop.counter)
    assert key in bytes_of(shop.folder)
    shift.close_shift(shop.counter)
    assert key not in bytes_of(shop.folder)
    finished = look.view(shop.counter).finished
    assert finished is not None
    assert finished.contact == ""


def test_a_cancelled_basket_takes_its_key_along(shop: Shop) -> None:
    shop.begin_day()
    shop.scan(MILK)
    edit.set_contact(shop.counter, EMAIL)
    key = key_of(shop)
    edit.cancel_basket(shop.counter)
    shop.store.tidy()
    assert key not in bytes_of(shop.folder)


def test_a_contact_without_its_key_is_unreadable(shop: Shop) -> None:
    shop.begin_day()
    basket = shop.scan(MILK).basket.basket
    edit.set_contact(shop.counter, EMAIL)
    with shop.store.work() as work:
        work.shelf.erase_contact(basket)
        work.commit()
    assert look.view(shop.counter).basket.contact == ""
