"""A refusal on its way to the answer."""

from __future__ import annotations

from enum import IntEnum


class Why(IntEnum):
    """Error codes this register gives."""

    DRIVE_FAILED = 0x03
    DRIVE_EXPIRED = 0x05
    ARCHIVE_FULL = 0x06
    NO_SUCH_DATA = 0x08
    TLV_TOO_LARGE = 0x10
    UNSENT_TOO_OLD = 0x15
    CLOCK_DIFFERS = 0x17
    BAD_PARAMETERS = 0x33
    UNKNOWN_COMMAND = 0x37
    SHIFT_OPEN = 0x3C
    SHIFT_CLOSED = 0x3D
    PAID_TOO_LITTLE = 0x45
    NOT_ENOUGH_CASH = 0x46
    TOTAL_OVERFLOW = 0x48
    OTHER_RECEIPT = 0x49
    RECEIPT_OPEN = 0x4A
    CASHLESS_EXCEEDS = 0x4D
    SHIFT_EXPIRED = 0x4E
    PASSWORD = 0x4F
    NOTHING_TO_REPEAT = 0x56
    AWAITS_CONTINUE = 0x58
    OTHER_OPERATOR = 0x59
    NO_TABLE = 0x5D
    QUANTITY = 0x62
    DEPARTMENT = 0x63
    NO_PAPER = 0x6B
    SUBMODE = 0x72
    MODE = 0x73
    FIELD_LOCKED = 0x7A
    DATE_MISMATCH = 0x7C
    BAD_DATE = 0x7D
    ZERO_TOTAL = 0x8E
    TOO_MANY_OPERATIONS = 0x94
    TAG_MISSING = 0xAA
    CONFIRM_DATE = 0xC0


class Failure(Exception):
    """The command is refused; nothing has changed."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.name)
        self.why = why
