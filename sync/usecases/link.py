"""The link: push and pull every few seconds, for as long as the till runs."""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from sync.errors import LinkBroken, OfficeBusy, OfficeUnreachable, Stopped, SyncError
from sync.journal.rows import BEGINNING, Mark
from sync.messages.wire import Head
from sync.usecases.news import news_of
from sync.usecases.ports import (
    Acknowledge,
    Clock,
    Fork,
    GoodsSink,
    JournalReader,
    Office,
    OpenJournal,
    PublicKey,
    StateSink,
)
from sync.usecases.pull import pull
from sync.usecases.push import forked, push
from sync.usecases.watched import WatchedOffice

_log = logging.getLogger(__name__)

EVERY_S = 3.0
LONGEST_S = 60.0
STOP_S = 1.0


@dataclass(frozen=True, slots=True)
class LinkState:
    """What the strip and `status` show; moments are ms UTC.

    `trouble` keeps the link from working; `news` do not, and a person should know of them.
    """

    online: bool = False
    unsent: int = 0
    unsent_since: int | None = None
    last_contact: int | None = None
    trouble: SyncError | None = None
    news: tuple[SyncError, ...] = ()
    cursor: int = 0

    @property
    def last_error(self) -> str:
        """The trouble in words for a log; empty for none."""
        return str(self.trouble) if self.trouble else ""

    @property
    def named(self) -> tuple[str, ...]:
        """The news by their class names, as `status` of another process tells them."""
        return tuple(type(one).__name__ for one in self.news)

    @property
    def told(self) -> tuple[SyncError, ...]:
        """All that a person should know, what hinders most first, and nothing twice."""
        if not self.trouble:
            return self.news
        others = (one for one in self.news if type(one) is not type(self.trouble))
        return (self.trouble, *others)


@dataclass(frozen=True, slots=True)
class LinkPorts:
    """Everything the link touches."""

    office: Office
    journal: OpenJournal
    goods: GoodsSink
    state: StateSink
    acknowledge: Acknowledge
    fork: Fork
    key: PublicKey
    clock: Clock
    close: Callable[[], None] = lambda: None  # called by the link's thread as it ends
    rest: Callable[[], None] = lambda: None  # called by it behind each turn, office or no office


def pause_s(failures: int, chance: float) -> float:
    """How long to wait after so many failures in a row, up to a minute.

    Half of it is left to chance (0 to 1), so that tills do not return to an office all at once.
    """
    longest = min(LONGEST_S, 2.0 ** min(failures, 16)) if failures else EVERY_S
    return longest * (0.5 + chance / 2) if failures else longest


class Link:
    """Runs in a thread of its own, and is the only one that writes the catalogue.

    Sales never wait for it: it reads the journal on its own connection and hands on what the
    office acknowledged. `listener` is called in the link's thread whenever the state changed.
    """

    def __init__(
        self,
        ports: LinkPorts,
        listener: Callable[[LinkState], None] = lambda _: None,
        *,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._ports = ports
        self._office = WatchedOffice(ports.office, self._answered)
        self._listener = listener
        self._chance = chance
        self._state = LinkState()
        self._held: Mark | None = None  # what the office told last; None: as the journal has it
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self.run, name="link", daemon=True)

    @property
    def state(self) -> LinkState:
        """As of the last turn; any thread may ask."""
        return self._state

    def start(self) -> None:
        """Run in a thread of its own."""
        self._thread.start()

    def wake(self) -> None:
        """There is something to send, or somebody plugged the cable in: take a turn now."""
        self._wake.set()

    def stop(self) -> None:
        """End within a second. An answer that comes later is not looked at, nothing is written."""
        self._stopping.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(STOP_S)

    def run(self) -> None:
        """Take turns until stopped."""
        failures = 0
        try:
            while not self._stopping.is_set():
                self._wake.clear()
                state = self.turn()
                failures = 0 if state.online else failures + 1
                self._wake.wait(self._pause_s(failures, state.trouble))
        except Stopped:
            _log.debug("the link was stopped while it waited for the office")
        finally:
            self._ports.close()

    def _pause_s(self, failures: int, trouble: SyncError | None) -> float:
        """A busy office says how long to wait; chance keeps tills from returning all at once."""
        if isinstance(trouble, OfficeBusy):
            return min(trouble.wait_s, LONGEST_S) * (1 + self._chance())
        return pause_s(failures, self._chance())

    def once(self) -> LinkState:
        """One turn and the end, in the caller's thread."""
        try:
            return self.turn()
        finally:
            self._ports.close()

    def turn(self) -> LinkState:
        """Push and pull once; trouble is in the state. Raises Stopped."""
        trouble = self._guarded(self._exchange)
        if not self._stopping.is_set():
            trouble = self._guarded(self._ports.rest) or trouble
        if self._stopping.is_set():
            raise Stopped("told to stop")  # whoever listened may be gone by now
        if trouble:
            _log.info("link: %s: %s", type(trouble).__name__, trouble)
        self._show(replace(self._state, online=trouble is None, trouble=trouble))
        return self._state

    def _exchange(self) -> None:
        """Both ways, each for itself: rows the office refuses must not keep prices up."""
        refused: SyncError | None = None
        for way in (self._push, self._pull):
            try:
                way()
            except (OfficeUnreachable, OfficeBusy, Stopped):
                raise
            except SyncError as error:
                refused = refused or error
        if refused:
            raise refused

    def _push(self) -> None:
        with self._ports.journal() as journal:
            self._count(journal)  # before the office is asked: that may take seconds
            try:
                told = self._send(journal)
                if forked(journal, told):
                    self._ports.fork(told.epoch)
                    told = self._send(journal)
                news = news_of(journal, told, self._ports.clock())
                self._show(replace(self._state, news=news))
            finally:
                self._count(journal)

    def _send(self, journal: JournalReader) -> Head:
        pushed = push(self._office, journal, self._acknowledged, self._ports.key)
        self._held = pushed.held
        return pushed.told

    def _pull(self) -> None:
        ports = self._ports
        cursor = pull(ports.office, ports.goods, ports.state, self._answered)
        self._show(replace(self._state, cursor=cursor))

    def _acknowledged(self, head: Mark) -> None:
        self._held = head
        self._ports.acknowledge(head)

    def _answered(self) -> None:
        if self._stopping.is_set():
            raise Stopped("told to stop")
        self._show(replace(self._state, last_contact=self._ports.clock()))

    def _count(self, journal: JournalReader) -> None:
        """What the office lacks, and since when."""
        held = self._held or journal.office_head() or BEGINNING
        first = next(iter(list(journal.after(held, 1))), None)
        unsent = journal.count_after(held.epoch, held.seq)
        since = first.at if first else None
        self._show(replace(self._state, unsent=unsent, unsent_since=since))

    def _show(self, state: LinkState) -> None:
        if state != self._state:
            self._state = state
            self._listener(state)

    def _guarded(self, call: Callable[[], None]) -> SyncError | None:
        """What went wrong; a fault of this machine is logged whole and tried again."""
        try:
            call()
        except Stopped:
            raise
        except SyncError as error:
            return error
        except Exception as error:  # the edge of the thread: a full disk, a bug
            _log.exception("the link does not work")
            return LinkBroken(f"{type(error).__name__}: {error}")
        return None
