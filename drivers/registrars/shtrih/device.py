"""A Штрих-М register: the conversation behind the contract of a fiscal register.

What registers is sent once. Where its answer got lost the outcome is unknown and asked for;
where it was refused, the document is cancelled before the refusal is raised.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from drivers.contracts.errors import (
    BadFrame,
    DeviceError,
    NoAnswer,
    Refused,
    ShiftAlreadyOpen,
    ShiftNotOpen,
)
from drivers.contracts.ffd import tlv
from drivers.contracts.receipt import Cashier, RegistrarReceipt
from drivers.contracts.registrar import (
    CashCounters,
    DocumentKind,
    DocumentMade,
    FoundDocument,
    RegistrarSetup,
    RegistrarStatus,
    Registration,
)
from drivers.contracts.transport import Transport
from drivers.registrars.shtrih import answers, commands, copies, documents, receipts
from drivers.registrars.shtrih.clock import ClockSetter
from drivers.registrars.shtrih.codes import (
    NO_SUCH_DATA,
    Command,
    Mode,
    MoneyRegister,
    OperationRegister,
    Submode,
)
from drivers.registrars.shtrih.look import Look
from drivers.registrars.shtrih.orders import UNKNOWN, Orders
from drivers.registrars.shtrih.questions import Questions
from drivers.registrars.shtrih.registration import registration
from drivers.registrars.shtrih.search import SearchedLink
from drivers.registrars.shtrih.settings import Settings
from drivers.registrars.shtrih.setup import SetupBook
from drivers.registrars.shtrih.tables import Tables

_T = TypeVar("_T")


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
        self._look = Look(self._ask, self._tables)
        self._orders = Orders(self._link, self._ask, self._settings)
        self._setup = SetupBook(self._ask, self._tables, self._settings)

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
        if self._orders.printable().mode in (Mode.SHIFT_OPEN, Mode.SHIFT_EXPIRED):
            raise ShiftAlreadyOpen("the shift is open already")
        steps = (Command.BEGIN_SHIFT_OPEN, Command.OPEN_SHIFT_IN_DRIVE)
        return self._shift_document(DocumentKind.SHIFT_OPEN, cashier, *steps)

    def close_shift(self, cashier: Cashier) -> DocumentMade:
        """FF42h, the cashier's tags, FF43h; prints Z."""
        if self._orders.printable().mode == Mode.SHIFT_CLOSED:
            raise ShiftNotOpen("the shift is closed already")
        steps = (Command.BEGIN_SHIFT_CLOSE, Command.CLOSE_SHIFT)
        return self._shift_document(DocumentKind.SHIFT_CLOSE, cashier, *steps)

    def register(self, receipt: RegistrarReceipt) -> DocumentMade:
        """FF46h for each item, tags, FF45h; VAT is read back from the drive.

        A refusal leaves nothing registered and nothing open; only where not even the
        cancelling is taken `DocumentOpen` is raised instead. Where the drive registered and
        only the reading back failed, `vat`, `shift` and `number` are empty: ask `document`.
        """
        opening = [
            *receipts.items(receipt, self._settings),
            *receipts.requisites(receipt, self._settings),
        ]
        closing = receipts.closing(receipt, self._settings)
        self._orders.sellable()
        before = self._ask.drive().last_fd
        try:
            for body in opening:
                self._orders.run(body, "receipt")
            return self._close(receipt, closing, before)
        except UNKNOWN:
            raise
        except DeviceError as error:
            self._orders.undo(error)
            raise

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

    def _close(self, receipt: RegistrarReceipt, closing: bytes, before: int) -> DocumentMade:
        try:
            fields = self._orders.run(closing, "close the receipt")
        except UNKNOWN:
            raise
        except DeviceError:
            made = self._registered_after_all(receipt, before)
            if made is None:
                raise
            return made
        closed = _told(lambda: answers.closed_receipt(fields))
        return documents.made(closed, receipt.total, self._read_back(closed.fd))

    def _registered_after_all(self, receipt: RegistrarReceipt, before: int) -> DocumentMade | None:
        """The receipt, if the drive took it although the register answered with an error.

        A document exists from the moment the drive gives it a number; what fails afterwards
        (paper, knife) may still be told as the error of FF45h.
        """
        last = self._ask.drive().last_fd
        found = self._ask.found(last) if last > before else None
        if found is None or (found.operation, found.total) != (receipt.operation, receipt.total):
            return None
        registered = answers.Registered(found.fd, found.sign, found.at)
        return documents.made(registered, receipt.total, self._read_back(found.fd))

    def _shift_document(
        self, kind: DocumentKind, cashier: Cashier, begin: Command, finish: Command
    ) -> DocumentMade:
        asked, before = kind.name.lower().replace("_", " "), self._ask.drive().last_fd
        try:
            self._orders.run(self._admin(begin), asked)
            for body in receipts.cashier(cashier, self._settings):
                self._orders.run(body, asked)
            fields = self._orders.run(self._admin(finish), asked, self._settings.report_s)
        except UNKNOWN:
            raise
        except DeviceError as error:
            last = self._ask.drive().last_fd
            if last == before:
                self._orders.undo(error)
                raise
            return self._shift_found(kind, last)
        made = _told(lambda: answers.shift_document(fields))
        return DocumentMade(kind, made.fd, made.sign, made.at or self._moment(made.fd), made.shift)

    def _shift_found(self, kind: DocumentKind, fd: int) -> DocumentMade:
        found = self._ask.found(fd)
        if found is None or found.kind != kind:
            raise NoAnswer(f"document {fd} is not the expected {kind.name}")
        return DocumentMade(kind, found.fd, found.sign, found.at, found.shift)

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

    def _read_back(self, fd: int) -> documents.Content:
        try:
            return documents.content(self._ask.tlv(fd))
        except DeviceError:  # It is registered: whatever fails here changes nothing of that.
            return documents.Content()

    def _moment(self, fd: int) -> datetime | None:
        try:
            found = self._ask.found(fd)
        except DeviceError:  # As above.
            return None
        return found.at if found else None

    def _operator(self, code: Command, params: bytes = b"") -> bytes:
        return commands.command(code, self._settings.password, params)

    def _admin(self, code: Command) -> bytes:
        return commands.command(code, self._settings.admin_password)


def _told(parse: Callable[[], _T]) -> _T:
    """What an order that succeeded told; cut short, it is as good as lost."""
    try:
        return parse()
    except BadFrame as error:
        raise NoAnswer(f"done, but told in a damaged answer: {error}") from error
