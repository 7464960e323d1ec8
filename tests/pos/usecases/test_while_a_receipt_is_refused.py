"""A receipt is refused after money moved: what stood in its way may need a document first."""

from __future__ import annotations

import pytest

from drivers.contracts.errors import NotEnoughCash, PaperOut, ShiftExpired
from inventory.values.money import Money
from inventory.values.quantity import pieces
from pos.domain.views import PendingStage, Plan
from pos.errors import StillSettling
from pos.usecases import cash, look, pay, returns, shift
from sync.messages.facts import SaleClosed, SaleReturned
from tests.fakes.registrar import Fault
from tests.fakes.selling import MILK, sell
from tests.fakes.till import Shop


def expires_after_the_card(shop: Shop) -> None:
    """24 hours are over between the terminal and the register."""

    def expire(point: str) -> None:
        shop.registrar.expired |= point == "after terminal.run"

    shop.watch = expire


def shift_anew(shop: Shop) -> None:
    """Z, and the next shift."""
    shop.watch = lambda _point: None
    shift.close_shift(shop.counter)
    shift.open_shift(shop.counter, None)
    pay.try_again(shop.counter)
    pay.carry_out(shop.counter)


def test_a_return_whose_card_was_paid_back_is_registered_in_the_next_shift(shop: Shop) -> None:
    shop.begin_day()
    sale = sell(shop, Plan(card=Money(9490)), MILK)
    expires_after_the_card(shop)
    returns.begin_return(shop.counter, sale.sale, {1: pieces(1)}, "")
    with pytest.raises(ShiftExpired):
        pay.carry_out(shop.counter)
    pending = look.view(shop.counter).pending
    assert pending is not None
    assert (pending.stage, pending.trouble) == (PendingStage.REFUSED, "ShiftExpired")
    shift_anew(shop)
    (back,) = (fact for fact in shop.facts() if isinstance(fact, SaleReturned))
    assert (back.total, back.fiscal.shift) == (9490, 2)
    view = look.view(shop.counter)
    assert view.shift is not None
    assert (view.shift.shift, view.shift.return_card) == (back.shift, Money(9490))
    assert shop.terminal.balance == 0
    assert shop.faults() == []


def test_a_charged_sale_is_registered_in_the_next_shift(shop: Shop) -> None:
    shop.begin_day()
    expires_after_the_card(shop)
    with pytest.raises(ShiftExpired):
        sell(shop, Plan(card=Money(9490)), MILK)
    shift_anew(shop)
    (sale,) = (fact for fact in shop.facts() if isinstance(fact, SaleClosed))
    view = look.view(shop.counter)
    assert view.shift is not None
    assert (sale.fiscal.shift, sale.shift, view.shift.sales) == (2, view.shift.shift, 1)
    assert len(shop.terminal.ledger) == 1
    assert shop.faults() == []


def test_cash_can_be_put_in_for_a_return_the_register_has_too_little_for(shop: Shop) -> None:
    shop.begin_day(fund=0)
    sale = sell(shop, Plan(card=Money(4490), received=Money(5000)), MILK)
    shop.registrar.cash = 0
    returns.begin_return(shop.counter, sale.sale, {1: pieces(1)}, "")
    with pytest.raises(NotEnoughCash):
        pay.carry_out(shop.counter)
    cash.move_cash(shop.counter, "in", Money(5000), "размен")
    pay.try_again(shop.counter)
    pay.carry_out(shop.counter)
    assert look.view(shop.counter).pending is None
    assert shop.terminal.balance == 0


def test_z_waits_for_the_decision_while_the_shift_still_takes_receipts(shop: Shop) -> None:
    shop.begin_day()
    shop.registrar.faults.append(Fault.PAPER_OUT)
    with pytest.raises(PaperOut):
        sell(shop, Plan(card=Money(9490)), MILK)
    shop.registrar.paper = True
    with pytest.raises(StillSettling):
        shift.close_shift(shop.counter)
    assert look.view(shop.counter).shift is not None
