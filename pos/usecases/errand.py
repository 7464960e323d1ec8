"""Shift and cash documents of the register: attempts without a basket.

One at a time. An attempt without a baseline was not begun: the next `settle` begins it, so
a chain of two documents (open the shift, put the change fund in) survives a power cut.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import msgspec

from drivers.contracts import errors as device
from drivers.contracts.receipt import Cashier
from drivers.contracts.registrar import DocumentKind, DocumentMade
from fiscal.domain.attempt import Baseline, Expected, OutcomeState
from fiscal.usecases import settle as fiscal
from fiscal.usecases.settle import Outcome
from pos.domain.deal import Attempt, AttemptKind
from pos.domain.ports import Work
from pos.domain.views import ShiftView
from pos.usecases.attempts import CashWish, ShiftWish, error_of, intent, pack, settled, unpack
from pos.usecases.counter import Counter, need_quiet, shift_of
from pos.usecases.receipt_facts import mark_of
from sync.messages.facts import CashMoved, ShiftClosed, ShiftOpened

FUND = "change fund"


def settle(counter: Counter) -> None:
    """Settle shift and cash attempts until none is left. Raises the DeviceError in the way."""
    while (attempt := _unsettled(counter)) is not None:
        _step(counter, attempt)


def begin(
    counter: Counter,
    kind: AttemptKind,
    wish: ShiftWish | CashWish,
    before: Baseline | None = None,
) -> None:
    """Write the wish down, then carry it out. Raises StillSettling while a deal is under way.

    With a baseline it counts as begun: the document is looked for behind it, none is made.
    """
    attempt = intent(kind, wish, counter.now)
    with counter.till.work() as work:
        need_quiet(work)
        work.attempts.put(replace(attempt, before=pack(before)) if before else attempt)
        work.commit()
    settle(counter)


def _unsettled(counter: Counter) -> Attempt | None:
    with counter.till.work() as work:
        return work.attempts.unsettled_errand()


def _step(counter: Counter, attempt: Attempt) -> None:
    if attempt.before:
        before = unpack(attempt.before, Baseline)
        outcome = fiscal.reconcile(counter.registrar, _expected(attempt), before)
    else:
        attempt, outcome = _do(counter, attempt)
    with counter.till.work() as work:
        work.attempts.put(settled(attempt, outcome))
        if outcome.state is OutcomeState.DONE:
            _conclude(work, counter, attempt, outcome.document)
        work.commit()
    if outcome.state is not OutcomeState.DONE:
        raise error_of(outcome)


def _do(counter: Counter, attempt: Attempt) -> tuple[Attempt, Outcome]:
    try:
        before = fiscal.baseline(counter.registrar)
        begun = replace(attempt, request=_completed(counter, attempt), before=pack(before))
    except device.DeviceError as error:
        return attempt, Outcome(OutcomeState.NOT_DONE, None, type(error).__name__, str(error))
    with counter.till.work() as work:
        work.attempts.put(begun)
        work.commit()
    outcome = fiscal.perform(
        _command(counter, begun),
        registrar=counter.registrar,
        expected=_expected(begun),
        before=before,
    )
    return begun, outcome


def _completed(counter: Counter, attempt: Attempt) -> bytes:
    """A shift to close takes the register's own counters along, read before they are reset."""
    if attempt.kind is not AttemptKind.SHIFT_CLOSE:
        return attempt.request
    wish = unpack(attempt.request, ShiftWish)
    totals = counter.registrar.shift_totals()
    return pack(ShiftWish(shift=wish.shift, user=wish.user, registrar=totals))


def _command(counter: Counter, attempt: Attempt) -> Callable[[], DocumentMade | None]:
    registrar = counter.registrar
    if attempt.kind is AttemptKind.CASH_IN:
        amount = unpack(attempt.request, CashWish).amount
        return lambda: registrar.cash_in(amount)
    if attempt.kind is AttemptKind.CASH_OUT:
        amount = unpack(attempt.request, CashWish).amount
        return lambda: registrar.cash_out(amount)
    who = _cashier(counter, unpack(attempt.request, ShiftWish).user)
    if attempt.kind is AttemptKind.SHIFT_OPEN:
        return lambda: registrar.open_shift(who)
    return lambda: registrar.close_shift(who)


