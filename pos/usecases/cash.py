"""Put cash in, take it out, open the drawer."""

from __future__ import annotations

from inventory.values.money import ZERO, Money
from pos.domain.deal import AttemptKind
from pos.domain.people import Right
from pos.domain.views import TillView
from pos.errors import BadInput, DrawerShort
from pos.usecases import errand
from pos.usecases.attempts import CashWish
from pos.usecases.counter import Counter, cashier, shift_of
from pos.usecases.look import view
from sync.messages.facts import DrawerOpened


def move_cash(counter: Counter, direction: str, amount: Money, reason: str) -> TillView:
    """Cash "in" (внесение) or "out" (выплата, инкассация). Blocks on the register."""
    errand.settle(counter)
    with counter.till.work() as work:
        user, shift = cashier(work), shift_of(work)
        user.need(Right.CASH)
        if amount <= ZERO:
            raise BadInput("a sum is more than nothing")
        if direction == "out" and amount > shift.drawer:
            raise DrawerShort("the drawer holds less")
    wish = CashWish(move="", user=user.user, amount=amount.kopecks, reason=reason)
    kind = AttemptKind.CASH_IN if direction == "in" else AttemptKind.CASH_OUT
    errand.begin(counter, kind, wish)
    return view(counter)


def open_drawer(counter: Counter, reason: str) -> TillView:
    """Open the drawer without a sale: a right, and a fact before it opens."""
    with counter.till.work() as work:
        user, shift = cashier(work), shift_of(work)
        user.need(Right.DRAWER)
        fact = DrawerOpened(shift=shift.shift, user=user.user, reason=reason)
        work.record(fact, counter.now())
        work.commit()
    counter.registrar.open_drawer()
    return view(counter)
