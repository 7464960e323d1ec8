"""A good made at the till: it sells at once, and what the office says of it holds from then on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inventory.codes.weight import USUAL, write
from inventory.values.money import Money
from inventory.values.quantity import Unit
from inventory.values.vat import VatRate
from pos.domain.people import CASHIER as CASHIERS_RIGHTS
from pos.domain.people import SENIOR as SENIORS_RIGHTS
from pos.domain.people import Right
from pos.domain.views import Plan, TillView
from pos.errors import BadInput, CodeNotFound, CodeTaken, NotAllowed, ShiftNotOpenHere, WeightNeeded
from pos.usecases import edit, pay, scan, shift
from pos.usecases.known_goods import KnownGoods
from pos.usecases.new_good import NewGood, make_good
from sync.messages.facts import GoodMade, SaleClosed
from sync.messages.feed import stands_for
from tests.fakes.catalogue import BREAD, MILK
from tests.fakes.selling import only
from tests.fakes.till import CASHIER, SENIOR, Shop

CODE = "4601234567893"
COOKIES = NewGood(CODE, "  Печенье   овсяное ", "129,90", Unit.PIECE, VatRate.VAT_10)


def make(shop: Shop, new: NewGood = COOKIES) -> TillView:
    shop.log_in(SENIOR)
    return make_good(shop.counter, new)


def made(shop: Shop) -> GoodMade:
    fact = shop.facts("GoodMade")[-1]
    assert isinstance(fact, GoodMade)
    return fact


def says(shop: Shop, item: str, into: str) -> None:
    """The office's decision comes down."""
    told = stands_for(item, into)
    with shop.store.work() as work:
        work.set_setting(told.key, told.value)
        work.commit()


def names(shop: Shop, text: str) -> list[str]:
    return [one.name for one in scan.find_items(shop.counter, text)]


@pytest.fixture(autouse=True)
def open_shift(shop: Shop) -> None:
    shop.begin_day()


def test_what_was_made_is_a_fact_and_in_the_basket(shop: Shop) -> None:
    (line,) = make(shop).basket.lines
    fact = made(shop)
    assert (fact.code, fact.name, fact.price, fact.vat) == (CODE, "Печенье овсяное", 12_990, 2)
    assert (fact.unit, fact.user) == (0, SENIOR)
    assert (line.item, line.name, line.price, line.vat, line.code) == (
        fact.item,
        "Печенье овсяное",
        Money(12_990),
        VatRate.VAT_10,
        CODE,
    )
    assert shop.faults() == []


def test_it_is_found_by_scan_search_and_price_check_at_once_and_after_a_restart(shop: Shop) -> None:
    make(shop)
    shop.reopen()
    shop.log_in(CASHIER)
    assert shop.scan(f"2*{CODE}").basket.lines[0].quantity.thousandths == 3000
    assert names(shop, "овс") == names(shop, "460123") == ["Печенье овсяное"]
    assert names(shop, "jdcz") == ["Печенье овсяное"]
    assert names(shop, "овс кофе") == []
    assert scan.price_of(shop.counter, CODE).price == Money(12_990)
    item = scan.find_items(shop.counter, "печенье")[0].item
    assert len(scan.add_item(shop.counter, item).basket.lines) == 1


def test_the_same_number_written_otherwise_is_the_same_good(shop: Shop) -> None:
    make(shop, replace(COOKIES, code="012345678905"))
    assert shop.scan("0012345678905").basket.lines[0].quantity.thousandths == 2000


def test_what_is_sold_counts_like_any_other_good(shop: Shop) -> None:
    make(shop)
    pay.begin(shop.counter, Plan())
    pay.carry_out(shop.counter)
    sale = only(shop.facts(), SaleClosed)
    assert sale.lines[0].item == made(shop).item
    with shop.store.work() as work:
        (there,) = work.stock.all()
    assert (there.name, there.quantity.thousandths) == ("Печенье овсяное", -1000)


def test_it_takes_a_right_of_its_own(shop: Shop) -> None:
    assert Right.NEW_GOOD in SENIORS_RIGHTS - CASHIERS_RIGHTS
    with pytest.raises(NotAllowed):
        make_good(shop.counter, COOKIES)
    assert shop.facts("GoodMade") == []
    with pytest.raises(CodeNotFound):
        shop.scan(CODE)


