"""Do a command once, and find out what came of it when the answer is not plain.

Never a second document: after any error the register is asked for the documents behind the
last one known before (reference: exchange protocol of Штрих-М registers, recovery; 54-ФЗ).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from drivers.contracts.errors import BadFrame, DeviceError, NoAnswer
from drivers.contracts.registrar import (
    DocumentKind,
    DocumentMade,
    FiscalRegistrar,
    FoundDocument,
    RegistrarStatus,
)
from fiscal.domain.attempt import Baseline, Expected, OutcomeState

OTHER_DRIVE = "OtherDrive"
NOT_REGISTERED = "NotRegistered"
# After these the question has been answered: what stands is the answer, not the silence.
_SILENCE = frozenset({"", NoAnswer.__name__, BadFrame.__name__})


@dataclass(frozen=True, slots=True)
class Outcome:
    """`why` names the error class behind a state other than DONE; `detail` is for support."""

    state: OutcomeState
    document: DocumentMade | None = None
    why: str = ""
    detail: str = ""


def baseline(registrar: FiscalRegistrar) -> Baseline:
    """Ask what is there before the intent is written. Raises DeviceError: nothing was begun.

    A document left open by an earlier run is dropped: all attempts are settled before this.
    """
    status = registrar.status()
    if status.awaits_continue:
        registrar.continue_print()
    if status.document_open:
        registrar.cancel_document()
    counters = registrar.cash_counters()
    return Baseline(
        serial=status.serial,
        fn=status.fn,
        last_fd=status.last_fd,
        ins=counters.ins,
        outs=counters.outs,
        cash=counters.cash,
    )


def perform(
    command: Callable[[], DocumentMade | None],
    *,
    registrar: FiscalRegistrar,
    expected: Expected,
    before: Baseline,
) -> Outcome:
    """Run the command once; whatever error it raises, let the drive say what happened."""
    try:
        made = command()
    except DeviceError as error:
        return reconcile(registrar, expected, before, type(error).__name__, str(error))
    if made is not None and not made.shift:
        # Registered, but the reading back of its number and taxes failed: the drive has them.
        return reconcile(registrar, expected, before)
    return Outcome(OutcomeState.DONE, made)


def reconcile(
    registrar: FiscalRegistrar,
    expected: Expected,
    before: Baseline,
    why: str = "",
    detail: str = "",
) -> Outcome:
    """Ask the register whether the attempt left its document. Questions only, repeatable."""
    try:
        status = registrar.status()
        if status.fn != before.fn:
            return Outcome(OutcomeState.UNKNOWN, None, OTHER_DRIVE, status.fn)
        if status.awaits_continue:
            registrar.continue_print()
        if not expected.kind:
            return _cash_outcome(registrar, expected, before, why, detail)
        return _document_outcome(registrar, status, expected, before, why, detail)
    except DeviceError as error:
        return Outcome(OutcomeState.UNKNOWN, None, type(error).__name__, str(error))


def _cash_outcome(
    registrar: FiscalRegistrar, expected: Expected, before: Baseline, why: str, detail: str
) -> Outcome:
    counters = registrar.cash_counters()
    moved = counters.ins + counters.outs > before.ins + before.outs
    if moved and counters.cash - before.cash == expected.cash:
        return Outcome(OutcomeState.DONE)
    return _not_done(why, detail)


def _document_outcome(
    registrar: FiscalRegistrar,
    status: RegistrarStatus,
    expected: Expected,
    before: Baseline,
    why: str,
    detail: str,
) -> Outcome:
    for fd in range(before.last_fd + 1, status.last_fd + 1):
        found = registrar.document(fd)
        if found is not None and _is_it(found, expected):
            return Outcome(OutcomeState.DONE, _made(found))
    if status.document_open:
        registrar.cancel_document()
    return _not_done(why, detail)


def _not_done(why: str, detail: str) -> Outcome:
    named = NOT_REGISTERED if why in _SILENCE else why
    return Outcome(OutcomeState.NOT_DONE, None, named, detail)


def _is_it(found: FoundDocument, expected: Expected) -> bool:
    if found.kind != expected.kind:
        return False
    if found.kind not in (DocumentKind.RECEIPT, DocumentKind.CORRECTION):
        return True
    same_card = found.electronic is None or found.electronic == expected.electronic
    # A correction of FFD 1.05 has no lines, whatever it was made of.
    totals = found.kind is DocumentKind.CORRECTION and not found.lines
    same_lines = totals or found.lines is None or found.lines == expected.lines
    same_sum = (found.operation, found.total) == (expected.operation, expected.total)
    return same_sum and same_card and same_lines


def _made(found: FoundDocument) -> DocumentMade:
    return DocumentMade(
        kind=found.kind,
        fd=found.fd,
        sign=found.sign,
        at=found.at,
        shift=found.shift,
        number=found.number,
        total=found.total,
        vat=found.vat,
    )
