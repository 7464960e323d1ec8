"""What the register remembers through the end of its process."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from datetime import datetime, timedelta
from typing import Any

from drivers.registrars.shtrih.codes import Format, MoneyRegister, OperationRegister

SHIFT_HOURS = 24
# Registers that a Z report sets to zero.
_SHIFT_MONEY = range(121, 241)
_SHIFT_COUNTS = (*range(72, 136), *range(144, 148), 153, 154)


@dataclass(frozen=True, slots=True)
class Plate:
    """Who is registered with this register: given when its state is first made."""

    inn: str = "7701234567"
    user: str = 'ООО "ПРИМЕР"'
    address: str = "101000, г. Москва, ул. Примерная, д. 1"
    place: str = "Магазин"
    taxes: int = 0x3F  # 1062, bits
    serial: int = 99990001
    rnm: str = "9999000000000001"
    fn: str = "9999078900000001"
    ofd_inn: str = "9999999999"
    ofd_name: str = "ОФД-ЭМУЛЯТОР"
    sender: str = "noreply@example.org"  # 1117
    until: str = "2029-12-31"
    ffd: Format = Format.V1_2


@dataclass(slots=True)
class Line:
    """An item of the open receipt; tags are TLV in hexadecimal."""

    name: str
    price: int
    quantity: int  # millionths
    amount: int
    vat: int  # 1199
    method: int
    subject: int
    department: int
    tags: str = ""


@dataclass(slots=True)
class Receipt:
    """The open receipt but for its lines."""

    operation: int  # 1054
    operator: int
    tags: str = ""
    correction: bool = False


@dataclass(slots=True)
class State:
    """Everything but documents and lines of the open receipt, which are kept beside it."""

    plate: Plate
    shift: int = 0
    shift_opened: str = ""  # empty while closed
    receipt_number: int = 0
    document: int = 0  # running number of papers, non-fiscal ones too
    acknowledged: int = 0  # the last document that the OFD has
    begun: int = 0  # kind of a document begun in the drive: 2, 5 or 31
    begun_tags: str = ""
    receipt: Receipt | None = None
    money: dict[int, int] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)
    tables: dict[str, str] = field(default_factory=dict)  # "table.row.field" → hexadecimal
    clock_shift_s: int = 0
    pending_date: str = ""
    unprinted: list[str] = field(default_factory=list)  # an interrupted paper
    drive: str = "ok"  # how the drive is: a word of `wear`
    drift_s: int = 0  # the register's clock less the drive's

    def open_for(self, now: datetime) -> timedelta:
        """How long the shift has been open."""
        return now - datetime.fromisoformat(self.shift_opened) if self.shift_opened else timedelta()

    def expired(self, now: datetime) -> bool:
        """Whether the shift is older than 24 hours."""
        return self.open_for(now) >= timedelta(hours=SHIFT_HOURS)

    def add_money(self, register: int, kopecks: int) -> None:
        """Add to a money register."""
        self.money[register] = self.money.get(register, 0) + kopecks

    def count(self, register: int, by: int = 1) -> None:
        """Add to an operation register; they hold two bytes."""
        self.counts[register] = (self.counts.get(register, 0) + by) % 0x10000

    def next_paper(self) -> int:
        """The running number of a paper."""
        self.document += 1
        self.counts[OperationRegister.DOCUMENT] = self.document % 0x10000
        return self.document

    def clear_shift(self) -> None:
        """What Z sets to zero; cash stays in the drawer."""
        for register in (*_SHIFT_MONEY, MoneyRegister.CASH_IN, MoneyRegister.CASH_OUT):
            self.money.pop(register, None)
        for register in _SHIFT_COUNTS:
            self.counts.pop(register, None)


def to_json(state: State) -> dict[str, Any]:
    """For the file."""
    return asdict(state)


def from_json(raw: dict[str, Any]) -> State:
    """From the file; fields that a later version added have their defaults."""
    known = {item.name for item in fields(State)}
    values = {name: value for name, value in raw.items() if name in known}
    plate = raw["plate"]
    values["plate"] = Plate(**plate | {"ffd": Format(plate.get("ffd", Format.V1_2))})
    values["receipt"] = Receipt(**raw["receipt"]) if raw.get("receipt") else None
    for name in ("money", "counts"):
        values[name] = {int(key): value for key, value in raw[name].items()}
    return State(**values)
