"""Kopecks that are not to be paid: in the receipt, the drawer, and what comes back."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inventory.domain.catalogue import Item
from inventory.values.money import ZERO, Money, total
from inventory.values.quantity import Quantity, Unit, pieces
from inventory.values.vat import VatRate
from pos.domain.views import Plan, TillView
from pos.errors import BadInput, BasketEmpty
from pos.usecases import look, pay, returns, sales, scan, shift
from pos.usecases.pay import Terms
from sync.messages.facts import SaleClosed, SaleReturned, ShiftClosed
from tests.fakes.selling import only
from tests.fakes.till import Shop


def put(shop: Shop, kopecks: int, quantity: Quantity) -> TillView:
    """A good that is in no catalogue, into the basket."""
    good = Item("", "", "Булочка", quantity.unit, VatRate.VAT_10, Money(kopecks))
    return scan.add_goods(shop.counter, good, quantity, "")


def sell_rounded(shop: Shop, rounding: int, *lines: tuple[int, Quantity]) -> SaleClosed:
    """Sell those prices and quantities for cash, so many kopecks dropped."""
    for kopecks, quantity in lines:
        put(shop, kopecks, quantity)
    pay.begin(shop.counter, Plan(), Terms(rounding=Money(rounding)))
    pay.carry_out(shop.counter)
    fact = shop.facts("SaleClosed")[-1]
    assert isinstance(fact, SaleClosed)
    return fact


def bring_back(shop: Shop, sale: str, back: dict[int, Quantity]) -> SaleReturned:
    """Those lines come back; the fact."""
    returns.begin_return(shop.counter, sale, back, "")
    pay.carry_out(shop.counter)
    fact = shop.facts("SaleReturned")[-1]
    assert isinstance(fact, SaleReturned)
    return fact


BAKERY = ((3599, pieces(1)), (1739, pieces(1)))


def test_a_bakery_drops_the_kopecks_and_every_figure_follows(shop: Shop) -> None:
    shop.begin_day(fund=0)
    fact = sell_rounded(shop, 38, *BAKERY)
    assert (fact.total, fact.rounding, fact.received, fact.change) == (5300, 38, 5300, 0)
    assert [(t.kind, t.amount) for t in fact.tenders] == [("cash", 5300)]
    assert fact.vat == {"2": 327 + 158}  # of the lines
    (receipt,) = shop.registrar.receipts
    assert (receipt.total, receipt.gross, receipt.rounding) == (5300, 5338, 38)
    done = look.view(shop.counter)
    assert done.finished is not None
    assert done.shift is not None
    assert (done.finished.total, done.shift.drawer) == (Money(5300), Money(5300))
    shift.close_shift(shop.counter)
    z = only(shop.facts(), ShiftClosed)
    assert (z.sale_cash, z.drawer, z.registrar["cash"]) == (5300, 5300, 5300)
    assert shop.faults() == []


def test_change_is_given_from_the_rounded_total(shop: Shop) -> None:
    shop.begin_day()
    for kopecks, quantity in BAKERY:
        put(shop, kopecks, quantity)
    pay.begin(shop.counter, Plan(received=Money(10_000)), Terms(rounding=Money(38)))
    pay.carry_out(shop.counter)
    assert only(shop.facts(), SaleClosed).change == 4700


def test_a_rounded_sale_is_the_same_after_a_power_cut(shop: Shop) -> None:
    shop.begin_day()
    for kopecks, quantity in BAKERY:
        put(shop, kopecks, quantity)
    pay.begin(shop.counter, Plan(), Terms(rounding=Money(38)))
    shop.reopen()
    pay.carry_out(shop.counter)
    assert only(shop.facts(), SaleClosed).total == 5300


@pytest.mark.parametrize("rounding", [39, 100, -1])
def test_roubles_are_not_dropped(shop: Shop, rounding: int) -> None:
    shop.begin_day()
    for kopecks, quantity in BAKERY:
        put(shop, kopecks, quantity)
    with pytest.raises(BadInput):
        pay.begin(shop.counter, Plan(), Terms(rounding=Money(rounding)))
    assert look.view(shop.counter).pending is None


def test_a_rounded_sale_comes_back_as_it_was_paid(shop: Shop) -> None:
    shop.begin_day(fund=0)
    sale = sell_rounded(shop, 38, *BAKERY)
    fact = bring_back(shop, sale.sale, {1: pieces(1), 2: pieces(1)})
    assert (fact.total, fact.rounding) == (5300, 38)
    assert [line.amount for line in fact.lines] == [3599, 1739]
    assert shop.registrar.receipts[-1].rounding == 38
    view = look.view(shop.counter)
    assert view.shift is not None
    assert view.shift.drawer == ZERO


def test_a_part_of_whole_roubles_comes_back_for_less_than_its_price(shop: Shop) -> None:
    """The law lets no rouble be dropped from a receipt, so its line is cheaper."""
    shop.begin_day()
    sale = sell_rounded(shop, 38, (2000, pieces(2)), (1338, pieces(1)))
    first = bring_back(shop, sale.sale, {1: pieces(1)})
    assert (first.total, [line.price for line in first.lines]) == (1986, [1986])
    rest = bring_back(shop, sale.sale, {1: pieces(1), 2: pieces(1)})
    assert first.total + rest.total == 5300
    assert sales.sale(shop.counter, sale.sale).returned == Money(5300)


def test_the_copy_tells_of_the_rounding(shop: Shop) -> None:
    shop.begin_day()
    sale = sell_rounded(shop, 38, *BAKERY)
    sell_rounded(shop, 38, *BAKERY)  # of its last document the register makes a copy by itself
    sales.print_copy(shop.counter, sale.sale)
    (copy,) = shop.registrar.printed
    assert [line.split() for line in copy if "ОКРУГЛЕНИЕ" in line] == [["ОКРУГЛЕНИЕ", "0,38"]]


LINE = st.tuples(st.integers(1, 300), st.integers(1, 4))


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(lines=st.lists(LINE, min_size=1, max_size=4), share=st.integers(0, 99), data=st.data())
def test_parts_in_any_order_never_give_back_more_than_was_paid(
    shop: Shop, lines: list[tuple[int, int]], share: int, data: st.DataObject
) -> None:
    if look.view(shop.counter).shift is None:
        shop.begin_day()
    gross = sum(price * count for price, count in lines)
    rounding = min(share, gross % 100)
    sale = sell_rounded(shop, rounding, *((price, pieces(count)) for price, count in lines))
    each = [number for number, (_, count) in enumerate(lines, 1) for _ in range(count)]
    given_back = 0
    for number in data.draw(st.permutations(each)):
        try:
            given_back += bring_back(shop, sale.sale, {number: pieces(1)}).total
        except BasketEmpty:
            continue  # a part that was paid with nothing stays where it is
        assert given_back <= sale.total
    left = {line.line: line.remaining for line in sales.sale(shop.counter, sale.sale).lines}
    assert given_back == sale.total or any(quantity.thousandths for quantity in left.values())


def test_gifts_are_sold_beside_goods_and_alone(shop: Shop) -> None:
    shop.begin_day(fund=0)
    beside = sell_rounded(shop, 0, (0, pieces(1)), (5700, pieces(1)))
    assert ([line.amount for line in beside.lines], beside.total) == ([0, 5700], 5700)
    alone = sell_rounded(shop, 0, (0, pieces(3)))
    assert (alone.total, alone.tenders, alone.change) == (0, (), 0)
    assert shop.registrar.receipts[-1].total == 0
    assert shop.faults() == []


def test_a_gift_comes_back_with_the_goods_and_not_alone(shop: Shop) -> None:
    shop.begin_day()
    sale = sell_rounded(shop, 0, (0, pieces(1)), (5700, pieces(1)))
    with pytest.raises(BasketEmpty):
        returns.begin_return(shop.counter, sale.sale, {1: pieces(1)}, "")
    fact = bring_back(shop, sale.sale, {1: pieces(1), 2: pieces(1)})
    assert ([line.price for line in fact.lines], fact.total) == ([0, 5700], 5700)


def test_an_empty_basket_is_still_nothing_to_pay(shop: Shop) -> None:
    shop.begin_day()
    with pytest.raises(BasketEmpty):
        pay.begin(shop.counter, Plan())


def test_the_screen_tells_the_sum_that_comes_back(shop: Shop) -> None:
    shop.begin_day()
    sale = sell_rounded(shop, 38, (2000, pieces(2)), (1338, pieces(1)))
    view = sales.sale(shop.counter, sale.sale)
    chosen = {1: pieces(1)}
    assert Money(2000) - view.unpaid(chosen, Money(2000)) == Money(1986)
    assert total(line.amount for line in view.lines) - view.rounding == view.total
    assert view.unpaid({}, ZERO) == ZERO


def test_a_weight_is_rounded_like_pieces(shop: Shop) -> None:
    shop.begin_day()
    sale = sell_rounded(shop, 1, (5250, Quantity(41_905, Unit.LITRE)))
    assert (sale.total, sale.rounding) == (220_000, 1)
    fact = bring_back(shop, sale.sale, {1: Quantity(41_905, Unit.LITRE)})
    assert fact.total == 220_000
