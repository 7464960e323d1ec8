"""Command codes, modes and bits by name (Протокол работы ККТ 2.0; Команды работы с ФН 2.7)."""

from __future__ import annotations

from enum import IntEnum, IntFlag


class Command(IntEnum):
    """Codes of commands; those of the fiscal drive are two bytes long and begin with FF."""

    SHORT_STATUS = 0x10
    FULL_STATUS = 0x11
    BOLD_LINE = 0x12
    BEEP = 0x13
    WRITE_EXCHANGE = 0x14
    READ_EXCHANGE = 0x15
    PRINT_LINE = 0x17
    PRINT_TITLE = 0x18
    MONEY_REGISTER = 0x1A
    OPERATION_REGISTER = 0x1B
    WRITE_TABLE = 0x1E
    READ_TABLE = 0x1F
    SET_TIME = 0x21
    SET_DATE = 0x22
    CONFIRM_DATE = 0x23
    CUT = 0x25
    FONT = 0x26
    DRAWER = 0x28
    FEED = 0x29
    TABLE_STRUCTURE = 0x2D
    FIELD_STRUCTURE = 0x2E
    PRINT_FONT_LINE = 0x2F
    X_REPORT = 0x40
    Z_REPORT = 0x41
    CASH_IN = 0x50
    CASH_OUT = 0x51
    ERROR_TEXT = 0x6B
    SALE = 0x80
    PURCHASE = 0x81
    SALE_RETURN = 0x82
    PURCHASE_RETURN = 0x83
    CLOSE_RECEIPT = 0x85
    CANCEL_RECEIPT = 0x88
    SUBTOTAL = 0x89
    REPEAT_DOCUMENT = 0x8C
    OPEN_RECEIPT = 0x8D
    CONTINUE_PRINT = 0xB0
    LOAD_DATA = 0xDD
    PRINT_CODE = 0xDE
    OPEN_SHIFT = 0xE0
    MODEL_PARAMETERS = 0xF7
    DEVICE_TYPE = 0xFC
    DRIVE_STATUS = 0xFF01
    DRIVE_NUMBER = 0xFF02
    DRIVE_EXPIRY = 0xFF03
    DRIVE_VERSION = 0xFF04
    CANCEL_IN_DRIVE = 0xFF08
    REGISTRATION = 0xFF09
    FIND_DOCUMENT = 0xFF0A
    OPEN_SHIFT_IN_DRIVE = 0xFF0B
    DOCUMENT_TLV = 0xFF0C
    BEGIN_CORRECTION = 0xFF35
    CORRECTION = 0xFF36
    BEGIN_STATE_REPORT = 0xFF37
    STATE_REPORT = 0xFF38
    EXCHANGE_STATUS = 0xFF39
    REQUEST_TLV = 0xFF3A
    READ_TLV = 0xFF3B
    UNSENT_COUNT = 0xFF3F
    SHIFT_PARAMETERS = 0xFF40
    BEGIN_SHIFT_OPEN = 0xFF41
    BEGIN_SHIFT_CLOSE = 0xFF42
    CLOSE_SHIFT = 0xFF43
    CLOSE_RECEIPT_V2 = 0xFF45
    OPERATION_V2 = 0xFF46
    CORRECTION_V2 = 0xFF4A
    OPERATION_TLV = 0xFF4D
    DRIVE_MEMORY = 0xFF63
    BIND_ITEM_CODE = 0xFF67


class Format(IntEnum):
    """Version of FFD, tag 1209."""

    V1_0 = 1
    V1_05 = 2
    V1_1 = 3
    V1_2 = 4


class Mode(IntEnum):
    """Low nibble of the mode byte: the modes a shop meets."""

    SHIFT_OPEN = 2
    SHIFT_EXPIRED = 3
    SHIFT_CLOSED = 4
    DATE_UNCONFIRMED = 6
    DOCUMENT_OPEN = 8


class Submode(IntEnum):
    """Paper and printing."""

    IDLE = 0
    NO_PAPER = 1  # found out before printing
    PAPER_RAN_OUT = 2  # in the middle of printing
    AWAITS_CONTINUE = 3  # new paper is in, B0h is awaited
    LONG_REPORT = 4
    PRINTING = 5


class Flag(IntFlag):
    """Flags of 10h and 11h."""

    RECEIPT_ROLL = 1 << 1
    DECIMAL_POINT = 1 << 4
    DRIVE_PRESENT = 1 << 5
    RECEIPT_OPTICAL = 1 << 7
    RECEIPT_LEVER = 1 << 9
    COVER_OPEN = 1 << 10
    DRAWER_OPEN = 1 << 11


class Ability(IntFlag):
    """Model parameters of F7h: which flags mean anything."""

    RECEIPT_WEIGHT_SENSOR = 1 << 1
    RECEIPT_OPTICAL_SENSOR = 1 << 3
    COVER_SENSOR = 1 << 4
    CUTTER = 1 << 13
    DRAWER_SENSOR = 1 << 15
    PROTOCOL_V2 = 1 << 28
    LAST_PRINT_RESULT = 1 << 34
    ERROR_TEXTS = 1 << 36
    FFD_1_1 = 1 << 47
    CORRECTION_RECEIPT = 1 << 48
    DRIVE = 1 << 43
    EXTENDED_ANSWERS = 1 << 50


class MoneyRegister(IntEnum):
    """Money registers, kopecks.

    Groups of four go sale, purchase, return of sale, return of purchase; a payment of type
    `t` (0 is cash) and such an operation is in PAYMENTS + 4·t + operation.
    """

    DEPARTMENTS = 121
    PAYMENTS = 193
    CASH = 241
    CASH_IN = 242
    CASH_OUT = 243
    EVER_SOLD = 244
    CANCELLED = 249


class OperationRegister(IntEnum):
    """Operation registers."""

    SHIFT_RECEIPTS = 144
    RECEIPTS = 148
    DOCUMENT = 152
    SHIFT_CASH_INS = 153
    SHIFT_CASH_OUTS = 154
    CASH_INS = 155
    CASH_OUTS = 156
    X_REPORTS = 158
    CANCELLED = 179


# 8Dh: this and the order of the operation open a correction of it (FFD 1.1 and 1.2).
CORRECTS = 0x80
# Order of the operation in registers, in 8Dh and in the mode byte; FF46h counts as tag 1054.
REGISTER_ORDER = {1: 0, 3: 1, 2: 2, 4: 3}

NO_SUCH_DATA = 0x08


def code_bytes(code: int) -> bytes:
    """One byte, or two for commands of the fiscal drive (FF first)."""
    return code.to_bytes(2 if code > 0xFF else 1, "big")
