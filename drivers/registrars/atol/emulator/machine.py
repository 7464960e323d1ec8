"""The register behind the server: does a task, keeps what it changed, tells how it was."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from drivers.contracts.errors import BadFrame
from drivers.emulation.control import Emit
from drivers.emulation.drive import Document, Facts, make
from drivers.registrars.atol.emulator import drive, wear
from drivers.registrars.atol.emulator.failures import Failure, Why
from drivers.registrars.atol.emulator.printer import Printer
from drivers.registrars.atol.emulator.state import Plate, State
from drivers.registrars.atol.emulator.store import Store
from drivers.registrars.atol.fields import Fields

Clock = Callable[[], datetime]
Result = dict[str, Any]
UNSENT_LIMIT = timedelta(days=30)


def wall_clock() -> datetime:
    """This machine's local time."""
    return datetime.fromtimestamp(time.time(), UTC).astimezone().replace(tzinfo=None)


@dataclass(frozen=True, slots=True)
class Setup:
    """How a register is delivered: the plate counts only when its drive is new."""

    plate: Plate = field(default_factory=Plate)
    width: int = 42


class Machine:
    """State, drive, printer and clock in one; tasks are functions over it, under its lock."""

    def __init__(
        self, store: Store, setup: Setup, clock: Clock, tell: Emit, handlers: Handlers
    ) -> None:
        self._store, self._clock, self._handlers = store, clock, handlers
        first = store.state is None
        self.state = store.state or State(setup.plate)
        self.width = setup.width
        self.printer = Printer(self.state, tell)
        self.connected = True  # to the OFD, after every start
        self.linked = True  # the server to this register
        self.lock = threading.RLock()
        self._by, self._task = "", 0
        if first:
            self.register(Facts(drive.REGISTRATION, 0), drive.registration(self.state))
        self.connect(True)

    @property
    def documents(self) -> list[Document]:
        """All documents of the drive, by number."""
        return self._store.documents

    def now(self) -> datetime:
        """The register's clock, to the second."""
        shift = timedelta(seconds=self.state.clock_shift_s)
        return (self._clock() + shift).replace(microsecond=0)

    def set_clock(self, moment: datetime) -> None:
        """Let the clock show that from now on; the drive takes it for the time too."""
        self.state.clock_shift_s = round((moment - self._clock()).total_seconds())
        self.state.drift_s = 0
        self.keep()

    def drift(self, seconds: int) -> None:
        """The clock goes wrong by so much against the drive's."""
        self.state.clock_shift_s += seconds - self.state.drift_s
        self.state.drift_s = seconds
        self.keep()

    def wear(self, drive_: str) -> None:
        """The drive gets old, full or broken: a word of `wear.DRIVES`."""
        self.state.drive = drive_
        self.keep()

    @property
    def shift_word(self) -> str:
        """closed, opened, expired."""
        expires = self.state.expires()
        if expires is None:
            return "closed"
        return "expired" if self.now() >= expires else "opened"

    def need_shift(self) -> None:
        """`Failure` unless a shift is open and young enough."""
        if self.shift_word == "closed":
            raise Failure(Why.SHIFT_CLOSED)
        if self.shift_word == "expired":
            raise Failure(Why.SHIFT_EXPIRED)

    def unsent(self) -> list[Document]:
        """Documents the OFD does not have; it takes them at once while it is connected."""
        return self.documents[self.state.acknowledged :]

    def connect(self, connected: bool) -> None:
        """The link to the OFD: once it is back, the queue goes out."""
        self.connected = connected
        if connected and self.unsent():
            self.state.acknowledged = len(self.documents)
            self.keep()

    def register(self, facts: Facts, tags: Iterable[bytes]) -> Document:
        """Let the drive make a document; it is on the disk when this returns."""
        wear.admit(self.state, facts.kind)
        waiting = self.unsent()
        if waiting and self.now() - waiting[0].moment > UNSENT_LIMIT:
            raise Failure(Why.UNSENT_TOO_OLD)
        plate, at = self.state.plate, self.now().replace(second=0, microsecond=0)
        ffd = drive.FFD_CODES[plate.ffd]
        made = make(plate, ffd, len(self.documents) + 1, at, facts, tags)
        self.documents.append(made)
        if self.connected:
            self.state.acknowledged = made.fd
        self._store.save(self.state, made, self._by, self._task)
        return made

    def keep(self) -> None:
        """A change that leaves no document."""
        self._store.save(self.state, None, self._by, self._task)

    def execute(self, task: Fields, by: str, number: int) -> Result:
        """Do a task for that uuid, the `number`-th under it; `Failure` where it is refused."""
        with self.lock:
            self._by, self._task = by, number
            try:
                return self._done(task)
            except (BadFrame, ValueError):
                raise Failure(Why.BAD_VALUE) from None
            finally:
                self._by, self._task = "", 0

    def _done(self, task: Fields) -> Result:
        handler = self._handlers.get(task.text("type"))
        if handler is None:
            raise Failure(Why.NOT_SUPPORTED)
        if not self.linked:
            raise Failure(Why.NO_LINK)
        return handler(self, task)


Handler = Callable[[Machine, Fields], Result]
Handlers = Mapping[str, Handler]
