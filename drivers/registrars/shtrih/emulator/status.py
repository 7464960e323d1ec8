"""What the register tells of itself: 10h, 11h, FCh, F7h, registers, fonts."""

from __future__ import annotations

from drivers.registrars.shtrih.codes import Ability, Command, Flag, Format, Submode
from drivers.registrars.shtrih.emulator.failures import Failure, Why
from drivers.registrars.shtrih.emulator.machine import Handler, Handlers, Machine
from drivers.registrars.shtrih.emulator.tables import FFD_FIELD, FFD_TABLE
from drivers.registrars.shtrih.fields import TEXT, Fields, clock, day, number

MODEL = 254  # no real model has it
NAME = "ЭМУЛЯТОР ШТРИХ"
TCP_PORT = 128
LAST_SHIFT_FLAG, EXPIRED_FLAG = 1 << 6, 1 << 7
ABILITIES = (
    Ability.RECEIPT_WEIGHT_SENSOR
    | Ability.RECEIPT_OPTICAL_SENSOR
    | Ability.COVER_SENSOR
    | Ability.CUTTER
    | Ability.DRAWER_SENSOR
    | Ability.PROTOCOL_V2
    | Ability.LAST_PRINT_RESULT
    | Ability.ERROR_TEXTS
    | Ability.DRIVE
    | Ability.EXTENDED_ANSWERS
)
CORRECTS = Ability.FFD_1_1 | Ability.CORRECTION_RECEIPT  # from FFD 1.1 on
DOT = 12  # dots in a character, as 26h tells


def short_status(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """10h."""
    count = len(kkt.lines)
    return (
        bytes([operator])
        + number(_flags(kkt), 2)
        + bytes([kkt.mode, kkt.printer.submode, count & 0xFF, 0xC8, 0xD8, 0, 0, count >> 8])
        + bytes([0, 0, 0, int(kkt.printer.submode != Submode.IDLE)])  # result of the last printing
    )


def full_status(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """11h with the six-byte serial number."""
    now, plate = kkt.now(), kkt.plate
    expired = EXPIRED_FLAG if kkt.state.expired(now) else 0
    opened = LAST_SHIFT_FLAG if kkt.state.shift_opened else 0
    closed = kkt.state.shift - 1 if opened else kkt.state.shift
    return (
        bytes([operator])
        + b"E1"
        + number(1, 2)
        + bytes([1, 1, 26, 1])  # date of the firmware, number in the hall
        + number(kkt.state.document % 0x10000, 2)
        + number(_flags(kkt), 2)
        + bytes([kkt.mode, kkt.printer.submode, TCP_PORT])
        + b"NA"
        + number(0, 2)
        + bytes([1, 1, 26])
        + day(now)
        + clock(now)
        + bytes([opened | expired])
        + number(plate.serial & 0xFFFFFFFF, 4)
        + number(closed, 2)
        + number(0xFFFF, 2)
        + bytes([1, 11])
        + number(int(plate.inn), 6)
        + bytes(2)
        + number(plate.serial >> 32, 2)
    )


def device_type(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """FCh."""
    return bytes([0, 0, 1, 0, MODEL, 0]) + NAME.encode(TEXT)


def model_parameters(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """F7h 01."""
    if fields.number() != 1:
        raise Failure(Why.BAD_PARAMETERS)
    return (
        number(ABILITIES | (CORRECTS if kkt.plate.ffd > Format.V1_05 else 0), 8)
        + bytes([DOT, DOT, 1, 12, 20, 1, 1])
        + number(0, 4)
        + number(30, 4)
        + bytes([0, 14])
        + number(255, 2)
        + bytes([kkt.options.width * DOT // 8 & 0xFF, 0, 0, 0])
        + bytes([18, 19, 21, FFD_TABLE, FFD_FIELD])
    )


def money_register(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """1Ah: kopecks, never below zero in six bytes."""
    value = kkt.state.money.get(fields.number(fields.left), 0)
    return bytes([operator]) + number(max(0, value), 6)


def operation_register(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """1Bh."""
    return bytes([operator]) + number(kkt.state.counts.get(fields.number(fields.left), 0), 2)


def font(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """26h: one font."""
    return number(kkt.options.width * DOT, 2) + bytes([DOT, 2 * DOT, 1])


def _flags(kkt: Machine) -> Flag:
    printer, flags = kkt.printer, Flag.DECIMAL_POINT | Flag.DRIVE_PRESENT
    if printer.paper:
        flags |= Flag.RECEIPT_OPTICAL
    if printer.paper and not printer.low:
        flags |= Flag.RECEIPT_ROLL
    if printer.cover:
        flags |= Flag.COVER_OPEN
    return flags | Flag.DRAWER_OPEN if printer.drawer else flags


HANDLERS: Handlers = {
    Command.SHORT_STATUS: Handler(short_status),
    Command.FULL_STATUS: Handler(full_status),
    Command.DEVICE_TYPE: Handler(device_type),
    Command.MODEL_PARAMETERS: Handler(model_parameters),
    Command.MONEY_REGISTER: Handler(money_register),
    Command.OPERATION_REGISTER: Handler(operation_register),
    Command.FONT: Handler(font),
}