@pytest.mark.parametrize(
    "new",
    [
        replace(COOKIES, name="   "),
        replace(COOKIES, name="я" * 129),
        replace(COOKIES, name="Печенье\x07"),
        replace(COOKIES, price="0"),
        replace(COOKIES, price="даром"),
        replace(COOKIES, code=" "),
        replace(COOKIES, code="0101\x1d21"),
        replace(COOKIES, code="1" * 65),
    ],
)
def test_what_no_good_could_have_is_refused(shop: Shop, new: NewGood) -> None:
    with pytest.raises(BadInput):
        make(shop, new)
    assert shop.facts("GoodMade") == []


def test_a_code_that_got_a_good_meanwhile_makes_no_second_one(shop: Shop) -> None:
    make(shop)
    with pytest.raises(CodeTaken) as seen:
        make(shop)
    assert (seen.value.name, len(shop.facts("GoodMade"))) == ("Печенье овсяное", 1)


def test_a_good_by_weight_is_made_and_then_asks_how_much(shop: Shop) -> None:
    with pytest.raises(WeightNeeded):
        make(shop, replace(COOKIES, unit=Unit.KILOGRAM))
    assert shop.scan(f"0,350*{CODE}").basket.lines[0].quantity.thousandths == 350


def test_a_label_of_the_scales_names_the_good_by_its_plu(shop: Shop) -> None:
    first, second = (write(USUAL[0], 731, grams) for grams in (450, 1200))
    make(shop, replace(COOKIES, code=first, unit=Unit.KILOGRAM))
    assert made(shop).code == "731"
    shop.scan(second)
    with shop.store.work() as work:
        found = [line.quantity.thousandths for line in work.shelf.current().lines]
    assert found == [450, 1200]


def test_without_a_shift_it_is_made_but_not_sold(shop: Shop) -> None:

    shift.close_shift(shop.counter)
    with pytest.raises(ShiftNotOpenHere):
        make(shop)
    assert made(shop).code == CODE


def test_once_the_feed_brings_it_the_feed_is_believed(shop: Shop) -> None:
    make(shop)
    shop.catalogue.codes[CODE] = replace(BREAD, item=made(shop).item, price=Money(9_990))
    assert shop.scan(CODE).basket.lines[-1].price == Money(9_990)
    assert names(shop, "овс") == []
    assert names(shop, BREAD.name) == [BREAD.name, BREAD.name]


def test_merged_it_sells_as_the_good_it_stands_for_and_the_line_stays(shop: Shop) -> None:
    make(shop)
    item = made(shop).item
    says(shop, item, MILK.item)
    lines = shop.scan(CODE).basket.lines
    assert [(line.name, line.price.kopecks) for line in lines] == [
        ("Печенье овсяное", 12_990),
        (MILK.name, MILK.price.kopecks),
    ]
    known = KnownGoods(shop.counter).by_id(item, shop.clock())
    assert known is not None
    assert known.item == MILK.item
    assert names(shop, "овс") == []


def test_merged_its_stock_is_that_of_the_other_good(shop: Shop) -> None:
    make(shop)
    shop.scan("4600000000015")
    pay.begin(shop.counter, Plan())
    pay.carry_out(shop.counter)
    item = made(shop).item
    says(shop, item, MILK.item)
    with shop.store.work() as work:
        (there,) = work.stock.all()
        assert work.stock.of(item) == []
        assert work.stock.of(MILK.item) == [there]
    assert (there.item, there.name, there.quantity.thousandths) == ("milk", MILK.name, -2000)


def test_refused_it_is_off_sale_and_may_be_made_anew(shop: Shop) -> None:
    make(shop)
    says(shop, made(shop).item, "")
    edit.cancel_basket(shop.counter)
    with pytest.raises(CodeNotFound):
        shop.scan(CODE)
    assert names(shop, "овс") == []
    make(shop, replace(COOKIES, name="Печенье сахарное"))
    assert names(shop, "печ") == ["Печенье сахарное"]
