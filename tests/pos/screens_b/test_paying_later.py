"""Advance, credit and what settles them, as they are typed on one page."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from drivers.contracts.errors import NoAnswer
from inventory.values.money import ZERO, Money
from pos.domain.later import ClaimView, LaterKind
from pos.domain.views import TillView
from pos.errors import BadInput
from pos.ui.sales.later import LaterScreen
from pos.ui.sales.paying_later import PayingLater
from pos.ui.sales.screen import SalesScreen
from pos.usecases.later import Wish
from tests.fakes.acts import (
    FakeActs,
    NowLane,
    a_days_sales,
    busy_shift,
    demo_shop,
    demo_user,
    milk_and_bread,
)
from tests.fakes.screens import Heard, desk_of, press

F1, F2, F3, F4, F5 = (Qt.Key(Qt.Key.Key_F1 + n) for n in range(5))
F7, F9 = Qt.Key.Key_F7, Qt.Key.Key_F9
VIEW = TillView(shop=demo_shop(), user=demo_user("owner"), shift=busy_shift())
GOODS = replace(VIEW, basket=milk_and_bread())  # 151,90
SALE = a_days_sales()[3]
MONEY = ClaimView(SALE.sale, SALE.number, False, Money(10_000))
DEBT = replace(MONEY, is_debt=True, settled=Money(4000))


def page(acts: FakeActs, view: TillView = GOODS, owed: ClaimView | None = None) -> LaterScreen:
    acts.owed = owed
    screen = LaterScreen(desk_of(acts, NowLane()))
    screen.begin(SALE, view)
    return screen


def asked(acts: FakeActs) -> list[object]:
    """What was begun."""
    return [what[-1] for what in acts.done]


def test_without_goods_only_an_advance_can_be_taken() -> None:
    acts = FakeActs(now=VIEW)
    screen = page(acts, VIEW)
    assert screen._paying.kinds == {LaterKind.ADVANCE}
    press(screen, F1, F3, F9)
    assert "быть не может" in screen._fields["amount"].fault
    screen.type("amount", "500")
    screen.type("card", "200")
    heard = Heard(screen)
    press(screen, F9)
    assert asked(acts) == [Wish(LaterKind.ADVANCE, Money(50_000), Money(20_000))]
    assert (heard.left, len(heard.views)) == (1, 1)


def test_goods_may_be_prepaid_or_given_on_credit() -> None:
    acts = FakeActs(now=GOODS)
    screen = page(acts)
    assert "151,90" in screen._now.accessibleName()
    press(screen, F9)
    press(screen, F3)
    screen.type("amount", "50")
    assert "101,90" in screen._ways.accessibleName()
    press(screen, F9)
    assert asked(acts) == [Wish(LaterKind.PREPAID), Wish(LaterKind.CREDIT, Money(5000))]


def test_money_of_a_first_receipt_is_offered_for_the_goods() -> None:
    acts = FakeActs(now=GOODS)
    screen = page(acts, owed=MONEY)
    assert screen._kind.value is LaterKind.SETTLED
    assert SALE.number in screen._about.text()
    assert "51,90" in screen._now.accessibleName()
    screen.type("card", "51,91")
    press(screen, F9)
    assert "Не больше" in screen._fields["card"].fault
    screen.type("card", "51,90")
    press(screen, F9)
    assert asked(acts) == [Wish(LaterKind.SETTLED, card=Money(5190), sale=SALE.sale)]


def test_a_debt_is_paid_in_parts() -> None:
    acts = FakeActs(now=VIEW)
    screen = page(acts, VIEW, DEBT)
    assert screen._kind.value is LaterKind.REPAID
    screen.type("amount", "60,01")
    press(screen, F9)
    assert asked(acts) == []
    screen.type("amount", "25")
    assert "35,00" in screen._ways.accessibleName()
    press(screen, F9)
    assert asked(acts) == [Wish(LaterKind.REPAID, Money(2500), sale=SALE.sale)]


def test_a_refusal_keeps_the_page() -> None:
    acts = FakeActs(now=GOODS)
    screen = page(acts)
    heard = Heard(screen)
    acts.trouble = NoAnswer("silent")
    press(screen, F9)
    assert (len(heard.troubles), heard.left) == (1, 0)


@pytest.mark.parametrize(
    ("kind", "amount", "now", "left"),
    [
        (LaterKind.PREPAID, "", 500, 500),
        (LaterKind.PREPAID, "2", 200, 200),
        (LaterKind.ADVANCE, "7", 700, 700),
        (LaterKind.CREDIT, "", 0, 500),
        (LaterKind.CREDIT, "1", 100, 400),
    ],
)
def test_what_is_paid_and_what_stays_open(
    kind: LaterKind, amount: str, now: int, left: int
) -> None:
    paying = PayingLater(Money(500), None, kind, {"amount": amount})
    assert (paying.now, paying.later) == (Money(now), Money(left))


@pytest.mark.parametrize(
    ("kind", "amount"),
    [
        (LaterKind.CREDIT, "5"),
        (LaterKind.PREPAID, "5,01"),
        (LaterKind.ADVANCE, ""),
        *[(k, "x") for k in (LaterKind.PREPAID, LaterKind.CREDIT)],
    ],
)
def test_a_sum_that_cannot_be_is_a_fault(kind: LaterKind, amount: str) -> None:
    paying = PayingLater(Money(500), None, kind, {"amount": amount})
    assert paying.fault == "amount"
    with pytest.raises(BadInput):
        assert paying.wish


def test_a_settlement_of_what_was_prepaid_needs_nothing_more() -> None:
    paying = PayingLater(ZERO, MONEY, LaterKind.SETTLED)
    assert (paying.now, paying.later, paying.fault) == (ZERO, Money(10_000), "")


@pytest.mark.parametrize(("role", "may"), [("cashier", False), ("senior", True)])
def test_f7_leads_there_from_the_sales_by_right(role: str, may: bool) -> None:
    view = replace(VIEW, user=demo_user(role))
    sales = SalesScreen(desk_of(FakeActs(now=view, sales=a_days_sales()), NowLane()))
    sales.entered(view)
    press(sales, F7)
    assert (sales._stack.currentWidget() is sales._later) is may


def test_it_comes_up_at_once_when_the_till_asks_for_it() -> None:
    sales = SalesScreen(desk_of(FakeActs(now=GOODS), NowLane()))
    sales.begin_later()
    sales.entered(GOODS)
    assert sales._stack.currentWidget() is sales._later
    assert sales._later._paying.scanned == GOODS.basket.total
