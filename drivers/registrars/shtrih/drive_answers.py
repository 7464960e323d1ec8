"""Answers of the fiscal drive (ФН) as values: dates as YY MM DD hh mm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from drivers.registrars.shtrih.fields import Fields

RECEIPT_KINDS = (3, 4, 31, 41)
SHIFT_KINDS = (2, 5)
# FF09h before FFD 1.1 has no extended mode, ИНН of the OFD and reasons (17 bytes).
LONG_REGISTRATION = 5 + 12 + 20 + 1 + 1 + 17 + 4 + 4


@dataclass(frozen=True, slots=True)
class DriveStatus:
    """FF01h."""

    phase: int
    document: int  # 0 is none
    shift_open: bool
    warnings: int
    at: datetime | None
    fn: str
    last_fd: int


def drive_status(fields: Fields) -> DriveStatus:
    """Parse FF01h."""
    phase, document = fields.number(), fields.number()
    fields.raw(1)
    shift, warnings, at = fields.number(), fields.number(), fields.moment()
    return DriveStatus(
        phase, document, bool(shift), warnings, at, fields.text(16), fields.number(4)
    )


@dataclass(frozen=True, slots=True)
class Exchange:
    """FF39h: the queue to the OFD."""

    queue: int
    first_fd: int
    first_at: datetime | None


def exchange(fields: Fields) -> Exchange:
    """Parse FF39h."""
    fields.raw(2)
    queue, first_fd = fields.number(2), fields.number(4)
    return Exchange(queue, first_fd, fields.moment())


@dataclass(frozen=True, slots=True)
class Shift:
    """FF40h."""

    open: bool
    number: int
    receipt: int


def shift(fields: Fields) -> Shift:
    """Parse FF40h."""
    return Shift(bool(fields.number()), fields.number(2), fields.number(2))


@dataclass(frozen=True, slots=True)
class Found:
    """FF0Ah."""

    kind: int
    at: datetime | None
    fd: int
    sign: int
    operation: int = 0
    total: int = 0
    shift: int = 0


def found(fields: Fields) -> Found:
    """Parse FF0Ah: receipts tell operation and total, shift reports the shift."""
    kind = fields.number()
    fields.raw(1)  # whether the OFD's ticket is there
    at, fd, sign = fields.moment(), fields.number(4), fields.number(4)
    if kind in RECEIPT_KINDS:
        return Found(kind, at, fd, sign, fields.number(), fields.number(5))
    if kind in SHIFT_KINDS:
        return Found(kind, at, fd, sign, shift=fields.number(2))
    return Found(kind, at, fd, sign)


@dataclass(frozen=True, slots=True)
class Registration:
    """FF09h: the last registration report."""

    at: datetime | None
    inn: str
    rnm: str
    tax_systems: int
    mode: int
    ofd_inn: str
    fd: int
    sign: int


def registration(fields: Fields) -> Registration:
    """Parse FF09h of any version of FFD."""
    long = fields.left >= LONG_REGISTRATION
    at, inn, rnm = fields.moment(), fields.text(12), fields.text(20)
    tax_systems, mode, ofd_inn = fields.number(), fields.number(), ""
    if long:
        fields.raw(1)  # extended mode
        ofd_inn = fields.text(12)
        fields.raw(4)  # reasons
    return Registration(
        at, inn, rnm, tax_systems, mode, ofd_inn, fields.number(4), fields.number(4)
    )
