"""The fiscal register (ККТ) as the program sees it: documents, questions, tags.

Questions (`status`, `document`, …) may be repeated. Commands that register a document
(`register`, `open_shift`, `close_shift`, `cash_in`, `cash_out`) are never repeated blindly:
after an error other than a plain refusal ask `last_document` and decide.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, IntEnum
from typing import Protocol


class Operation(IntEnum):
    """Sign of settlement, tag 1054."""

    SALE = 1
    SALE_RETURN = 2
    PURCHASE = 3
    PURCHASE_RETURN = 4


class DocumentKind(IntEnum):
    """Kind of a fiscal document, FFD numbering."""

    REGISTRATION = 1
    SHIFT_OPEN = 2
    RECEIPT = 3
    SHIFT_CLOSE = 5
    DRIVE_CLOSE = 6
    REREGISTRATION = 11
    STATE_REPORT = 21
    CORRECTION = 31


class ShiftState(Enum):
    """Shift of the register; EXPIRED is open for more than 24 hours."""

    CLOSED = "closed"
    OPEN = "open"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Cashier:
    """Tags 1021 (position and name, ≤64) and 1203 (ИНН, 12 digits or empty)."""

    name: str
    inn: str = ""


@dataclass(frozen=True, slots=True)
class RegistrarLine:
    """One settlement item (предмет расчёта, tag 1059); sums in kopecks."""

    name: str  # 1030, ≤128
    price: int  # 1079, kopecks per unit after discounts
    quantity: int  # 1023, thousandths
    amount: int  # 1043, kopecks; within a kopeck of price × quantity
    vat: int  # 1199
    method: int = 4  # 1214, full settlement
    subject: int = 1  # 1212, goods
    measure: int = 0  # 2108
    item_code: str = ""  # raw marking code, empty for unmarked goods


@dataclass(frozen=True, slots=True)
class RegistrarReceipt:
    """A receipt to register. The tenders add up to its total, cash after change."""

    operation: Operation
    lines: tuple[RegistrarLine, ...]
    cashier: Cashier
    cash: int = 0  # 1031, kopecks to keep, change excluded
    electronic: int = 0  # 1081
    prepaid: int = 0  # 1215
    credit: int = 0  # 1216
    provision: int = 0  # 1217
    tax_system: int = 1  # 1055, one bit
    contact: str = ""  # 1008, phone +7… or e-mail; empty for a paper receipt
    cash_received: int = 0  # what the customer handed over, for the printed change
    rounding: int = 0  # kopecks dropped in the customer's favour, never as much as a rouble

    @property
    def gross(self) -> int:
        """Sum of the lines, kopecks."""
        return sum(line.amount for line in self.lines)

    @property
    def total(self) -> int:
        """Sum of the receipt (tag 1020), kopecks: as many whole roubles as its lines have."""
        return self.gross - self.rounding


@dataclass(frozen=True, slots=True)
class DocumentMade:
    """What the drive says it registered."""

    kind: DocumentKind
    fd: int  # 1040
    sign: int  # 1077, fiscal sign as printed
    at: datetime | None  # register's local clock, naive moments carry no zone: see `status`
    shift: int  # 1038
    number: int = 0  # 1042, number of the receipt within the shift
    total: int = 0  # kopecks
    vat: dict[int, int] = field(default_factory=dict)  # 1199 code → kopecks, read back


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """A document read out of the drive's archive."""

    kind: DocumentKind
    fd: int
    sign: int
    at: datetime | None
    operation: int = 0  # 1054 for receipts
    total: int = 0  # kopecks
    shift: int = 0
    number: int = 0
    cash: int | None = None  # None where the drive does not tell
    electronic: int | None = None
    lines: int | None = None  # count of items, None where the drive does not tell
    vat: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RegistrarStatus:
    """State of register and drive in one look."""

    model: str
    serial: str
    firmware: str
    fn: str  # serial number of the fiscal drive, tag 1041
    ffd: str  # "1.05", "1.1", "1.2"
    shift: ShiftState
    shift_number: int  # of the open or the last closed shift
    receipt_number: int  # of the last receipt in the shift
    last_fd: int
    document_open: bool
    paper: bool
    cover_open: bool
    printing: bool
    awaits_continue: bool  # paper ran out in the middle and was replaced (submode 3)
    drawer_open: bool | None  # None where it does not tell
    cash: int  # kopecks the register counts in the drawer (register 241)
    unsent: int  # documents waiting for the OFD
    oldest_unsent: datetime | None
    clock: datetime  # the register's clock, naive local time
    inn: str = ""
    rnm: str = ""  # registration number, tag 1037
    drive_until: datetime | None = None
    emulated: bool = False


@dataclass(frozen=True, slots=True)
class CashCounters:
    """Counters that tell whether a cash move happened: (153/154, 155/156, register 241)."""

    ins: int
    outs: int
    cash: int  # kopecks


class FiscalRegistrar(Protocol):
    """A fiscal register; every call raises a `DeviceError`, and blocks: never on the Qt thread."""

    def status(self) -> RegistrarStatus:
        """A question."""

    def document(self, fd: int) -> FoundDocument | None:
        """The document with that number, None if the drive has none. A question."""

    def cash_counters(self) -> CashCounters:
        """A question."""

    def shift_totals(self) -> dict[str, int]:
        """Kopecks by name: sale_cash, sale_electronic, return_cash, return_electronic, cash.

        A question: the register's own counters of its current shift, to compare with ours.
        """

    def open_shift(self, cashier: Cashier) -> DocumentMade:
        """Open the fiscal shift."""

    def close_shift(self, cashier: Cashier) -> DocumentMade:
        """Close the fiscal shift and print Z."""

    def register(self, receipt: RegistrarReceipt) -> DocumentMade:
        """Register one receipt, and read the sums of VAT back from the drive.

        `Refused`, `PaperOut` and the other plain refusals mean that nothing was registered
        and no document is left open. `NoAnswer`, `NoLink` in the middle mean unknown.
        """

    def cancel_document(self) -> None:
        """Drop a document that was begun and not registered (88h, FF08h)."""

    def continue_print(self) -> None:
        """After new paper, print the interrupted document on (B0h); never a second receipt."""

    def cash_in(self, amount: int) -> None:
        """Register money put into the drawer, kopecks."""

    def cash_out(self, amount: int) -> None:
        """Register money taken out of the drawer, kopecks."""

    def x_report(self) -> None:
        """Print X; changes nothing."""

    def print_text(self, lines: tuple[str, ...]) -> None:
        """Print plain, non-fiscal lines and cut."""

    def open_drawer(self) -> None:
        """Kick the drawer."""

    def close(self) -> None:
        """Give the port back."""
