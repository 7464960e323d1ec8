"""Opens the office's database and its transactions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from sqlite3 import Connection as SqliteConnection

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError
from sqlalchemy.pool import ConnectionPoolEntry

from backoffice.errors import DamagedStore
from backoffice.storage.access import AccessTables
from backoffice.storage.costs import CostTables
from backoffice.storage.feed import FeedTables, catch_up
from backoffice.storage.ledger import LedgerTables
from backoffice.storage.places import PlaceTables
from backoffice.storage.reports import ReportTables
from backoffice.storage.schema import metadata
from backoffice.storage.staging import StagedImports


class Transaction:
    """All tables on one connection; a room is made when it is first asked for."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    @cached_property
    def places(self) -> PlaceTables:
        return PlaceTables(self._db)

    @cached_property
    def access(self) -> AccessTables:
        return AccessTables(self._db)

    @cached_property
    def ledger(self) -> LedgerTables:
        return LedgerTables(self._db)

    @cached_property
    def feed(self) -> FeedTables:
        return FeedTables(self._db)

    @cached_property
    def costs(self) -> CostTables:
        return CostTables(self._db)

    @cached_property
    def reports(self) -> ReportTables:
        return ReportTables(self._db)


class OfficeStore:
    """The store of an office; raises DamagedStore when it cannot be opened."""

    def __init__(self, url: str) -> None:
        try:
            if make_url(url).get_backend_name() != "sqlite":
                raise DamagedStore(f"{url}: an embedded office keeps its data in sqlite:///FILE")
            self._engine = create_engine(url)
            event.listen(self._engine, "connect", _set_up)
            event.listen(self._engine, "begin", _begin)
            with self._engine.begin() as db:
                metadata.create_all(db)
                catch_up(db)
        except ArgumentError as error:
            raise DamagedStore(f"{url} is no database URL, give sqlite:///FILE") from error
        except DatabaseError as error:
            raise DamagedStore(
                f"{url} cannot be opened ({error.orig}); check the path or restore a backup"
            ) from error

    @contextmanager
    def work(self) -> Iterator[Transaction]:
        """A writing transaction: SQLite gives the place of writer at its start or waits."""
        with self._engine.begin() as db:
            yield Transaction(db)

    @contextmanager
    def look(self) -> Iterator[Transaction]:
        """A reading transaction: one state of the database, no wait for the writer."""
        with _reading(self._engine).begin() as db:
            yield Transaction(db)

    @property
    def imports(self) -> StagedImports:
        """Imports that are under way, beside the database."""
        return StagedImports(Path(self._engine.url.database or ":memory:").absolute())

    def close(self) -> None:
        """Give the connections back; the last one checkpoints the WAL."""
        self._engine.dispose()


def _reading(engine: Engine) -> Engine:
    return engine.execution_options(reading=True)


def _set_up(db: SqliteConnection, _entry: ConnectionPoolEntry) -> None:
    db.isolation_level = None  # BEGIN is ours, see _begin
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000"):
        db.execute(f"PRAGMA {pragma}").close()


def _begin(db: Connection) -> None:
    reading = db.get_execution_options().get("reading", False)
    db.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
