"""A whole till on disk over devices in memory, that can be watched and reopened."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from inventory.values.money import Money
from pos.domain.people import MAX_DISCOUNT
from pos.domain.views import TillView
from pos.storage import rebuild
from pos.storage.database import open_reader
from pos.storage.till import TillStore, TillWork
from pos.usecases import scan, shift
from pos.usecases.counter import SESSION, Counter
from pos.usecases.first_start import Setup, set_up
from sync.journal.verify import verify
from sync.messages.facts import Fact, decode
from sync.messages.feed import UserChanged
from sync.storage.journal import Journal
from sync.storage.keys import TillKey
from tests.fakes.catalogue import MemoryCatalogue
from tests.fakes.clock import Clock
from tests.fakes.registrar import MemoryRegistrar, Watch
from tests.fakes.terminal import MemoryTerminal

KEY = TillKey(bytes(range(32)))
OWNER_PIN = "7319"
INN = "7707083893"
CASHIER, SENIOR = "anna", "boris"

SETUP = Setup(
    owner="Ольга Котова",
    pin=OWNER_PIN,
    shop="Магазин «Утро»",
    inn=INN,
    till_name="Касса 1",
    tax_system=1,
    zone="Europe/Moscow",
)


class Reading:
    """Questions to journal.db from outside."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """All rows."""
        return self._db.execute(sql).fetchall()


class WatchedWork(TillWork):
    """Tells of each commit, before and after."""

    watch: Watch

    def commit(self) -> None:
        """Make it last."""
        self.watch("before commit")
        super().commit()
        self.watch("after commit")


class WatchedStore(TillStore):
    """A till whose commits are seen."""

    def __init__(self, folder: Path, watch: Watch) -> None:
        super().__init__(folder, KEY.sign_head)
        work = WatchedWork(self._db, KEY.sign_head)
        work.watch = watch
        self._work = work


def make_shop(folder: Path) -> None:
    """A shop with an owner, a senior and a cashier; the cashier is logged in."""
    store = TillStore(folder, KEY.sign_head)
    set_up(store, SETUP, Clock())
    with store.work() as work:
        for user, name, role in ((CASHIER, "Анна", "cashier"), (SENIOR, "Борис", "senior")):
            limit = MAX_DISCOUNT[role]
            work.people.put(
                UserChanged(user=user, name=name, role=role, pin_hash="", max_discount=limit)
            )
        work.set_setting(SESSION, CASHIER)
        work.commit()
    store.close()


class Shop:
    """One till in a folder, its devices, and what is true of them together."""

    def __init__(self, folder: Path, template: Path) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)
        shutil.copy(template / "journal.db", folder / "journal.db")
        self.watch: Watch = lambda _point: None
        self.clock = Clock()
        self.registrar = MemoryRegistrar(self._seen)
        self.terminal = MemoryTerminal(self._seen)
        self.catalogue = MemoryCatalogue()
        self.open()

    def open(self) -> None:
        """Start the program on what is on disk."""
        self.store = WatchedStore(self.folder, self._seen)
        self.counter = Counter(
            till=self.store,
            catalogue=self.catalogue,
            registrar=self.registrar,
            terminal=self.terminal,
            display=None,
            now=self.clock,
        )

    def close(self) -> None:
        """End the program."""
        self.store.close()

    def reopen(self) -> None:
        """End the program and start it again."""
        self.close()
        self.open()

    def _seen(self, point: str) -> None:
        self.watch(point)

    def log_in(self, user: str) -> None:
        """Without the wait of a PIN."""
        with self.store.work() as work:
            work.set_setting(SESSION, user)
            work.commit()

    def owner(self) -> str:
        """Id of the owner."""
        with self.reader() as db:
            return str(db.query("SELECT user FROM users WHERE role = 'owner'")[0][0])

    def begin_day(self, fund: int = 100_000) -> TillView:
        """Open the shift with that change fund, kopecks."""
        return shift.open_shift(self.counter, Money(fund))

    def scan(self, *texts: str) -> TillView:
        """Type codes, `3*CODE` included."""
        for text in texts:
            seen = scan.scan(self.counter, text, scanned=False)
        return seen

    @contextmanager
    def reader(self) -> Iterator[Reading]:
        """A connection of its own that only reads."""
        with closing(open_reader(self.folder)) as db:
            yield Reading(db)

    def facts(self, kind: str = "") -> list[Fact]:
        """Facts of the journal in order, of one kind or all."""
        with self.reader() as db:
            rows = db.query("SELECT kind, version, body FROM journal ORDER BY epoch, seq")
        return [decode(k, v, body) for k, v, body in rows if kind in ("", k)]

    def faults(self) -> list[str]:
        """What is wrong with the chain, its seals and the derived tables; empty when sound."""
        with closing(open_reader(self.folder)) as db:
            chain = verify(Journal(db), KEY.signed)
            return [*chain, *rebuild.differences(db)]
