"""A business as buyer, receipts that are sent, and copies of the register's own."""

from __future__ import annotations

import pytest
from msgspec import UNSET

from drivers.contracts import errors
from drivers.contracts.receipt import Buyer
from pos.domain.views import Plan
from pos.errors import ContactImpossible, NotAllowed
from pos.usecases import edit, login, look, pay, sales
from sync.messages.facts import SaleClosed, encode
from tests.fakes.registrar import Fault
from tests.fakes.selling import BREAD, MILK, only, sell
from tests.fakes.till import OWNER_PIN, Shop

COMPANY, TRADER = "7707083893 ООО «Ромашка»", "500100732259 ИП Котов"
EMAIL = "anna@example.ru"


def pay_for(shop: Shop, *customer: str) -> SaleClosed:
    """One milk for that customer."""
    shop.scan(MILK)
    for text in customer:
        edit.set_contact(shop.counter, text)
    pay.begin(shop.counter, Plan())
    pay.carry_out(shop.counter)
    fact = shop.facts("SaleClosed")[-1]
    assert isinstance(fact, SaleClosed)
    return fact


def test_the_register_gets_the_company_and_the_fact_only_that_it_was_one(shop: Shop) -> None:
    shop.begin_day()
    fact = pay_for(shop, COMPANY)
    assert shop.registrar.receipts[-1].buyer == Buyer("ООО «Ромашка»", "7707083893")
    assert fact.buyer == "company"
    assert "Ромашка".encode() not in encode(fact)
    assert b"7707083893" not in encode(fact)


def test_a_trader_is_told_from_a_company_and_nobody_from_both(shop: Shop) -> None:
    shop.begin_day()
    assert pay_for(shop, TRADER).buyer == "trader"
    assert pay_for(shop).buyer is UNSET


def test_a_buyer_comes_back_with_the_basket_and_out_of_an_unknown_receipt(shop: Shop) -> None:
    shop.begin_day()
    shop.scan(MILK)
    edit.set_contact(shop.counter, COMPANY)
    shop.reopen()
    buyer = look.view(shop.counter).basket.buyer
    assert buyer is not None
    assert buyer.name == "ООО «Ромашка»"
    shop.registrar.faults.append(Fault.LOST_AFTER)
    pay.begin(shop.counter, Plan())
    pay.carry_out(shop.counter)
    assert only(shop.facts("SaleClosed"), SaleClosed).buyer == "company"


def test_what_is_sent_is_printed_by_the_shops_habit_and_the_customers_wish(shop: Shop) -> None:
    shop.begin_day()
    pay_for(shop, EMAIL)
    assert shop.registrar.receipts[-1].is_printed
    with pytest.raises(NotAllowed):
        edit.set_paperless(shop.counter, on=True)
    login.log_in(shop.counter, OWNER_PIN)
    edit.set_paperless(shop.counter, on=True)
    assert edit.paperless(shop.counter)
    pay_for(shop, EMAIL)
    assert not shop.registrar.receipts[-1].is_printed
    pay_for(shop)
    assert shop.registrar.receipts[-1].is_printed
    shop.scan(BREAD)
    edit.set_contact(shop.counter, EMAIL)
    edit.toggle_paper(shop.counter)
    pay.begin(shop.counter, Plan())
    pay.carry_out(shop.counter)
    assert shop.registrar.receipts[-1].is_printed


def test_without_a_contact_there_is_paper(shop: Shop) -> None:
    shop.begin_day()
    shop.scan(MILK)
    with pytest.raises(ContactImpossible):
        edit.toggle_paper(shop.counter)


def test_the_last_receipt_is_copied_by_the_register_itself(shop: Shop) -> None:
    shop.begin_day()
    first, last = sell(shop, Plan(), MILK), sell(shop, Plan(), BREAD)
    sales.print_copy(shop.counter, last.sale)
    assert (shop.registrar.copies, shop.registrar.printed) == ([last.fiscal.fd], [])
    sales.print_copy(shop.counter, first.sale)
    assert shop.registrar.copies == [last.fiscal.fd]
    assert "КОПИЯ" in shop.registrar.printed[0][0]
    assert len(shop.facts("CopyPrinted")) == 2


def test_a_register_without_copies_prints_the_tills(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused() -> None:
        raise errors.Refused("no copies")

    monkeypatch.setattr(shop.registrar, "print_copy", refused)
    shop.begin_day()
    sold = sell(shop, Plan(), MILK)
    sales.print_copy(shop.counter, sold.sale)
    assert "КОПИЯ" in shop.registrar.printed[0][0]
