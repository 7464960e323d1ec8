"""A toy register of some thirty lines: it remembers, and believes what it hears."""

from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

from drivers.address import Address
from drivers.contracts.plain import PlainRegistrar
from drivers.contracts.receipt import Cashier, Operation, RegistrarReceipt
from drivers.contracts.registrar import (
    CashCounters,
    DocumentKind,
    DocumentMade,
    FiscalRegistrar,
    FoundDocument,
    RegistrarStatus,
    ShiftState,
)

TITLE = "Игрушечный регистратор"
SCHEMES = ("toy+tcp",)
NAMES = {Operation.SALE: "sale", Operation.SALE_RETURN: "return"}
TENDERS = ("cash", "electronic")
NOON = datetime(2026, 3, 2, 12)  # noqa: DTZ001 - a register's clock has no zone


class Toy(PlainRegistrar):
    drive: tuple[FoundDocument, ...] = (FoundDocument(DocumentKind.REGISTRATION, 1, 7919, NOON),)
    shift, state, moves, cash = 0, ShiftState.CLOSED, 0, 0

    def status(self) -> RegistrarStatus:
        name, fn, last = "ЭМУЛЯТОР-ИГРУШКА", "9999000000000003", len(self.drive)
        plate, calm = (name, "1", "1", fn, "1.2", self.state, self.shift), (False, None, self.cash)
        return RegistrarStatus(*plate, 0, last, False, True, False, False, *calm, 0, None, NOON)

    def document(self, fd: int) -> FoundDocument | None:
        return self.drive[fd - 1] if 0 < fd <= len(self.drive) else None

    def cash_counters(self) -> CashCounters:
        return CashCounters(self.moves, 0, self.cash)

    def shift_totals(self) -> dict[str, int]:
        return {f"{of}_{one}": self.totals[of, one] for of in NAMES.values() for one in TENDERS}

    def open_shift(self, cashier: Cashier) -> DocumentMade:
        self.shift, self.state = self.shift + 1, ShiftState.OPEN
        self.totals = Counter[tuple[str, str]]()
        return self._write(DocumentKind.SHIFT_OPEN)

    def close_shift(self, cashier: Cashier) -> DocumentMade:
        self.state = ShiftState.CLOSED
        return self._write(DocumentKind.SHIFT_CLOSE)

    def register(self, receipt: RegistrarReceipt) -> DocumentMade:
        self.cash += receipt.cash if receipt.operation == Operation.SALE else -receipt.cash
        tenders = {one: int(getattr(receipt, one)) for one in TENDERS}
        self.totals.update({(NAMES[receipt.operation], one): tenders[one] for one in TENDERS})
        told = {"operation": receipt.operation, "total": receipt.total, **tenders}
        return self._write(DocumentKind.RECEIPT, lines=len(receipt.lines), **told)

    def cash_in(self, amount: int) -> None:
        self.moves, self.cash = self.moves + 1, self.cash + amount

    def cash_out(self, amount: int) -> None:
        self.cash_in(-amount)

    def _write(self, kind: DocumentKind, **told: Any) -> DocumentMade:
        fd, at = len(self.drive) + 1, (NOON, self.shift)
        self.drive += (FoundDocument(kind, fd, fd * 7919, NOON, shift=self.shift, **told),)
        return DocumentMade(kind, fd, fd * 7919, *at, total=told.get("total", 0))


def opened(address: Address, folder: Path | None) -> FiscalRegistrar:
    return Toy()
