"""A fiscal register in memory: its drive cannot be emptied, its faults come on demand."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import TypeVar

from drivers.contracts import errors
from drivers.contracts.receipt import Cashier, Operation, RegistrarLine, RegistrarReceipt
from drivers.contracts.registrar import (
    CashCounters,
    DocumentKind,
    DocumentMade,
    FoundDocument,
    RegistrarSetup,
    RegistrarStatus,
    Registration,
    ShiftState,
)
from inventory.values.money import Money
from inventory.values.quantity import Quantity
from inventory.values.vat import VatRate

Watch = Callable[[str], None]
Made = TypeVar("Made")
NOON = datetime(2026, 3, 2, 12, 0)  # noqa: DTZ001 — a register's clock knows no zone
SETTINGS = RegistrarSetup(("", ""), ("",), "", True, 48)

_INTO = {Operation.SALE: 1, Operation.PURCHASE_RETURN: 1}
_TOTAL = {Operation.SALE: "sale", Operation.SALE_RETURN: "return"}


class Fault(Enum):
    """What the next command meets that would register something."""

    REFUSE = "refuse"
    PAPER_OUT = "paper out"
    LOST_BEFORE = "lost before"  # the command did not arrive, no answer
    LOST_AFTER = "lost after"  # registered, no answer
    LEFT_OPEN = "left open"  # begun and broken off: a document stays open
    FOREIGN = "foreign"  # somebody else's receipt instead of ours, no answer


@dataclass
class MemoryRegistrar:
    """`drivers.contracts.registrar.FiscalRegistrar`. `silent` answers nothing at all."""

    watch: Watch = lambda _point: None
    fn: str = "9999000000000001"
    serial: str = "0000000000000001"
    cash: int = 0
    silent: bool = False
    silent_after_fault: bool = False
    paper: bool = True
    cover_open: bool = False
    expired: bool = False
    open: bool = False
    document_open: bool = False
    awaits_continue: bool = False
    shift_number: int = 0
    receipt_number: int = 0
    ins: int = 0
    outs: int = 0
    faults: deque[Fault] = field(default_factory=deque)
    drive: list[FoundDocument] = field(default_factory=list)
    printed: list[tuple[str, ...]] = field(default_factory=list)
    receipts: list[RegistrarReceipt] = field(default_factory=list)
    cashiers: list[Cashier] = field(default_factory=list)
    totals: dict[str, int] = field(default_factory=dict)
    qr_codes: list[str] = field(default_factory=list)
    copies: list[int] = field(default_factory=list)  # numbers of documents printed again
    settings: RegistrarSetup = SETTINGS
    clock: datetime = NOON
    drawer_kicks: int = 0
    x_reports: int = 0

    def __post_init__(self) -> None:
        self._write(DocumentKind.REGISTRATION)
        self._reset()

    def status(self) -> RegistrarStatus:
        """See the contract."""
        self._asked("status")
        return RegistrarStatus(
            model="memory",
            serial=self.serial,
            firmware="1",
            fn=self.fn,
            ffd="1.2",
            shift=self._shift_state(),
            shift_number=self.shift_number,
            receipt_number=self.receipt_number,
            last_fd=len(self.drive),
            document_open=self.document_open,
            paper=self.paper,
            cover_open=self.cover_open,
            printing=False,
            awaits_continue=self.awaits_continue,
            drawer_open=None,
            cash=self.cash,
            unsent=0,
            oldest_unsent=None,
            clock=self.clock,
            emulated=True,
        )

    def document(self, fd: int) -> FoundDocument | None:
        """See the contract."""
        self._asked("document")
        return self.drive[fd - 1] if 0 < fd <= len(self.drive) else None

    def cash_counters(self) -> CashCounters:
        """See the contract."""
        self._asked("cash_counters")
        return CashCounters(self.ins, self.outs, self.cash)

    def shift_totals(self) -> dict[str, int]:
        """See the contract."""
        self._asked("shift_totals")
        return {**self.totals, "cash": self.cash}

    def registration(self) -> Registration:
        """See the contract."""
        self._asked("registration")
        return Registration(1, NOON, "1", "7701234567", "shop", "street", "place", 0x3F, "1.2")

    def setup(self) -> RegistrarSetup:
        """See the contract."""
        self._asked("setup")
        return self.settings

    def change_setup(self, wanted: RegistrarSetup) -> None:
        """See the contract."""
        self._asked("change_setup")
        self.settings = wanted

    def set_clock(self, moment: datetime) -> None:
        """See the contract."""
        self._asked("set_clock")
        if self.open:
            raise errors.ShiftAlreadyOpen("the clock is set between shifts")
        self.clock = moment

    def open_shift(self, cashier: Cashier) -> DocumentMade:
        """See the contract."""
        if self.open:
            raise errors.ShiftAlreadyOpen("open already")

        def effect() -> FoundDocument:
            self.open, self.expired = True, False
            self.shift_number += 1
            self.receipt_number = 0
            self._reset()
            self.cashiers.append(cashier)
            return self._write(DocumentKind.SHIFT_OPEN)

        return _made(self._command("open_shift", effect))

    def close_shift(self, cashier: Cashier) -> DocumentMade:
        """See the contract."""
        self._need_open()

        def effect() -> FoundDocument:
            self.open = self.expired = False
            self.cashiers.append(cashier)
            return self._write(DocumentKind.SHIFT_CLOSE)

        return _made(self._command("close_shift", effect))

    def register(self, receipt: RegistrarReceipt) -> DocumentMade:
        """See the contract; lines and tenders that do not add up are refused."""
        self._need_open()
        _need_sound(receipt)
        if not self.paper:
            raise errors.PaperOut("no paper")
        if receipt.operation not in _INTO and receipt.cash > self.cash:
            raise errors.NotEnoughCash("the drawer holds less", "46h")
        return _made(self._command("register", lambda: self._take(receipt)))

    def cancel_document(self) -> None:
        """See the contract."""
        self._asked("cancel_document")
        if not self.document_open:
            raise errors.Refused("there is no open document")
        self.document_open = False

    def continue_print(self) -> None:
        """See the contract."""
        self._asked("continue_print")
        self.awaits_continue = False

    def cash_in(self, amount: int) -> None:
        """See the contract."""

        def effect() -> None:
            self.ins += 1
            self.cash += amount

        self._command("cash_in", effect)

    def cash_out(self, amount: int) -> None:
        """See the contract."""
        if amount > self.cash:
            raise errors.NotEnoughCash("the drawer holds less", "46h")

        def effect() -> None:
            self.outs += 1
            self.cash -= amount

        self._command("cash_out", effect)

    def x_report(self) -> None:
        """See the contract."""
        self._asked("x_report")
        self.x_reports += 1

    def print_copy(self) -> None:
        """See the contract."""
        self._asked("print_copy")
        self.copies.append(len(self.drive))

    def print_document(self, fd: int) -> None:
        """See the contract."""
        self._asked("print_document")
        if not 0 < fd <= len(self.drive):
            raise errors.Refused(f"there is no document {fd}", "08")
        self.copies.append(fd)

    def print_text(self, lines: tuple[str, ...], qr: str = "") -> None:
        """See the contract."""
        self._asked("print_text")
        self.printed.append(lines)
        self.qr_codes += [qr] if qr else []

    def open_drawer(self) -> None:
        """See the contract."""
        self._asked("open_drawer")
        self.drawer_kicks += 1

    def close(self) -> None:
        """See the contract."""

    def foreign_receipt(self, total: int) -> None:
        """Another program registers a receipt of its own."""
        self._write(DocumentKind.RECEIPT, Operation.SALE, total, lines=1, electronic=0)

    def of_kind(self, kind: DocumentKind) -> list[FoundDocument]:
        """Documents of that kind in the drive, oldest first."""
        return [found for found in self.drive if found.kind is kind]

    def _command(self, name: str, effect: Callable[[], Made]) -> Made:
        self._asked(name)
        fault = self.faults.popleft() if self.faults else None
        self.silent = self.silent or (fault is not None and self.silent_after_fault)
        self._before(fault)
        made = effect()
        self.watch(f"after registrar.{name}")
        if fault is Fault.LOST_AFTER:
            raise errors.NoAnswer("no answer")
        return made

    def _before(self, fault: Fault | None) -> None:
        match fault:
            case Fault.REFUSE:
                raise errors.Refused("not now", "73h")
            case Fault.PAPER_OUT:
                self.paper = False
                raise errors.PaperOut("no paper", "6Bh")
            case Fault.LOST_BEFORE:
                raise errors.NoAnswer("no answer")
            case Fault.LEFT_OPEN:
                self.document_open = True
                raise errors.NoAnswer("no answer")
            case Fault.FOREIGN:
                self.foreign_receipt(1)
                raise errors.NoAnswer("no answer")

    def _asked(self, name: str) -> None:
        self.watch(f"before registrar.{name}")
        if self.silent:
            raise errors.NoAnswer("no answer")

    def _take(self, receipt: RegistrarReceipt) -> FoundDocument:
        self.receipt_number += 1
        self.receipts.append(receipt)
        self.cash += _INTO.get(receipt.operation, -1) * receipt.cash
        name = _TOTAL.get(receipt.operation, "other")
        for tender, amount in (("cash", receipt.cash), ("electronic", receipt.electronic)):
            key = f"{name}_{tender}"
            self.totals[key] = self.totals.get(key, 0) + amount
        return self._write(
            DocumentKind.CORRECTION if receipt.correction else DocumentKind.RECEIPT,
            receipt.operation,
            receipt.total,
            lines=len(receipt.lines),
            electronic=receipt.electronic,
            vat=_vat(receipt.lines),
        )

    def _write(
        self,
        kind: DocumentKind,
        operation: int = 0,
        total: int = 0,
        *,
        lines: int | None = None,
        electronic: int | None = None,
        vat: dict[int, int] | None = None,
    ) -> FoundDocument:
        fd = len(self.drive) + 1
        found = FoundDocument(
            kind,
            fd,
            fd * 7919,
            NOON,
            operation,
            total,
            self.shift_number,
            self.receipt_number,
            electronic=electronic,
            lines=lines,
            vat=vat or {},
        )
        self.drive.append(found)
        return found

    def _reset(self) -> None:
        names = ("sale_cash", "sale_electronic", "return_cash", "return_electronic")
        self.totals = dict.fromkeys(names, 0)

    def _shift_state(self) -> ShiftState:
        if not self.open:
            return ShiftState.CLOSED
        return ShiftState.EXPIRED if self.expired else ShiftState.OPEN

    def _need_open(self) -> None:
        if not self.open:
            raise errors.ShiftNotOpen("closed")


def _need_sound(receipt: RegistrarReceipt) -> None:
    for line in receipt.lines:
        if Money(line.price).times(Quantity(line.quantity)) != Money(line.amount):
            raise errors.Refused("price by quantity is another sum", "33h")
    paid = receipt.cash + receipt.electronic + receipt.prepaid + receipt.credit
    if paid + receipt.provision != receipt.total:
        raise errors.Refused("the tenders do not add up", "34h")


def _vat(lines: tuple[RegistrarLine, ...]) -> dict[int, int]:
    """Per line, half up, then summed (ffd.md)."""
    sums: dict[int, int] = {}
    for line in lines:
        tax = VatRate(line.vat).tax_in(Money(line.amount)).kopecks
        sums[line.vat] = sums.get(line.vat, 0) + tax
    return sums


def _made(found: FoundDocument) -> DocumentMade:
    return DocumentMade(
        found.kind,
        found.fd,
        found.sign,
        found.at,
        found.shift,
        found.number,
        found.total,
        dict(found.vat),
    )