def _cashier(counter: Counter, user_id: str) -> Cashier:
    with counter.till.work() as work:
        user = work.people.get(user_id)
    return Cashier(user.name, user.inn) if user else Cashier("")


def _expected(attempt: Attempt) -> Expected:
    if attempt.kind is AttemptKind.SHIFT_OPEN:
        return Expected(kind=DocumentKind.SHIFT_OPEN)
    if attempt.kind is AttemptKind.SHIFT_CLOSE:
        return Expected(kind=DocumentKind.SHIFT_CLOSE)
    amount = unpack(attempt.request, CashWish).amount
    return Expected(kind=0, cash=amount if attempt.kind is AttemptKind.CASH_IN else -amount)


def _conclude(
    work: Work, counter: Counter, attempt: Attempt, document: DocumentMade | None
) -> None:
    before = unpack(attempt.before, Baseline)
    if attempt.kind is AttemptKind.SHIFT_OPEN and document is not None:
        _opened(work, counter, unpack(attempt.request, ShiftWish), document, before)
    elif attempt.kind is AttemptKind.SHIFT_CLOSE and document is not None:
        _closed(work, counter, unpack(attempt.request, ShiftWish), document, before)
    else:
        _moved(work, counter, attempt)


def _opened(
    work: Work, counter: Counter, wish: ShiftWish, document: DocumentMade, before: Baseline
) -> None:
    fact = ShiftOpened(
        shift=wish.shift,
        number=document.shift,
        user=wish.user,
        fund=before.cash,
        fiscal=mark_of(document, before),
    )
    work.record(fact, counter.now(), wish.shift)
    # The register counts what lay in the drawer; the rest of the fund is a document of its own.
    more = 0 if wish.fund is None else wish.fund - before.cash
    if more:
        kind = AttemptKind.CASH_IN if more > 0 else AttemptKind.CASH_OUT
        move = CashWish(move="", user=wish.user, amount=abs(more), reason=FUND)
        work.attempts.put(intent(kind, move, counter.now))


def _closed(
    work: Work, counter: Counter, wish: ShiftWish, document: DocumentMade, before: Baseline
) -> None:
    # Where derived tables lag behind the opening, this waits: the next start catches up first.
    shift = shift_of(work)
    closing = _closing(shift, wish, document, before)
    corrections = work.books.corrections(shift.shift)
    if corrections:
        closing = msgspec.structs.replace(closing, corrections=corrections)
    work.record(closing, counter.now())
    work.seal()
    last = work.shelf.latest_closed()
    if last is not None:
        work.shelf.erase_contact(last.basket.basket)


def _closing(
    shift: ShiftView, wish: ShiftWish, document: DocumentMade, before: Baseline
) -> ShiftClosed:
    return ShiftClosed(
        shift=shift.shift,
        number=document.shift,
        user=wish.user,
        sales=shift.sales,
        returns=shift.returns,
        sale_cash=shift.sale_cash.kopecks,
        sale_card=shift.sale_card.kopecks,
        return_cash=shift.return_cash.kopecks,
        return_card=shift.return_card.kopecks,
        cash_in=shift.cash_in.kopecks,
        cash_out=shift.cash_out.kopecks,
        fund=shift.fund.kopecks,
        drawer=shift.drawer.kopecks,
        registrar=wish.registrar,
        fiscal=mark_of(document, before),
    )


def _moved(work: Work, counter: Counter, attempt: Attempt) -> None:
    wish = unpack(attempt.request, CashWish)
    shift = work.books.open_shift()
    fact = CashMoved(
        move=attempt.attempt,
        shift=shift.shift if shift else "",
        user=wish.user,
        direction="in" if attempt.kind is AttemptKind.CASH_IN else "out",
        amount=wish.amount,
        reason=wish.reason,
    )
    work.record(fact, counter.now(), attempt.attempt)
