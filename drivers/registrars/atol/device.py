"""An АТОЛ register behind its maker's web server, as the contract of a fiscal register.

A task is done whole or not at all, so no document ever stays open. What registers is handed in
under one uuid; where nobody can tell what became of it, `NoAnswer`, and the drive is asked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from drivers.contracts.errors import (
    BadFrame,
    DeviceError,
    NoAnswer,
    Refused,
    ShiftAlreadyOpen,
)
from drivers.contracts.receipt import Cashier, RegistrarReceipt
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
from drivers.registrars.atol import documents, tasks
from drivers.registrars.atol.codec import Reply, Status, Task
from drivers.registrars.atol.conversation import Conversation, ended
from drivers.registrars.atol.fields import Fields
from drivers.registrars.atol.kept import Keeper
from drivers.registrars.atol.questions import Questions
from drivers.registrars.atol.refusals import NOTHING_OPEN, UNSURE
from drivers.registrars.atol.settings import Settings
from drivers.registrars.atol.web import Web

WITH_VAT = (DocumentKind.RECEIPT, DocumentKind.CORRECTION)
Ours = Callable[[FoundDocument], bool]
# Kopecks by name of the contract → operation and tender of getShiftTotals.
_TOTALS = {
    "sale_cash": ("sell", "cash"),
    "sale_electronic": ("sell", "electronically"),
    "return_cash": ("sellReturn", "cash"),
    "return_electronic": ("sellReturn", "electronically"),
}


class AtolRegistrar:
    """Satisfies `FiscalRegistrar`. Blocks; one caller at a time.

    `folder` is where the uuid of an order is kept until its fate is known; without one it is
    forgotten with the program.
    """

    def __init__(
        self, host: str, port: int, settings: Settings | None = None, folder: Path | None = None
    ) -> None:
        self._settings = settings or Settings()
        keeper = Keeper(f"{host}:{port}/{self._settings.device}", folder)
        self._talk = Conversation(Web(host, port, self._settings), self._settings, keeper)
        self._ask = Questions(self._talk)
        self._unprinted = False  # the last document was registered and its paper is missing

    def status(self) -> RegistrarStatus:
        """Register and drive in one look."""
        return self._ask.status(unprinted=self._unprinted)

    def document(self, fd: int) -> FoundDocument | None:
        """getFnDocument."""
        return self._ask.found(fd)

    def cash_counters(self) -> CashCounters:
        """Cash moves of the shift, and the cash in the drawer; they begin anew with a shift."""
        return self._ask.cash_counters()

    def shift_totals(self) -> dict[str, int]:
        """Kopecks by name, from getShiftTotals."""
        receipts = self._ask.totals().inside("receipts")
        totals = {
            name: receipts.inside(operation).inside("payments").kopecks(tender)
            for name, (operation, tender) in _TOTALS.items()
        }
        return totals | {"cash": self._ask.cash()}

    def registration(self) -> Registration:
        """getRegistrationInfo."""
        return self._ask.registration()

    def setup(self) -> RegistrarSetup:
        """What the tasks tell of it: the width of the paper."""
        return RegistrarSetup(width=self._ask.device().width)

    def change_setup(self, wanted: RegistrarSetup) -> None:
        """`Refused` for anything new: this is set in the maker's own program."""
        have = self.setup()
        same = RegistrarSetup(wanted.header, wanted.footer, wanted.cashier, wanted.cuts, have.width)
        if same != have:
            raise Refused("header, cashier and cut of this register are set in its maker's program")

    def set_clock(self, moment: datetime) -> None:
        """setDateTime; `ShiftAlreadyOpen` in a shift."""
        if self._ask.shift() is not ShiftState.CLOSED:
            raise ShiftAlreadyOpen("the clock is set while the shift is closed")
        self._do(tasks.clock(moment, self._settings))

    def open_shift(self, cashier: Cashier) -> DocumentMade:
        """openShift."""
        task = tasks.by_cashier("openShift", cashier)
        return self._document(DocumentKind.SHIFT_OPEN, task, lambda found: True)

    def close_shift(self, cashier: Cashier) -> DocumentMade:
        """closeShift; prints Z."""
        task = tasks.by_cashier("closeShift", cashier)
        return self._document(DocumentKind.SHIFT_CLOSE, task, lambda found: True)

    def register(self, receipt: RegistrarReceipt) -> DocumentMade:
        """sell, sellReturn, buy, buyReturn, or a correction of one of them.

        The VAT is read back from the drive; where only that fails `vat`, `shift` and `number` are
        empty: ask `document`.
        """
        task = tasks.receipt(receipt, self._settings, self._ask.device().ffd)
        kind = DocumentKind.CORRECTION if receipt.correction else DocumentKind.RECEIPT
        told = (receipt.operation, receipt.total)
        return self._document(kind, task, lambda found: (found.operation, found.total) == told)

    def cancel_document(self) -> None:
        """Nothing: the server leaves no document open, and there is no task to cancel one."""

    def continue_print(self) -> None:
        """continuePrint; nothing where the register says that it prints nothing."""
        try:
            self._do(tasks.plain("continuePrint"))
        except DeviceError as error:
            if error.code not in map(str, NOTHING_OPEN):
                raise
        self._unprinted = False

    def cash_in(self, amount: int) -> None:
        """cashIn, kopecks."""
        self._move("cashIn", amount)

    def cash_out(self, amount: int) -> None:
        """cashOut, kopecks; `NotEnoughCash` when the register counts less."""
        self._move("cashOut", amount)

    def x_report(self) -> None:
        """reportX."""
        self._do(tasks.plain("reportX"))

    def print_copy(self) -> None:
        """printLastReceiptCopy."""
        self._do(tasks.plain("printLastReceiptCopy"))

    def print_document(self, fd: int) -> None:
        """printFnDocument."""
        self._do(tasks.plain("printFnDocument", fiscalDocumentNumber=fd))

    def print_text(self, lines: tuple[str, ...], qr: str = "") -> None:
        """nonFiscal."""
        self._do(tasks.text(lines, qr))

    def open_drawer(self) -> None:
        """openCashDrawer."""
        self._do(tasks.plain("openCashDrawer"))

    def close(self) -> None:
        """Give the connection back."""
        self._talk.close()

    def _document(self, kind: DocumentKind, task: Task, ours: Ours) -> DocumentMade:
        before = self._ask.last_fd()
        reply = self._talk.order(task, lambda: self._ask.last_fd_now() == before)
        if reply.status is Status.READY and reply.result.has("fiscalParams"):
            return self._made(kind, reply.result)
        made = self._registered_after_all(kind, before, ours)
        if made is not None:
            return made
        if reply.status is Status.READY:
            raise NoAnswer(f"{task['type']} is done, and the drive has no new document")
        raise _error(reply, str(task["type"]))

    def _made(self, kind: DocumentKind, told: Fields) -> DocumentMade:
        """The document the server tells of. Without paper it is registered all the same."""
        try:
            self._unprinted = told.inside("warnings").flag("notPrinted")
            made = documents.made(kind, told.inside("fiscalParams"))
        except BadFrame as error:
            raise NoAnswer(f"done, but told in words nobody understands: {error}") from error
        if not made.fd:
            raise NoAnswer("done, but told without the number of the document")
        return self._with_vat(made) if kind in WITH_VAT else made

    def _registered_after_all(
        self, kind: DocumentKind, before: int, ours: Ours
    ) -> DocumentMade | None:
        """The document, if the drive took it although the task ended in an error.

        Where the drive cannot be asked nobody knows: `NoAnswer`.
        """
        try:
            last = self._ask.last_fd()
            found = self._ask.found(last) if last > before else None
        except DeviceError as error:
            raise NoAnswer(f"the drive does not tell what became of it: {error}") from error
        if found is None or found.kind is not kind or not ours(found):
            return None
        return DocumentMade(
            kind, found.fd, found.sign, found.at, found.shift, found.number, found.total, found.vat
        )

    def _with_vat(self, made: DocumentMade) -> DocumentMade:
        """The receipt with its sums of VAT read back; without them `shift` is 0: ask again."""
        try:
            found = self._ask.found(made.fd)
        except DeviceError:  # It is registered: whatever fails here changes nothing of that.
            found = None
        if found is None:
            return replace(made, shift=0, number=0)
        return replace(made, vat=found.vat, shift=found.shift, number=found.number)

    def _move(self, kind: str, amount: int) -> None:
        before = self._ask.cash_counters()
        self._do(tasks.cash(kind, amount), lambda: self._ask.cash_counters_now() == before)

    def _do(self, task: Task, unmoved: Callable[[], bool] = lambda: True) -> None:
        """An order that leaves no document. Printing twice what nobody saw printed harms none."""
        reply = self._talk.order(task, unmoved)
        if reply.status is not Status.READY:
            raise _error(reply, str(task["type"]))


def _error(reply: Reply, asked: str) -> DeviceError:
    """The error of an order that failed: where the driver itself is unsure, nobody knows."""
    error = ended(reply, asked)
    if reply.status is Status.ERROR and reply.code in UNSURE:
        return NoAnswer(str(error), error.code)
    return error
