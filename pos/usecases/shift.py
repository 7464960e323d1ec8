"""Open and close the shift, print X."""

from __future__ import annotations

from drivers.contracts.registrar import ShiftState
from inventory.values.money import Money
from pos.domain.deal import AttemptKind
from pos.domain.people import Right, User
from pos.domain.views import TillView
from pos.errors import BasketsOpen, ShiftOpenHere, StillSettling
from pos.usecases import errand, found_shift
from pos.usecases.attempts import ShiftWish
from pos.usecases.counter import Counter, cashier, need_quiet, shift_of
from pos.usecases.customer import told
from pos.usecases.look import view
from sync.journal.rows import uuid7
from sync.messages.facts import ReportPrinted


def open_shift(counter: Counter, fund: Money | None) -> TillView:
    """Open the shift with that much change in the drawer. Blocks on the register.

    None leaves what the register counts there. Raises ShiftFound where its shift is open.
    """
    errand.settle(counter)
    user = _may_open(counter)
    found_shift.need_none(counter.registrar)
    wish = ShiftWish(_new(counter), user.user, fund.kopecks if fund is not None else None)
    errand.begin(counter, AttemptKind.SHIFT_OPEN, wish)
    return view(counter)


def take_over(counter: Counter) -> TillView:
    """The shift that the register has open is ours from now on. Blocks on the register."""
    errand.settle(counter)
    user = _may_open(counter)
    fact = found_shift.taken(counter.registrar, _new(counter), user.user)
    with counter.till.work() as work:
        need_quiet(work)
        work.record(fact, counter.now(), fact.shift)
        work.commit()
    return view(counter)


def close_found(counter: Counter) -> TillView:
    """Take it over and close it with Z: what is older than 24 hours takes no receipt."""
    take_over(counter)
    return close_shift(counter)


def _may_open(counter: Counter) -> User:
    with counter.till.work() as work:
        user = cashier(work)
        user.need(Right.SHIFT)
        if work.books.open_shift() is not None:
            raise ShiftOpenHere("the shift is open")
    return user


def _new(counter: Counter) -> str:
    return uuid7(int(counter.now().timestamp() * 1000))


def close_shift(counter: Counter) -> TillView:
    """Close the shift with Z and seal the journal. Blocks on the register.

    A Z that the register printed without us, at its own keys or for another folder, is ours.
    A refused receipt is to be decided first, but where the shift of its register is over: then
    nothing else helps, and it goes on in the next one.
    """
    errand.settle(counter)
    with counter.till.work() as work:
        user, shift = cashier(work), shift_of(work)
        user.need(Right.SHIFT)
        need_quiet(work)
        if work.shelf.open_count():
            raise BasketsOpen("pay or cancel the open baskets first")
        waits = work.shelf.unsettled() is not None
    if waits and counter.registrar.status().shift is ShiftState.OPEN:
        raise StillSettling("decide what becomes of the refused receipt first")
    wish = ShiftWish(shift=shift.shift, user=user.user)
    ended = found_shift.ended(counter.registrar, shift.number)
    errand.begin(counter, AttemptKind.SHIFT_CLOSE, wish, ended)
    counter.till.tidy()
    return told(counter)


def x_report(counter: Counter) -> TillView:
    """Print X; a right. Blocks on the register."""
    with counter.till.work() as work:
        user, shift = cashier(work), shift_of(work)
        user.need(Right.X_REPORT)
    counter.registrar.x_report()
    with counter.till.work() as work:
        work.record(ReportPrinted(shift=shift.shift, user=user.user), counter.now())
        work.commit()
    return view(counter)
