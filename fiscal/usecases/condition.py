"""What the register's status says in the words of `fiscal.domain.condition`.

Days are counted by the register's own clock, the one its drive judges by.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from drivers.contracts.registrar import DriveWarning, RegistrarStatus, ShiftState
from fiscal.domain.condition import (
    OFD_DAYS,
    USUAL_LIMITS,
    Condition,
    ConditionKind,
    ConditionLimits,
)

DAY = timedelta(days=1)


def conditions(
    status: RegistrarStatus,
    till_clock: datetime | None = None,
    limits: ConditionLimits = USUAL_LIMITS,
) -> tuple[Condition, ...]:
    """All that holds, worst first. `till_clock` is the till's naive local time, if compared."""
    found = [*_paper(status), *_shift(status), *_drive(status, limits), *_queue(status, limits)]
    if till_clock is not None:
        found += _clock(status, till_clock, limits)
    order = list(ConditionKind)
    return tuple(sorted(found, key=lambda one: order.index(one.kind)))


def ofd_days_left(status: RegistrarStatus) -> int:
    """Days until the oldest unsent document stops the drive; all of them with nothing unsent."""
    if not status.unsent or status.oldest_unsent is None:
        return OFD_DAYS
    return max(0, OFD_DAYS - (status.clock - status.oldest_unsent) // DAY)


def drive_days_left(status: RegistrarStatus) -> int | None:
    """Days until the drive's last day, negative behind it; None where it does not tell."""
    if status.drive_until is None:
        return None
    return (status.drive_until.date() - status.clock.date()).days


def clock_minutes(status: RegistrarStatus, till_clock: datetime) -> int:
    """Whole minutes that the register's clock is ahead of the till's, negative behind."""
    return round((status.clock - till_clock) / timedelta(minutes=1))


def _paper(status: RegistrarStatus) -> list[Condition]:
    found: list[Condition] = []
    if status.cover_open:
        found.append(Condition(ConditionKind.COVER_OPEN))
    if not status.paper:
        found.append(Condition(ConditionKind.NO_PAPER))
    elif status.paper_low:
        found.append(Condition(ConditionKind.PAPER_LOW))
    return found


def _shift(status: RegistrarStatus) -> list[Condition]:
    expired = status.shift is ShiftState.EXPIRED
    return [Condition(ConditionKind.SHIFT_EXPIRED)] if expired else []


def _drive(status: RegistrarStatus, limits: ConditionLimits) -> list[Condition]:
    warned, left = status.drive_warnings, drive_days_left(status)
    found: list[Condition] = []
    if DriveWarning.CRITICAL in warned:
        found.append(Condition(ConditionKind.DRIVE_FAILED))
    if DriveWarning.NEARLY_FULL in warned:
        found.append(Condition(ConditionKind.DRIVE_FULL))
    if left is not None and left < 0:
        found.append(Condition(ConditionKind.DRIVE_ENDED, left))
    elif DriveWarning.REPLACE_AT_ONCE in warned or _within(left, limits.drive_last_days):
        days = limits.drive_last_days if left is None else left
        found.append(Condition(ConditionKind.DRIVE_ENDS_NOW, days))
    elif DriveWarning.REPLACE_SOON in warned or _within(left, limits.drive_days):
        days = limits.drive_days if left is None else left
        found.append(Condition(ConditionKind.DRIVE_ENDS_SOON, days))
    return found


def _within(left: int | None, days: int) -> bool:
    return left is not None and left <= days


def _queue(status: RegistrarStatus, limits: ConditionLimits) -> list[Condition]:
    left = ofd_days_left(status)
    found: list[Condition] = []
    if left <= 0:
        found.append(Condition(ConditionKind.UNSENT_TOO_OLD, status.unsent))
    elif OFD_DAYS - left >= limits.unsent_days:
        found.append(Condition(ConditionKind.UNSENT_OLD, left))
    elif status.unsent >= limits.unsent_count:
        found.append(Condition(ConditionKind.UNSENT_MANY, status.unsent))
    elif DriveWarning.OFD_SILENT in status.drive_warnings:
        found.append(Condition(ConditionKind.OFD_SILENT))
    return found


def _clock(
    status: RegistrarStatus, till_clock: datetime, limits: ConditionLimits
) -> list[Condition]:
    minutes = clock_minutes(status, till_clock)
    if abs(minutes) <= limits.clock_minutes:
        return []
    return [Condition(ConditionKind.CLOCK_OFF, abs(minutes))]
