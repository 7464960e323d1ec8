"""The register: takes a command, keeps what it changed, answers."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from drivers.contracts.errors import BadFrame
from drivers.contracts.ffd import tlv
from drivers.contracts.ffd.tags import Tag
from drivers.emulation.drive import Document, Facts, make
from drivers.registrars.shtrih.codes import REGISTER_ORDER, Command, Mode, Submode, code_bytes
from drivers.registrars.shtrih.emulator import drive, forms, wear
from drivers.registrars.shtrih.emulator.clock import Clock, to_minute
from drivers.registrars.shtrih.emulator.failures import Failure, Why
from drivers.registrars.shtrih.emulator.printer import Printer, Tell
from drivers.registrars.shtrih.emulator.state import Line, Plate, State
from drivers.registrars.shtrih.emulator.store import Store
from drivers.registrars.shtrih.fields import Fields

OPERATORS = range(1, 31)
WITHOUT_PASSWORD = (Command.DEVICE_TYPE, Command.MODEL_PARAMETERS, Command.ERROR_TEXT)
UNSENT_LIMIT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Options:
    """What a shop can set."""

    vat_by_total: bool = False
    width: int = 48
    gifts: bool = True  # closes a receipt over nothing; models differ


@dataclass(frozen=True, slots=True)
class Setup:
    """How a register is delivered: the plate counts only when its drive is new."""

    plate: Plate = field(default_factory=Plate)
    options: Options = field(default_factory=Options)


class Machine:
    """State, drive, printer and clock in one; the commands are functions over it."""

    def __init__(
        self, store: Store, clock: Clock, tell: Tell, setup: Setup, handlers: Handlers
    ) -> None:
        self._store, self._clock, self._handlers = store, clock, handlers
        options, plate = setup.options, setup.plate
        self.options, self.sheet = options, forms.Sheet(options.width)
        first = store.state is None
        self.state = store.state or State(plate)
        self.printer = Printer(self.state, tell)
        self.connected = True  # to the OFD, after every start
        self.papers: list[list[str]] = []
        self.reading = b""  # what FF3Bh has not given yet
        self.rest_of_tag = 0  # of the tag it is in the middle of
        self.loaded = bytearray()  # by DDh, for DEh
        self._changed: _Change | None = None
        self.lock = threading.Lock()
        if first:
            self.register(Facts(1, 0), drive.registration(self.state))
            self._keep()
        self.connect(True)

    @property
    def documents(self) -> list[Document]:
        """All documents of the drive, by number."""
        return self._store.documents

    @property
    def lines(self) -> list[Line]:
        """The open receipt's."""
        return self._store.lines

    @property
    def plate(self) -> Plate:
        """Who is registered."""
        return self.state.plate

    def now(self) -> datetime:
        """The register's clock, to the second."""
        shift = timedelta(seconds=self.state.clock_shift_s)
        return (self._clock() + shift).replace(microsecond=0)

    @property
    def mode(self) -> int:
        """The mode byte."""
        if self.state.pending_date:
            return Mode.DATE_UNCONFIRMED
        if self.state.receipt:
            return Mode.DOCUMENT_OPEN | REGISTER_ORDER[self.state.receipt.operation] << 4
        if not self.state.shift_opened:
            return Mode.SHIFT_CLOSED
        return Mode.SHIFT_EXPIRED if self.state.expired(self.now()) else Mode.SHIFT_OPEN

    def unsent(self) -> list[Document]:
        """Documents the OFD does not have; it takes them at once while it is connected."""
        return self.documents[self.state.acknowledged :]

    def connect(self, connected: bool) -> None:
        """The link to the OFD: once it is back, the queue goes out."""
        self.connected = connected
        if connected and self.unsent():
            self.state.acknowledged = len(self.documents)
            self._store.save(self.state)

    def save(self) -> None:
        """Keep what changed outside of a command: the world's doing."""
        self._store.save(self.state)

    def register(self, facts: Facts, tags: Iterable[bytes]) -> Document:
        """Let the drive make a document; it is kept with this command's change."""
        wear.admit(self.state, facts.kind)
        waiting = self.unsent()
        if waiting and self.now() - waiting[0].moment > UNSENT_LIMIT:
            raise Failure(Why.UNSENT_TOO_OLD)
        fd = len(self.documents) + 1
        plate = self.state.plate
        made = make(plate, plate.ffd, fd, to_minute(self.now()), facts, tags)
        self.documents.append(made)
        if self.connected:
            self.state.acknowledged = fd
        self.state.next_paper()
        self.change(document=made)
        return made

    def change(
        self, line: int | None = None, document: Document | None = None, durable: bool = False
    ) -> None:
        """What this command changed is to be kept before its answer is given."""
        self._changed = _Change(line, document, durable)

    def print(self, paper: list[str]) -> None:
        """Print once the change is kept."""
        self.papers.append(paper)

    def end_receipt(self) -> None:
        """The receipt is closed or cancelled."""
        self.state.receipt = None
        self.lines.clear()

    def cashier_tags(self, given: bytes, name: str) -> bytes:
        """Tags given with FF0Ch; 1021 with `name` where it is not among them."""
        if any(tag == Tag.CASHIER for tag, _ in tlv.split(given)):
            return given
        return given + tlv.text(Tag.CASHIER, name, 64)

    def execute(self, body: bytes) -> bytes:
        """The answer to a command; when it is returned, what the command did is on the disk."""
        with self.lock:
            code, fields = _taken_apart(body)
            try:
                data = self._run(code, fields)
            except Failure as failure:
                return code_bytes(code) + bytes([failure.why])
            except (BadFrame, ValueError):
                return code_bytes(code) + bytes([Why.BAD_PARAMETERS])
            self._keep()
            self._print_out()
            return code_bytes(code) + b"\0" + data

    def _run(self, code: int, fields: Fields) -> bytes:
        handler = self._handlers.get(code)
        if handler is None:
            raise Failure(Why.UNKNOWN_COMMAND)
        operator = 0
        if code not in WITHOUT_PASSWORD:
            operator = fields.number(4)
            if operator not in OPERATORS:
                raise Failure(Why.PASSWORD)
        self._admit(code, handler.prints)
        return handler.run(self, operator, fields)

    def _admit(self, code: int, prints: bool) -> None:
        """Refuse what this moment does not allow."""
        if self.state.pending_date and prints:
            raise Failure(Why.CONFIRM_DATE)
        if not prints or code == Command.CONTINUE_PRINT:
            return
        match self.printer.submode:
            case Submode.NO_PAPER | Submode.PAPER_RAN_OUT:
                raise Failure(Why.NO_PAPER)
            case Submode.AWAITS_CONTINUE:
                raise Failure(Why.AWAITS_CONTINUE)

    def _keep(self) -> None:
        change, self._changed = self._changed, None
        if change is not None:
            self._store.save(self.state, change.line, change.document, change.durable)

    def _print_out(self) -> None:
        papers, self.papers = self.papers, []
        for paper in papers:
            self.printer.print(paper)
        self.printer.settle()
        if papers and self.state.unprinted:
            self._store.save(self.state)


@dataclass(frozen=True, slots=True)
class _Change:
    line: int | None
    document: Document | None
    durable: bool


@dataclass(frozen=True, slots=True)
class Handler:
    """What carries out a command; `prints` says that it needs paper."""

    run: Callable[[Machine, int, Fields], bytes]
    prints: bool = False


Handlers = Mapping[int, Handler]


def _taken_apart(body: bytes) -> tuple[int, Fields]:
    size = 2 if body[:1] == b"\xff" else 1
    return int.from_bytes(body[:size], "big"), Fields(body[size:])
