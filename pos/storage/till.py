"""journal.db of a till: transactions that hold the fact, what follows from it, and state.

One writing connection behind a lock. The lane's use-cases and the errands to devices take it
in turn for milliseconds; no device is ever called inside (docs/adr/0003).
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pos.storage import derive, disk, made, rebuild, stock
from pos.storage.applied import applied, lagging
from pos.storage.books import BookStore
from pos.storage.database import WriterLock, checkpoint, open_writer, truncate
from pos.storage.people import PeopleStore
from pos.storage.settings import SettingStore
from pos.storage.shelf import AttemptStore, ShelfStore
from sync.storage import journal

if TYPE_CHECKING:
    from pos.storage.made import MadeStore
    from pos.storage.stock import StockStore
    from sync.journal.rows import Mark
    from sync.messages.facts import Fact
    from sync.messages.wire import Row
    from sync.storage.archive import Segment
    from sync.storage.journal import Journal

log = logging.getLogger(__name__)

Sign = Callable[["Mark"], bytes]


class TillWork:
    """`pos.domain.ports.Work` on one connection."""

    def __init__(self, db: sqlite3.Connection, sign: Sign) -> None:
        self._db = db
        self._sign = sign
        self._settings = SettingStore(db)
        self.shelf = ShelfStore(db)
        self.attempts = AttemptStore(db)
        self.books = BookStore(db)
        self.people = PeopleStore(db)

    @cached_property
    def stock(self) -> StockStore:
        """Goods and deliveries; a start asks for neither."""
        return stock.StockStore(self._db)

    @cached_property
    def made(self) -> MadeStore:
        """Goods made here."""
        return made.MadeStore(self._db)

    @cached_property
    def _journal(self) -> Journal:
        return journal.Journal(self._db)

    @property
    def lagging(self) -> bool:
        """Whether derived tables lack facts."""
        return lagging(self._db)

    def setting(self, key: str) -> str:
        """A setting, empty when not set."""
        return self._settings.get(key)

    def lasting_setting(self, key: str) -> str:
        """A setting as it was last committed."""
        return self._settings.lasting(key)

    def set_setting(self, key: str, value: str) -> None:
        """Write a setting."""
        self._settings.put(key, value)

    def record(self, fact: Fact, at: datetime, fact_id: str = "") -> None:
        """Append a fact and derive what follows from it; a deriving fault leaves the fact."""
        before = self._journal.head()
        row = self._journal.append(
            fact, at=millis(at), offset=self._offset(at), fact_id=fact_id, after=before
        )
        self._derive(before, row, fact)

    def _derive(self, before: Mark, row: Row, fact: Fact) -> None:
        if not _reaches(self._db, before):
            return  # facts are applied in order or not at all
        self._db.execute("SAVEPOINT derive")
        try:
            derive.reduce(self._db, row, fact)
        except Exception:
            # The register has printed; a fault of our bookkeeping must not undo the fact.
            log.exception("deriving from %s %s/%s failed", row.kind, row.epoch, row.seq)
            self._db.execute("ROLLBACK TO derive")
        self._db.execute("RELEASE derive")

    def begin_epoch(self, fact: Fact, epoch: int, at: datetime) -> None:
        """Append the first row of an epoch."""
        before = self._journal.head()
        row = self._journal.begin_epoch(fact, epoch=epoch, at=millis(at), offset=self._offset(at))
        self._derive(before, row, fact)

    def head(self) -> Mark:
        """The last row's place."""
        return self._journal.head()

    def rows_after(self, place: Mark) -> Iterator[Row]:
        """Rows behind that place, in order."""
        return self._journal.after(place)

    def seal(self) -> None:
        """Sign the journal's head with the till's key."""
        self._journal.add_seal(self._sign(self._journal.head()))

    def archived(self, segment: Segment) -> None:
        """Those rows lie in a file from now on."""
        self._journal.archived(segment)

    def sweep(self, limit: int) -> int:
        """Take some rows that lie in files out of the journal's table; how many there were."""
        return self._journal.sweep(limit)

    def set_office_head(self, head: Mark, at: int) -> None:
        """Remember what the office acknowledged."""
        self._journal.set_office_head(head, at)

    def commit(self) -> None:
        """Make it last: returns when it is on the disk."""
        self._db.execute("COMMIT")
        self.shelf.committed()
        self._settings.committed()

    def rolled_back(self) -> None:
        """What was written and not committed is gone."""
        self.shelf.rolled_back()
        self._settings.rolled_back()

    def _offset(self, at: datetime) -> int:
        zone = self.setting("shop.zone") or "UTC"
        delta = at.astimezone(ZoneInfo(zone)).utcoffset()
        return int(delta.total_seconds() // 60) if delta else 0


class TillStore:
    """`pos.domain.ports.Till`; the only writer of its data folder.

    Raises AlreadyRunning; FolderReadOnly and JournalUnreadable at the start, DiskFull at any time.
    """

    def __init__(self, folder: Path, sign: Sign) -> None:
        self.folder = folder
        with disk.named():
            self._guard = WriterLock(folder)
        self._lock = threading.RLock()
        try:
            with disk.named():
                self._db = open_writer(folder)
        except BaseException:
            self._guard.release()
            raise
        self._work = TillWork(self._db, sign)
        self._catch_up()

    def _catch_up(self) -> None:
        try:
            if lagging(self._db):
                rebuild.catch_up(self._db)
        except Exception:
            # Selling goes on; the strip says that figures lag.
            log.exception("derived tables cannot catch up with the journal")

    @contextmanager
    def work(self) -> Iterator[TillWork]:
        """A transaction; what is not committed is rolled back."""
        with self._lock, disk.named():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._work
            finally:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                self._work.rolled_back()

    def setting(self, key: str) -> str:
        """A setting as it was last committed, empty when not set; waits for nobody's work."""
        return self._work.lasting_setting(key)

    def rest(self) -> None:
        """Between customers: move the WAL into the file."""
        with self._lock, _put_off():
            checkpoint(self._db)

    def rebuild(self) -> None:
        """Make the derived tables anew from the journal."""
        with self._lock:
            rebuild.rebuild(self._db)

    def tidy(self) -> None:
        """At the end of a shift: nothing that was erased lies on in the WAL."""
        with self._lock, _put_off():
            truncate(self._db)

    def close(self) -> None:
        """Close the file, then let another program write."""
        with self._lock:
            self._db.close()
            self._guard.release()


@contextmanager
def _put_off() -> Iterator[None]:
    """What a disk without room does not move now the next customer's end does: the WAL has it all.

    A sale that is done must not be told as one that failed.
    """
    try:
        yield
    except sqlite3.Error as error:
        if disk.refusal(error) is None:
            raise
        log.warning("the WAL is moved later: %s", error)


def millis(at: datetime) -> int:
    """A moment as milliseconds of UTC."""
    return int(at.timestamp() * 1000)


def _reaches(db: sqlite3.Connection, head: Mark) -> bool:
    _, epoch, seq = applied(db)
    return (epoch, seq) == (head.epoch, head.seq)
