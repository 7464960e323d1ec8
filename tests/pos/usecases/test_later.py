"""Money and goods at different times: a receipt for each, and money is counted when it comes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from drivers.contracts import errors
from inventory.values.money import ZERO, Money
from inventory.values.vat import VatRate
from pos.domain.basket import BasketState
from pos.domain.correction import CorrectionCause
from pos.domain.later import LaterKind
from pos.domain.views import PendingStage, Plan
from pos.errors import (
    BadInput,
    BasketEmpty,
    CorrectionImpossible,
    NotAllowed,
    NothingOwed,
    TooMuchByCard,
)
from pos.usecases import correct, later, look, pay, returns, shift
from pos.usecases.later import Wish
from sync.messages.facts import LaterMark, SaleClosed, SaleReturned, ShiftClosed
from tests.fakes.registrar import Fault
from tests.fakes.selling import BREAD, MILK, only, sell
from tests.fakes.till import SENIOR, Shop

ALL = Wish(LaterKind.PREPAID)
ADVANCE = Wish(LaterKind.ADVANCE, Money(50_000))
CREDIT = Wish(LaterKind.CREDIT)


@pytest.fixture
def open_shop(shop: Shop) -> Shop:
    """The shift is open and somebody with the right is there."""
    shop.begin_day(fund=100_000)
    shop.log_in(SENIOR)
    return shop


def make(shop: Shop, wish: Wish, *codes: str) -> SaleClosed:
    """Scan, begin, carry out, and give the fact."""
    if codes:
        shop.scan(*codes)
    later.begin(shop.counter, wish)
    pay.carry_out(shop.counter)
    fact = shop.facts("SaleClosed")[-1]
    assert isinstance(fact, SaleClosed)
    return fact


def stock(shop: Shop, item: str) -> int:
    """Thousandths of a good, by this till's facts."""
    with shop.reader() as db:
        rows = db.query(f"SELECT quantity FROM stock WHERE item = '{item}'")  # noqa: S608
    return int(rows[0][0]) if rows else 0


def drawer(shop: Shop) -> int:
    """Kopecks that should lie in the drawer; the register counts the same."""
    now = look.view(shop.counter).shift
    assert now is not None
    assert now.drawer.kopecks == shop.registrar.cash
    return now.drawer.kopecks


def test_goods_paid_in_advance_have_the_calculated_rate_and_stay_on_the_shelf(
    open_shop: Shop,
) -> None:
    fact = make(open_shop, ALL, MILK)
    (line,) = open_shop.registrar.receipts[-1].lines
    assert (line.method, line.vat, line.amount) == (1, VatRate.VAT_10_110, 9490)
    assert fact.later == LaterMark(kind="prepaid")
    assert (stock(open_shop, fact.lines[0].item), drawer(open_shop)) == (0, 109_490)
    assert look.view(open_shop.counter).basket.lines == ()
    assert open_shop.faults() == []


def test_they_are_handed_over_by_the_first_receipt_and_nothing_is_paid_twice(
    open_shop: Shop,
) -> None:
    first = make(open_shop, ALL, MILK)
    fact = make(open_shop, Wish(LaterKind.SETTLED, sale=first.sale))
    receipt = open_shop.registrar.receipts[-1]
    assert (receipt.lines[0].method, receipt.lines[0].vat) == (4, VatRate.VAT_10)
    assert (receipt.prepaid, receipt.cash, receipt.electronic) == (9490, 0, 0)
    assert fact.later == LaterMark(kind="settled", of_sale=first.sale, of_number=first.number)
    assert (stock(open_shop, fact.lines[0].item), drawer(open_shop)) == (-1000, 109_490)
    with pytest.raises(NothingOwed):
        later.claim(open_shop.counter, first.sale)
    assert open_shop.faults() == []


