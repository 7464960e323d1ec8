"""Opening and closing a shift: begun, tagged with the cashier, registered once."""

from __future__ import annotations

from datetime import datetime

from drivers.contracts.errors import DeviceError, NoAnswer, ShiftAlreadyOpen, ShiftNotOpen
from drivers.contracts.receipt import Cashier
from drivers.contracts.registrar import DocumentKind, DocumentMade
from drivers.registrars.shtrih import answers, commands, receipts
from drivers.registrars.shtrih.codes import Command, Mode
from drivers.registrars.shtrih.orders import Orders, told
from drivers.registrars.shtrih.questions import Questions
from drivers.registrars.shtrih.settings import Settings
from drivers.registrars.shtrih.talk import UNKNOWN


class Shifts:
    """The conversation that makes shift reports."""

    def __init__(self, ask: Questions, orders: Orders, settings: Settings) -> None:
        self._ask, self._orders, self._settings = ask, orders, settings

    def open(self, cashier: Cashier) -> DocumentMade:
        """FF41h, the cashier's tags, FF0Bh."""
        if self._orders.printable().mode in (Mode.SHIFT_OPEN, Mode.SHIFT_EXPIRED):
            raise ShiftAlreadyOpen("the shift is open already")
        steps = (Command.BEGIN_SHIFT_OPEN, Command.OPEN_SHIFT_IN_DRIVE)
        return self._document(DocumentKind.SHIFT_OPEN, cashier, *steps)

    def close(self, cashier: Cashier) -> DocumentMade:
        """FF42h, the cashier's tags, FF43h; prints Z."""
        if self._orders.printable().mode == Mode.SHIFT_CLOSED:
            raise ShiftNotOpen("the shift is closed already")
        steps = (Command.BEGIN_SHIFT_CLOSE, Command.CLOSE_SHIFT)
        return self._document(DocumentKind.SHIFT_CLOSE, cashier, *steps)

    def _document(
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
            return self._found(kind, last)
        made = told(lambda: answers.shift_document(fields))
        return DocumentMade(kind, made.fd, made.sign, made.at or self._moment(made.fd), made.shift)

    def _found(self, kind: DocumentKind, fd: int) -> DocumentMade:
        found = self._ask.found(fd)
        if found is None or found.kind != kind:
            raise NoAnswer(f"document {fd} is not the expected {kind.name}")
        return DocumentMade(kind, found.fd, found.sign, found.at, found.shift)

    def _moment(self, fd: int) -> datetime | None:
        try:
            found = self._ask.found(fd)
        except DeviceError:  # It is registered: whatever fails here changes nothing of that.
            return None
        return found.at if found else None

    def _admin(self, code: Command) -> bytes:
        return commands.command(code, self._settings.admin_password)
