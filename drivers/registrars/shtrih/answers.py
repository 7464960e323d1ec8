"""Answers of the register as values; fields that old firmware leaves off are optional."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from drivers.contracts.errors import BadFrame
from drivers.registrars.shtrih.codes import Ability, Flag
from drivers.registrars.shtrih.fields import Fields


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the code it answers, the error (0 is none) and the data after it."""

    code: int
    error: int
    data: bytes

    def fields(self) -> Fields:
        """The data, to be taken apart."""
        return Fields(self.data)


def answer(body: bytes) -> Answer:
    """Take an answer apart; `BadFrame` when it is too short to be one.

    Some firmware answers an unknown FF command with two bytes only, FF and the error: the
    code is FF00h then.
    """
    wide = body[:1] == b"\xff"
    if len(body) < 2:
        raise BadFrame(f"not an answer: {body.hex(' ')}")
    if wide and len(body) == 2:
        return Answer(0xFF00, body[1], b"")
    size = 2 if wide else 1
    return Answer(int.from_bytes(body[:size], "big"), body[size], body[size + 1 :])


@dataclass(frozen=True, slots=True)
class ShortStatus:
    """10h."""

    flags: Flag
    mode: int  # low nibble
    operation: int  # high nibble: what document is open
    submode: int
    operations: int  # in the open receipt
    operator: int = 0  # whose password was given


def short_status(fields: Fields) -> ShortStatus:
    """Parse 10h."""
    operator = fields.number()
    flags, mode, submode = Flag(fields.number(2)), fields.number(), fields.number()
    low = fields.number()
    fields.raw(min(fields.left, 4))  # voltages, errors of memory and drive
    high = fields.number() if fields.left else 0
    return ShortStatus(flags, mode & 0x0F, mode >> 4, submode, low | high << 8, operator)


@dataclass(frozen=True, slots=True)
class FullStatus:
    """11h."""

    firmware: str
    document: int
    flags: Flag
    mode: int
    submode: int
    clock: datetime
    serial: str
    last_closed_shift: int
    inn: str


def full_status(fields: Fields) -> FullStatus:
    """Parse 11h."""
    fields.raw(1)
    version = fields.raw(2).decode("ascii", "replace")
    build = fields.number(2)
    fields.raw(3 + 1)  # date of firmware, number in the hall
    document, flags = fields.number(2), Flag(fields.number(2))
    mode, submode = fields.number() & 0x0F, fields.number()
    fields.raw(1 + 2 + 2 + 3)  # port, version, build and date of the fiscal memory
    clock = fields.clock()
    fields.raw(1)
    serial, shift = fields.number(4), fields.number(2)
    fields.raw(2 + 1 + 1)
    inn = fields.number(6)
    if fields.left >= 4:  # flags and mode of the memory, high part of the serial number
        fields.raw(2)
        serial |= fields.number(2) << 32
    firmware = f"{'.'.join(version)} {build}"
    return FullStatus(
        firmware, document, flags, mode, submode, clock, str(serial), shift, _inn(inn)
    )


def _inn(value: int) -> str:
    if value == 0xFFFFFFFFFFFF or value == 0:
        return ""
    return str(value).rjust(10 if value < 10**10 else 12, "0")


@dataclass(frozen=True, slots=True)
class Registered:
    """What the drive gave for a document; the moment comes with extended answers only."""

    fd: int
    sign: int
    at: datetime | None
    change: int = 0
    shift: int = 0


def closed_receipt(fields: Fields) -> Registered:
    """Parse FF45h."""
    change = fields.number(5)
    fd, sign = fields.number(4), fields.number(4)
    return Registered(fd, sign, fields.moment() if fields.left >= 5 else None, change)


def correction(fields: Fields) -> Registered:
    """Parse FF4Ah."""
    fields.raw(2)  # number of the receipt: read back like that of any other
    fd, sign = fields.number(4), fields.number(4)
    return Registered(fd, sign, fields.moment() if fields.left >= 5 else None)


def shift_document(fields: Fields) -> Registered:
    """Parse FF0Bh and FF43h."""
    number, fd, sign = fields.number(2), fields.number(4), fields.number(4)
    return Registered(fd, sign, fields.moment() if fields.left >= 5 else None, shift=number)


@dataclass(frozen=True, slots=True)
class Parameters:
    """F7h: what this model can do, and which of its tables hold what (0 is not told)."""

    abilities: Ability
    drive_table: int = 0
    ffd_table: int = 0
    ffd_field: int = 0


def parameters(fields: Fields) -> Parameters:
    """Parse F7h; the tail differs between models and may be missing."""
    abilities = Ability(fields.number(8))
    # Fonts, digits, default passwords, lengths and widths: 23 bytes of no use here.
    tail = fields.raw(min(fields.left, 28))
    if len(tail) < 28:
        return Parameters(abilities)
    return Parameters(abilities, tail[23], tail[26], tail[27])


def device_name(fields: Fields) -> str:
    """Parse FCh."""
    fields.raw(6)
    return fields.text(fields.left).strip()


@dataclass(frozen=True, slots=True)
class TableInfo:
    """2Dh."""

    name: str
    rows: int
    fields: int


def table_info(fields: Fields) -> TableInfo:
    """Parse 2Dh."""
    return TableInfo(fields.text(40).strip(), fields.number(2), fields.number())


@dataclass(frozen=True, slots=True)
class FieldInfo:
    """2Eh."""

    name: str
    is_text: bool
    size: int


def field_info(fields: Fields) -> FieldInfo:
    """Parse 2Eh; the bounds of a number are of no use here."""
    return FieldInfo(fields.text(40).strip(), bool(fields.number()), fields.number())


def characters(fields: Fields) -> int:
    """Parse 26h: how many characters of that font fit into a line; 0 when it does not tell."""
    dots, wide = fields.number(2), fields.number()
    return dots // wide if wide else 0