def test_a_part_in_advance_is_spread_over_the_goods_to_the_kopeck(open_shop: Shop) -> None:
    open_shop.scan(MILK, BREAD)
    first = make(open_shop, replace(ALL, amount=Money(5001)))
    lines = open_shop.registrar.receipts[-1].lines
    assert ([one.method for one in lines], sum(one.amount for one in lines)) == ([2, 2], 5001)
    assert later.claim(open_shop.counter, first.sale).left == Money(5001)
    open_shop.scan(MILK, BREAD)
    total = look.view(open_shop.counter).basket.total
    make(open_shop, Wish(LaterKind.SETTLED, sale=first.sale, card=Money(1000)))
    receipt = open_shop.registrar.receipts[-1]
    assert (receipt.prepaid, receipt.electronic) == (5001, 1000)
    assert receipt.cash == total.kopecks - 6001
    assert open_shop.faults() == []


def test_an_advance_is_a_payment_and_pays_for_goods_in_parts(open_shop: Shop) -> None:
    first = make(open_shop, ADVANCE)
    (line,) = open_shop.registrar.receipts[-1].lines
    assert (line.name, line.method, line.subject) == ("Аванс", 3, 10)
    assert line.vat == VatRate.VAT_22_122
    make(open_shop, Wish(LaterKind.SETTLED, sale=first.sale), MILK)
    assert later.claim(open_shop.counter, first.sale).left == Money(50_000 - 9490)
    assert drawer(open_shop) == 150_000
    assert open_shop.faults() == []


def test_goods_on_credit_leave_the_shelf_and_money_comes_when_it_is_paid(open_shop: Shop) -> None:
    first = make(open_shop, CREDIT, MILK)
    receipt = open_shop.registrar.receipts[-1]
    assert (receipt.lines[0].method, receipt.credit, receipt.cash) == (6, 9490, 0)
    assert (stock(open_shop, first.lines[0].item), drawer(open_shop)) == (-1000, 100_000)
    make(open_shop, Wish(LaterKind.REPAID, Money(4000), sale=first.sale))
    make(open_shop, Wish(LaterKind.REPAID, card=Money(5490), sale=first.sale))
    assert [one.lines[0].method for one in open_shop.registrar.receipts[1:]] == [7, 7]
    assert drawer(open_shop) == 104_000
    with pytest.raises(NothingOwed):
        make(open_shop, Wish(LaterKind.REPAID, sale=first.sale))
    shift.close_shift(open_shop.counter)
    closed = only(open_shop.facts(), ShiftClosed)
    assert (closed.sale_cash, closed.sale_card) == (4000, 5490)
    assert open_shop.faults() == []


def test_a_part_paid_at_once_leaves_the_rest_owed(open_shop: Shop) -> None:
    first = make(open_shop, replace(CREDIT, amount=Money(5000), card=Money(2000)), MILK)
    receipt = open_shop.registrar.receipts[-1]
    assert receipt.lines[0].method == 5
    assert (receipt.cash, receipt.electronic, receipt.credit) == (3000, 2000, 4490)
    claim = later.claim(open_shop.counter, first.sale)
    assert (claim.is_debt, claim.left) == (True, Money(4490))


def test_goods_that_were_never_paid_for_come_back_without_money(open_shop: Shop) -> None:
    first = make(open_shop, CREDIT, MILK)
    with open_shop.store.work() as work:
        left = work.books.sale(first.sale).lines[0].remaining
    returns.begin_return(open_shop.counter, first.sale, {1: left}, "брак")
    pay.carry_out(open_shop.counter)
    back = only(open_shop.facts(), SaleReturned)
    assert [(one.kind, one.amount) for one in back.tenders] == [("credit", 9490)]
    assert drawer(open_shop) == 100_000
    with pytest.raises(NothingOwed):
        later.claim(open_shop.counter, first.sale)
    assert open_shop.faults() == []


def test_a_prepayment_given_back_is_nobodys_claim(open_shop: Shop) -> None:
    first = make(open_shop, ALL, MILK)
    with open_shop.store.work() as work:
        left = work.books.sale(first.sale).lines[0].remaining
    returns.begin_return(open_shop.counter, first.sale, {1: left}, "отказ")
    pay.carry_out(open_shop.counter)
    assert open_shop.registrar.receipts[-1].lines[0].method == 1
    assert drawer(open_shop) == 100_000
    with pytest.raises(NothingOwed):
        later.claim(open_shop.counter, first.sale)


