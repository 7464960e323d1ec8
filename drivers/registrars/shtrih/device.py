"""A Штрих-М register: the conversation behind the contract of a fiscal register.

What registers is sent once. Where its answer got lost the outcome is unknown and asked for;
where it was refused, the document is cancelled before the refusal is raised.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from drivers.contracts.errors import (
    DeviceError,
    Refused,
)
from drivers.contracts.ffd import tlv
from drivers.contracts.receipt import Cashier, RegistrarReceipt
from drivers.contracts.registrar import (
    CashCounters,
    DocumentMade,
    FoundDocument,
    RegistrarSetup,
    RegistrarStatus,
    Registration,
)
from drivers.contracts.transport import Transport
from drivers.registrars.shtrih import commands, copies, documents, receipts
from drivers.registrars.shtrih.clock import ClockSetter
from drivers.registrars.shtrih.codes import (
    NO_SUCH_DATA,
    Command,
    MoneyRegister,
    OperationRegister,
    Submode,
)
from drivers.registrars.shtrih.look import Look
from drivers.registrars.shtrih.orders import Orders
from drivers.registrars.shtrih.paper import PaperSwitch
from drivers.registrars.shtrih.questions import Questions
from drivers.registrars.shtrih.registering import Registering
from drivers.registrars.shtrih.registration import registration
from drivers.registrars.shtrih.search import SearchedLink
from drivers.registrars.shtrih.settings import Settings
from drivers.registrars.shtrih.setup import SetupBook
from drivers.registrars.shtrih.shifts import Shifts
from drivers.registrars.shtrih.tables import Tables
from drivers.registrars.shtrih.talk import UNKNOWN


class ShtrihRegistrar:
    """Satisfies `FiscalRegistrar`. Blocks; one caller at a time."""

    def __init__(
        self,
        pipe: Transport,
        settings: Settings | None = None,
        *,
        other_speeds: Sequence[Transport] = (),
    ) -> None:
        """`other_speeds` are the same port at other speeds, tried where `pipe` is silent."""
        self._settings = settings or Settings()
        self._link = SearchedLink((pipe, *other_speeds), self._settings)
        self._ask = Questions(self._link, self._settings)
        self._tables = Tables(self._ask, self._settings)
        paper = PaperSwitch(self._tables, self._settings)
        self._look = Look(self._ask, self._tables, paper)
        self._orders = Orders(self._link, self._ask, self._settings)
        self._setup = SetupBook(self._ask, self._tables, self._settings)
        self._shifts = Shifts(self._ask, self._orders, self._settings)
        self._registering = Registering(
            self._ask, self._orders, self._tables, paper, self._settings
        )

    def status(self) -> RegistrarStatus:
        """Register and drive in one look."""
        return self._look.status()

    def document(self, fd: int) -> FoundDocument | None:
        """FF0Ah and, where the drive still keeps it, the content by FF3Ah."""
        found = self._ask.found(fd)
        return documents.found(found, self._content(fd)) if found else None

    def cash_counters(self) -> CashCounters:
        """Running numbers of cash-in and cash-out (155, 156), and register 241."""
        ask = self._ask
        return CashCounters(
            ins=ask.operations(OperationRegister.CASH_INS),
            outs=ask.operations(OperationRegister.CASH_OUTS),
            cash=ask.money(MoneyRegister.CASH),
        )

    def shift_totals(self) -> dict[str, int]:
        """Kopecks by name, from the money registers of the shift."""
        totals = {
            name: sum(self._ask.money(index) for index in indexes)
            for name, indexes in receipts.SHIFT_TOTALS.items()
        }
        return totals | {"cash": self._ask.money(MoneyRegister.CASH)}

    def registration(self) -> Registration:
        """FF09h and the report it names."""
        return registration(self._ask, self._tables)

    def setup(self) -> RegistrarSetup:
        """Tables 1, 2 and 4."""
        return self._setup.read()

    def change_setup(self, wanted: RegistrarSetup) -> None:
        """1Eh for what differs, then read back."""
        self._setup.change(wanted)

    def set_clock(self, moment: datetime) -> None:
        """21h, 22h, 23h."""
        ClockSetter(self._ask, self._orders, self._settings).set(moment)

    def open_shift(self, cashier: Cashier) -> DocumentMade:
        """FF41h, the cashier's tags, FF0Bh."""
        return self._shifts.open(cashier)

    def close_shift(self, cashier: Cashier) -> DocumentMade:
        """FF42h, the cashier's tags, FF43h; prints Z."""
        return self._shifts.close(cashier)

    def register(self, receipt: RegistrarReceipt) -> DocumentMade:
        """FF46h for each item, tags, FF45h; of a correction in FFD 1.05 its totals, FF4Ah."""
        return self._registering.register(receipt)

    def cancel_document(self) -> None:
        """88h for an open receipt, FF08h for what is still begun in the drive."""
        self._orders.cancel()

    def continue_print(self) -> None:
        """B0h, if the register waits for it; `PaperOut` while there is no paper yet."""
        status = self._ask.settled()
        if status.submode == Submode.AWAITS_CONTINUE:
            self._orders.run(self._operator(Command.CONTINUE_PRINT), "continue printing")
        elif status.submode == Submode.PAPER_RAN_OUT:
            raise self._orders.no_paper(status)

    def cash_in(self, amount: int) -> None:
        """50h, kopecks."""
        self._move(Command.CASH_IN, amount, "cash in")

    def cash_out(self, amount: int) -> None:
        """51h, kopecks; `NotEnoughCash` when the register counts less."""
        self._move(Command.CASH_OUT, amount, "cash out")

    def x_report(self) -> None:
        """40h."""
        self._orders.printable()
        self._orders.run(self._admin(Command.X_REPORT), "X report", self._settings.report_s)

    def print_copy(self) -> None:
        """8Ch."""
        self._orders.printable()
        self._orders.run(self._operator(Command.REPEAT_DOCUMENT), "copy")

    def print_document(self, fd: int) -> None:
        """FF0Ah and FF3Ah, printed line by line."""
        found = self._ask.found(fd)
        if found is None:
            raise Refused(f"the drive has no document {fd}", f"{NO_SUCH_DATA:02X}")
        self.print_text(copies.lines(found, self._kept(fd)))

    def print_text(self, lines: tuple[str, ...], qr: str = "") -> None:
        """17h for each line, the QR code, feed and cut; long lines go on in the next one."""
        self._orders.printable()
        for body in receipts.text(lines, qr, self._settings):
            self._orders.run(body, "print")

    def open_drawer(self) -> None:
        """28h."""
        self._orders.run(self._operator(Command.DRAWER, b"\0"), "drawer")

    def close(self) -> None:
        """Give the port back."""
        self._link.close()

    def _move(self, code: Command, amount: int, asked: str) -> None:
        self._orders.printable()
        self._orders.run(commands.cash(code, self._settings.password, amount), asked)

    def _content(self, fd: int) -> documents.Content | None:
        kept = self._kept(fd)
        return documents.content(tlv.split(kept)) if kept else None

    def _kept(self, fd: int) -> bytes:
        try:
            return self._ask.content(fd)
        except UNKNOWN:
            raise
        except DeviceError:  # Old documents are thrown out of the drive, their frame stays.
            return b""

    def _operator(self, code: Command, params: bytes = b"") -> bytes:
        return commands.command(code, self._settings.password, params)

    def _admin(self, code: Command) -> bytes:
        return commands.command(code, self._settings.admin_password)
