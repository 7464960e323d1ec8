"""What the register remembers through the end of its process."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

SHIFT_HOURS = 24


@dataclass(frozen=True, slots=True)
class Plate:
    """Who is registered with this register: given when its state is first made."""

    inn: str = "7701234567"
    user: str = 'ООО "ПРИМЕР"'
    address: str = "101000, г. Москва, ул. Примерная, д. 1"
    place: str = "Магазин"
    taxes: int = 0x37  # 1062, bits; this maker dropped ЕНВД
    serial: str = "00106999900001"
    rnm: str = "9999000000000002"
    fn: str = "9999078900000002"
    ofd_inn: str = "9999999999"
    ofd_name: str = "ОФД-ЭМУЛЯТОР"
    until: str = "2029-12-31"
    ffd: str = "1.2"


@dataclass(slots=True)
class Totals:
    """What came and went in the shift, kopecks: `tenders` by operation and word of the tender."""

    ins: int = 0
    outs: int = 0
    cash_in: int = 0
    cash_out: int = 0
    receipts: dict[str, int] = field(default_factory=dict)  # by operation
    tenders: dict[str, dict[str, int]] = field(default_factory=dict)

    def add(self, operation: str, sums: dict[str, int]) -> None:
        """A receipt."""
        self.receipts[operation] = self.receipts.get(operation, 0) + 1
        mine = self.tenders.setdefault(operation, {})
        for tender, kopecks in sums.items():
            mine[tender] = mine.get(tender, 0) + kopecks


@dataclass(slots=True)
class State:
    """Everything but the documents and the queue, which are kept beside it."""

    plate: Plate
    shift: int = 0
    shift_opened: str = ""  # empty while closed
    receipt_number: int = 0
    acknowledged: int = 0  # the last document that the OFD has
    cash: int = 0
    totals: Totals = field(default_factory=Totals)
    clock_shift_s: int = 0
    drift_s: int = 0  # the register's clock less the drive's
    drive: str = "ok"  # wear.DRIVES
    unprinted: list[str] = field(default_factory=list)  # an interrupted paper

    def expires(self) -> datetime | None:
        """When the open shift will have lasted 24 hours."""
        if not self.shift_opened:
            return None
        return datetime.fromisoformat(self.shift_opened) + timedelta(hours=SHIFT_HOURS)


def to_json(state: State) -> dict[str, Any]:
    """For the file."""
    return asdict(state)


def from_json(raw: dict[str, Any]) -> State:
    """From the file."""
    return State(**raw | {"plate": Plate(**raw["plate"]), "totals": Totals(**raw["totals"])})
