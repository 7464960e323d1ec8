"""A probe in words, line by line, for whoever typed the command."""

from __future__ import annotations

from datetime import datetime

from drivers.contracts.registrar import RegistrarStatus, ShiftState
from fiscal.domain.condition import Allowed, Condition, ConditionKind, allowed
from fiscal.usecases.condition import clock_minutes, drive_days_left, ofd_days_left
from fiscal.usecases.probe import Probe

Told = tuple[str, str]
TAX_NAMES = {1: "ОСН", 2: "УСН доход", 4: "УСН доход - расход", 16: "ЕСХН", 32: "патент"}
_SHIFT = {
    ShiftState.OPEN: "open",
    ShiftState.CLOSED: "closed",
    ShiftState.EXPIRED: "open for more than 24 hours",
}
_MAY = {
    Allowed.SELL: "sell",
    Allowed.CLOSE: "only close the shift",
    Allowed.NOTHING: "do nothing",
}
_WORDS = {
    ConditionKind.NO_PAPER: "no paper",
    ConditionKind.COVER_OPEN: "the cover is open",
    ConditionKind.DRIVE_FAILED: "the fiscal drive has failed",
    ConditionKind.SHIFT_EXPIRED: "the shift is older than 24 hours",
    ConditionKind.UNSENT_TOO_OLD: "documents waited for the OFD for 30 days: {0} of them",
    ConditionKind.DRIVE_ENDED: "the fiscal drive's term is over",
    ConditionKind.DRIVE_ENDS_NOW: "the fiscal drive ends in {0} days",
    ConditionKind.UNSENT_OLD: "documents wait for the OFD: {0} days left",
    ConditionKind.UNSENT_MANY: "many documents wait for the OFD: {0}",
    ConditionKind.CLOCK_OFF: "its clock is {0} minutes off",
    ConditionKind.DRIVE_FULL: "the fiscal drive is nearly full",
    ConditionKind.DRIVE_ENDS_SOON: "the fiscal drive ends in {0} days",
    ConditionKind.OFD_SILENT: "the OFD does not answer",
    ConditionKind.PAPER_LOW: "paper is low",
}


def told(seen: Probe) -> list[Told]:
    """Name and value of each line; what is not known is left out."""
    lines = [
        *_itself(seen.status),
        *_entered(seen),
        *_state(seen.status, seen.till_clock),
        *_printed(seen),
        ("It may", _MAY[allowed(seen.conditions)]),
        *[("Attention", words_of(one)) for one in seen.conditions],
    ]
    return [(name, value) for name, value in lines if value]


def words_of(found: Condition) -> str:
    """A condition in a few words."""
    return _WORDS[found.kind].format(found.figure)


def _itself(status: RegistrarStatus) -> list[Told]:
    left = drive_days_left(status)
    until = f"{status.drive_until:%d.%m.%Y}, {left} days left" if status.drive_until else ""
    return [
        ("Model", status.model + (" (emulator)" if status.emulated else "")),
        ("Serial number", status.serial),
        ("Firmware", status.firmware),
        ("FFD", status.ffd),
        ("Fiscal drive", status.fn),
        ("Drive until", until),
        ("Last document", str(status.last_fd)),
    ]


def _entered(seen: Probe) -> list[Told]:
    entered = seen.registration
    if entered is None:
        return [("INN", seen.status.inn), ("Registration number", seen.status.rnm)]
    taxes = ", ".join(name for bit, name in TAX_NAMES.items() if entered.tax_systems & bit)
    return [
        ("Owner", entered.user),
        ("INN", entered.inn),
        ("Registration number", entered.rnm),
        ("Address", entered.address),
        ("Place", entered.place),
        ("Tax systems", taxes),
        ("OFD", "none, autonomous" if entered.is_autonomous else entered.ofd_name),
    ]


def _state(status: RegistrarStatus, till_clock: datetime) -> list[Told]:
    minutes = clock_minutes(status, till_clock)
    return [
        ("Shift", f"{status.shift_number}, {_SHIFT[status.shift]}"),
        ("Waiting for the OFD", _queue(status)),
        ("Clock", f"{status.clock:%d.%m.%Y %H:%M:%S}, {minutes:+d} min"),
        ("Cash", f"{status.cash // 100}.{status.cash % 100:02}"),
        ("Paper", ("low" if status.paper_low else "in") if status.paper else "out"),
        ("Cover", "open" if status.cover_open else "closed"),
    ]


def _queue(status: RegistrarStatus) -> str:
    if not status.unsent or status.oldest_unsent is None:
        return str(status.unsent)
    oldest = f"{status.oldest_unsent:%d.%m.%Y %H:%M}"
    return f"{status.unsent}, oldest of {oldest}, {ofd_days_left(status)} of 30 days left"


def _printed(seen: Probe) -> list[Told]:
    header = seen.setup.header if seen.setup else ()
    return [("Header", line) for line in header if line.strip()]