def test_a_refused_receipt_leaves_the_basket_as_it_was(open_shop: Shop) -> None:
    open_shop.scan(MILK)
    open_shop.registrar.faults.append(Fault.REFUSE)
    later.begin(open_shop.counter, ALL)
    assert look.view(open_shop.counter).basket.lines == ()
    with pytest.raises(errors.Refused):
        pay.carry_out(open_shop.counter)
    view = look.view(open_shop.counter)
    (line,) = view.basket.lines
    assert (view.pending, view.basket.state, view.parked) == (None, BasketState.OPEN, 0)
    assert (line.method, line.vat) == (4, VatRate.VAT_10)
    assert sell_open(open_shop).later != LaterMark(kind="prepaid")


def sell_open(shop: Shop) -> SaleClosed:
    """Pay what lies in the basket."""
    pay.begin(shop.counter, Plan())
    pay.carry_out(shop.counter)
    fact = shop.facts("SaleClosed")[-1]
    assert isinstance(fact, SaleClosed)
    return fact


def test_a_charged_card_without_a_receipt_gets_its_money_back_and_the_basket_opens(
    open_shop: Shop,
) -> None:
    open_shop.scan(MILK)
    open_shop.registrar.faults.append(Fault.REFUSE)
    later.begin(open_shop.counter, replace(ALL, card=Money(9490)))
    with pytest.raises(errors.Refused):
        pay.carry_out(open_shop.counter)
    pending = look.view(open_shop.counter).pending
    assert pending is not None
    assert pending.stage is PendingStage.REFUSED
    pay.reverse_card(open_shop.counter)
    pay.carry_out(open_shop.counter)
    view = look.view(open_shop.counter)
    assert (view.pending, len(view.basket.lines), view.parked) == (None, 1, 0)
    assert view.basket.lines[0].method == 4


def test_power_may_go_before_the_receipt_is_known(open_shop: Shop) -> None:
    open_shop.scan(MILK)
    later.begin(open_shop.counter, ALL)
    open_shop.registrar.faults.append(Fault.LOST_AFTER)
    open_shop.reopen()
    pay.carry_out(open_shop.counter)
    assert len(open_shop.registrar.receipts) == 1
    assert look.view(open_shop.counter).parked == 0
    assert open_shop.faults() == []


@pytest.mark.parametrize(
    ("wish", "refusal"),
    [
        (replace(ADVANCE, amount=ZERO), BadInput),
        (replace(ADVANCE, card=Money(50_001)), TooMuchByCard),
        (ALL, BasketEmpty),
        (CREDIT, BasketEmpty),
        (Wish(LaterKind.SETTLED), NothingOwed),
        (Wish(LaterKind.REPAID), NothingOwed),
    ],
)
def test_what_cannot_be_changes_nothing(
    open_shop: Shop, wish: Wish, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        later.begin(open_shop.counter, wish)
    assert look.view(open_shop.counter).pending is None


def test_more_than_is_owed_or_the_whole_is_refused(open_shop: Shop) -> None:
    first = make(open_shop, CREDIT, MILK)
    with pytest.raises(BadInput):
        later.begin(open_shop.counter, Wish(LaterKind.REPAID, Money(9491), sale=first.sale))
    with pytest.raises(NothingOwed):
        later.begin(open_shop.counter, Wish(LaterKind.SETTLED, sale=first.sale))
    open_shop.scan(MILK)
    for amount in (9490, 9491):
        with pytest.raises(BadInput):
            later.begin(open_shop.counter, replace(CREDIT, amount=Money(amount)))


def test_an_ordinary_sale_leaves_nothing_open_and_a_cashier_may_not(open_shop: Shop) -> None:
    sold = sell(open_shop, Plan(), MILK)
    with pytest.raises(NothingOwed):
        later.claim(open_shop.counter, sold.sale)
    open_shop.log_in("anna")
    with pytest.raises(NotAllowed):
        later.begin(open_shop.counter, ADVANCE)


def test_what_is_settled_later_is_corrected_by_its_own_return(open_shop: Shop) -> None:
    first = make(open_shop, ALL, MILK)
    wish = correct.Wish(CorrectionCause.OWN, date(2026, 3, 2), "ошибка", sale=first.sale)
    with pytest.raises(CorrectionImpossible):
        correct.begin(open_shop.counter, wish)
