"""Shifts of the register that are not as the till has them.

Open there and not here, in a new or restored folder: nothing can be opened over it, and it is
not closed unasked, a person reads what was found. Open here and ended there: its Z is looked for.
"""

from __future__ import annotations

from drivers.contracts.errors import Refused, ShiftNotOpen
from drivers.contracts.registrar import (
    DocumentKind,
    FiscalRegistrar,
    FoundDocument,
    RegistrarStatus,
    ShiftState,
)
from fiscal.domain.attempt import Baseline
from pos.errors import ShiftFound
from sync.messages.facts import FiscalMark, ShiftOpened, ShiftTaken


def need_none(registrar: FiscalRegistrar) -> None:
    """Raises ShiftFound where the register's shift is open. Questions only."""
    status = registrar.status()
    if status.shift is ShiftState.CLOSED:
        return
    opening = _opening(registrar, status)
    expired = status.shift is ShiftState.EXPIRED
    raise ShiftFound(status.shift_number, opening.at, status.cash, expired=expired)


def taken(registrar: FiscalRegistrar, shift: str, user: str) -> ShiftOpened:
    """The register's open shift as ours from now on: its number, and the cash it counts.

    Raises ShiftNotOpen where it is closed by now. Questions only.
    """
    status = registrar.status()
    if status.shift is ShiftState.CLOSED:
        raise ShiftNotOpen("the register's shift is closed")
    opening = _opening(registrar, status)
    return ShiftOpened(
        shift=shift,
        number=status.shift_number,
        user=user,
        fund=status.cash,
        fiscal=_mark(status, opening),
        taken=ShiftTaken(fd=status.last_fd, registrar=registrar.shift_totals()),
    )


def ended(registrar: FiscalRegistrar, number: int) -> Baseline | None:
    """Where to look for the Z of our open shift that the register has ended without us.

    None while that shift is open there, or where the drive does not know it. Questions only.
    """
    status = registrar.status()
    if status.shift is not ShiftState.CLOSED and status.shift_number == number:
        return None
    opening = _opened_before(registrar, status.last_fd)
    while opening is not None and opening.shift > number:
        opening = _opened_before(registrar, opening.fd - 1)
    if opening is None or opening.shift != number:
        return None
    return Baseline(serial=status.serial, fn=status.fn, last_fd=opening.fd)


def _opening(registrar: FiscalRegistrar, status: RegistrarStatus) -> FoundDocument:
    """The document that opened the shift: as many behind it as receipts, seldom a report more."""
    found = _opened_before(registrar, status.last_fd - status.receipt_number)
    if found is None:
        raise Refused("the drive has no document that opened its shift")
    return found


def _opened_before(registrar: FiscalRegistrar, last: int) -> FoundDocument | None:
    for fd in range(last, 0, -1):
        found = registrar.document(fd)
        if found is not None and found.kind is DocumentKind.SHIFT_OPEN:
            return found
    return None


def _mark(status: RegistrarStatus, opening: FoundDocument) -> FiscalMark:
    return FiscalMark(
        registrar=status.serial,
        fn=status.fn,
        fd=opening.fd,
        sign=opening.sign,
        at=opening.at.isoformat() if opening.at else "",
        shift=status.shift_number,
    )
