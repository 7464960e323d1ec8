"""What the register is in, and what may go on meanwhile: one table, worst first.

By the law of the drive (ФФД): a shift lasts 24 hours, a document waits for the OFD 30 days at
most, its clock is right to five minutes; its own warnings are tags 1050 to 1053.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum

OFD_DAYS = 30  # a document that waits longer stops the drive


class Allowed(IntEnum):
    """What may go on: everything, the end of the shift alone, or nothing."""

    SELL = 0
    CLOSE = 1
    NOTHING = 2


class ConditionKind(Enum):
    """The worst comes first."""

    NO_PAPER = "no_paper"
    COVER_OPEN = "cover_open"
    DRIVE_FAILED = "drive_failed"
    SHIFT_EXPIRED = "shift_expired"
    UNSENT_TOO_OLD = "unsent_too_old"
    DRIVE_ENDED = "drive_ended"
    DRIVE_ENDS_NOW = "drive_ends_now"
    UNSENT_OLD = "unsent_old"
    UNSENT_MANY = "unsent_many"
    CLOCK_OFF = "clock_off"
    DRIVE_FULL = "drive_full"
    DRIVE_ENDS_SOON = "drive_ends_soon"
    OFD_SILENT = "ofd_silent"
    PAPER_LOW = "paper_low"


RULES = {
    ConditionKind.NO_PAPER: Allowed.NOTHING,
    ConditionKind.COVER_OPEN: Allowed.NOTHING,
    ConditionKind.DRIVE_FAILED: Allowed.NOTHING,
    ConditionKind.SHIFT_EXPIRED: Allowed.CLOSE,
    ConditionKind.UNSENT_TOO_OLD: Allowed.CLOSE,
    ConditionKind.DRIVE_ENDED: Allowed.CLOSE,
    ConditionKind.DRIVE_ENDS_NOW: Allowed.SELL,
    ConditionKind.UNSENT_OLD: Allowed.SELL,
    ConditionKind.UNSENT_MANY: Allowed.SELL,
    # Which of the two clocks is wrong nobody knows yet: the drive judges, and refuses (17h).
    ConditionKind.CLOCK_OFF: Allowed.SELL,
    ConditionKind.DRIVE_FULL: Allowed.SELL,
    ConditionKind.DRIVE_ENDS_SOON: Allowed.SELL,
    ConditionKind.OFD_SILENT: Allowed.SELL,
    ConditionKind.PAPER_LOW: Allowed.SELL,
}
# These can wait until the customer has gone.
PATIENT = frozenset(
    {
        ConditionKind.UNSENT_MANY,
        ConditionKind.DRIVE_FULL,
        ConditionKind.DRIVE_ENDS_SOON,
        ConditionKind.OFD_SILENT,
        ConditionKind.PAPER_LOW,
    }
)


@dataclass(frozen=True, slots=True)
class Condition:
    """One of them with its figure: days left, documents, or minutes of difference."""

    kind: ConditionKind
    figure: int = 0

    @property
    def allowed(self) -> Allowed:
        """What may go on in it."""
        return RULES[self.kind]

    @property
    def patient(self) -> bool:
        """Whether it is told between customers only."""
        return self.kind in PATIENT


@dataclass(frozen=True, slots=True)
class ConditionLimits:
    """From where on a figure is a condition; the defaults warn early and stop nobody."""

    unsent_days: int = 5  # of the oldest document that waits for the OFD
    unsent_count: int = 300
    drive_days: int = 30
    drive_last_days: int = 3
    clock_minutes: int = 5  # the drive's own limit


USUAL_LIMITS = ConditionLimits()


def allowed(found: tuple[Condition, ...]) -> Allowed:
    """What may go on with all of them."""
    return max((one.allowed for one in found), default=Allowed.SELL)
