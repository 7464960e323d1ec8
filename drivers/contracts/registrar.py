"""The fiscal register (ККТ) as the program sees it: documents, questions, settings.

Questions (`status`, `document`, …) may be repeated. Commands that register a document
(`register`, `open_shift`, `close_shift`, `cash_in`, `cash_out`) are never repeated blindly:
after an error other than a plain refusal ask `last_document` and decide.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, IntEnum, IntFlag
from typing import Protocol

from drivers.contracts.receipt import Cashier, RegistrarReceipt


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


class DriveWarning(IntFlag):
    """What the fiscal drive warns of (FF01h byte of warnings; tags 1050 to 1053)."""

    REPLACE_AT_ONCE = 1  # 1051: three days left
    REPLACE_SOON = 2  # 1050: thirty days left
    NEARLY_FULL = 4  # 1052: 99 % of its memory
    OFD_SILENT = 8  # 1053: the OFD does not answer
    CRITICAL = 128  # failed


NO_WARNING = DriveWarning(0)


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
    drive_warnings: DriveWarning = NO_WARNING
    first_unsent: int = 0  # number of the first document waiting for the OFD, 0 for none
    paper_low: bool | None = None  # None where it does not tell


@dataclass(frozen=True, slots=True)
class Registration:
    """How the register is entered at the tax office (documents 1 and 11)."""

    fd: int
    at: datetime | None
    rnm: str  # 1037
    inn: str  # 1018
    user: str  # 1048
    address: str  # 1009
    place: str  # 1187
    tax_systems: int  # 1062, bits
    ffd: str
    ofd_name: str = ""  # 1046
    ofd_inn: str = ""  # 1017
    sender: str = ""  # 1117
    is_autonomous: bool = False  # 1002: no OFD at all


@dataclass(frozen=True, slots=True)
class RegistrarSetup:
    """Settings of the register itself; None and () where it has no such setting.

    As read, header and footer have as many lines as the register has places for, empty ones too.
    """

    header: tuple[str, ...] = ()  # lines printed above each receipt (клише)
    footer: tuple[str, ...] = ()  # and below
    cashier: str = ""
    cuts: bool | None = None  # whether it cuts after a document
    width: int = 0  # characters a line, read only


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

    def registration(self) -> Registration:
        """How it is entered at the tax office. A question; `Refused` where it never was."""

    def setup(self) -> RegistrarSetup:
        """Settings of the register itself. A question."""

    def change_setup(self, wanted: RegistrarSetup) -> None:
        """Write what differs and read it back: begin with `setup()` and `replace` in it.

        Header and footer become those lines, the rest of their places empty. `cuts` of None and
        an empty `cashier` are left as they are, `width` is never written. `Refused` for what
        does not fit, or was not kept.
        """

    def set_clock(self, moment: datetime) -> None:
        """Set the register's clock to this naive local time; `ShiftAlreadyOpen` in a shift."""

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

    def print_copy(self) -> None:
        """Print the last document once more, marked as a copy; `Refused` where there is none."""

    def print_document(self, fd: int) -> None:
        """Print a copy of a document in the drive's archive; `Refused` where it has no such."""

    def print_text(self, lines: tuple[str, ...], qr: str = "") -> None:
        """Print plain, non-fiscal lines, then a QR code if there is text for one, and cut."""

    def open_drawer(self) -> None:
        """Kick the drawer."""

    def close(self) -> None:
        """Give the port back."""
