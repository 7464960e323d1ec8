"""Registering a receipt or a correction: sent once, taken back where it is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from drivers.contracts.errors import DeviceError
from drivers.contracts.receipt import RegistrarReceipt
from drivers.contracts.registrar import DocumentKind, DocumentMade
from drivers.registrars.shtrih import answers, corrections, documents, receipts
from drivers.registrars.shtrih.codes import Format
from drivers.registrars.shtrih.fields import Fields
from drivers.registrars.shtrih.orders import Orders, told
from drivers.registrars.shtrih.paper import PaperSwitch
from drivers.registrars.shtrih.questions import Questions
from drivers.registrars.shtrih.settings import Settings
from drivers.registrars.shtrih.tables import Tables
from drivers.registrars.shtrih.talk import UNKNOWN


@dataclass(frozen=True, slots=True)
class Script:
    """The commands of one document; the last one registers it."""

    kind: DocumentKind
    steps: Sequence[bytes]
    closing: bytes
    parse: Callable[[Fields], answers.Registered]


class Registering:
    """The conversation that makes receipts and corrections."""

    def __init__(
        self,
        ask: Questions,
        orders: Orders,
        tables: Tables,
        paper: PaperSwitch,
        settings: Settings,
    ) -> None:
        self._ask, self._orders, self._tables = ask, orders, tables
        self._paper, self._settings = paper, settings

    def register(self, receipt: RegistrarReceipt) -> DocumentMade:
        """Run the script; VAT is read back from the drive.

        A refusal leaves nothing registered and nothing open; only where not even the
        cancelling is taken `DocumentOpen` is raised instead. Where the drive registered and
        only the reading back failed, `vat`, `shift` and `number` are empty: ask `document`.
        """
        script = self._script(receipt)
        self._orders.sellable()
        before = self._ask.drive().last_fd
        self._paper.set(receipt.is_printed)
        try:
            return self._run(script, receipt, before)
        except UNKNOWN:
            raise
        except DeviceError as error:
            self._orders.undo(error)
            raise
        finally:
            self._paper.restore()

    def read_back(self, fd: int) -> documents.Content:
        """The document's content; empty where reading fails, which changes nothing of it."""
        try:
            return documents.content(self._ask.tlv(fd))
        except DeviceError:
            return documents.Content()

    def _script(self, receipt: RegistrarReceipt) -> Script:
        """Built whole before anything is sent, so that what cannot be sent leaves no trace."""
        settings, correction = self._settings, receipt.correction
        form = self._tables.format() or Format.V1_2
        if correction and form <= Format.V1_05:
            begin = receipts.correction_tags(receipt, correction, form, settings)
            end = corrections.totals(receipt, correction, settings)
            steps = [*begin, *receipts.requisites(receipt, form, settings)]
            return Script(DocumentKind.CORRECTION, steps, end, answers.correction)
        kind = DocumentKind.CORRECTION if correction else DocumentKind.RECEIPT
        closing = receipts.closing(receipt, settings)
        return Script(kind, list(_lines(receipt, form, settings)), closing, answers.closed_receipt)

    def _run(self, script: Script, receipt: RegistrarReceipt, before: int) -> DocumentMade:
        for body in script.steps:
            self._orders.run(body, "receipt")
        try:
            fields = self._orders.run(script.closing, "close the receipt")
        except UNKNOWN:
            raise
        except DeviceError:
            made = self._registered_after_all(script.kind, receipt, before)
            if made is None:
                raise
            return made
        closed = told(lambda: script.parse(fields))
        return documents.made(closed, receipt.total, self.read_back(closed.fd), script.kind)

    def _registered_after_all(
        self, kind: DocumentKind, receipt: RegistrarReceipt, before: int
    ) -> DocumentMade | None:
        """The receipt, if the drive took it although the register answered with an error.

        A document exists from the moment the drive gives it a number; what fails afterwards
        (paper, knife) may still be told as the error of FF45h.
        """
        last = self._ask.drive().last_fd
        found = self._ask.found(last) if last > before else None
        if found is None or documents.kind_of(found.kind) is not kind:
            return None
        if (found.operation, found.total) != (receipt.operation, receipt.total):
            return None
        registered = answers.Registered(found.fd, found.sign, found.at)
        return documents.made(registered, receipt.total, self.read_back(found.fd), kind)


def _lines(receipt: RegistrarReceipt, form: Format, settings: Settings) -> Iterator[bytes]:
    yield from receipts.opening(receipt, form, settings)
    yield from receipts.items(receipt, form, settings)
    yield from receipts.requisites(receipt, form, settings)
