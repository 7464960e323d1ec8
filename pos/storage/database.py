"""Opening journal.db: one writer held by an OS lock, durable commits, tables on first use."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING

from pos.errors import AlreadyRunning

if TYPE_CHECKING:
    from sqlalchemy import MetaData

if sys.platform == "win32":
    import msvcrt

    _FAR_BYTE = 1 << 60  # behind the end of any file, so that SQLite's own locks are not met

    def _lock(file: IO[bytes]) -> None:
        file.seek(_FAR_BYTE)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


NAME = "journal.db"
SCHEMA = 6  # one more with each new table and each new column of state
_BUSY_MS = 5000  # as sqlite3.connect sets it


class WriterLock:
    """The right to write in a data folder; held until `release` or the end of the process.

    The handle stays open as long as any connection: closing a second handle of the same
    file would drop SQLite's own locks of this process.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = (folder / NAME).open("ab")
        try:
            _lock(self._file)
        except OSError as error:
            self._file.close()
            raise AlreadyRunning(f"another program holds {folder}") from error

    def release(self) -> None:
        """Let another program write."""
        self._file.close()


def open_writer(folder: Path) -> sqlite3.Connection:
    """The writing connection; tables are made on first use.

    FULL: an acknowledged commit survives the end of power. No automatic checkpoint: it is
    done between customers (`checkpoint`), or it is the tail of a commit's time.
    """
    db = sqlite3.connect(folder / NAME, isolation_level=None, check_same_thread=False)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=FULL")
    db.execute("PRAGMA wal_autocheckpoint=0")
    db.execute("PRAGMA secure_delete=ON")
    if not _has_tables(db):
        make_tables(db)
    return db


def open_reader(folder: Path) -> sqlite3.Connection:
    """A read-only connection for checks and the link; any thread may use it, one at a time."""
    path = (folder / NAME).resolve()
    return sqlite3.connect(
        f"{path.as_uri()}?mode=ro", uri=True, isolation_level=None, check_same_thread=False
    )


def checkpoint(db: sqlite3.Connection) -> None:
    """Move the WAL into the file as far as no reader is in the way; never waits."""
    db.execute("PRAGMA wal_checkpoint(PASSIVE)")


def truncate(db: sqlite3.Connection) -> None:
    """Move the WAL into the file and empty it, so that nothing erased lies on in it.

    Never waits: with a reader in the way it does what can be done, the next one does the rest.
    """
    db.execute("PRAGMA busy_timeout=0")
    try:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        db.execute(f"PRAGMA busy_timeout={_BUSY_MS}")


def _has_tables(db: sqlite3.Connection) -> bool:
    return int(db.execute("PRAGMA user_version").fetchone()[0]) >= SCHEMA


def make_tables(db: sqlite3.Connection) -> None:
    """Make every table that is missing and every column of state, in one transaction.

    Derived tables are never altered: when one has another shape they all go, and are filled from
    the facts at this start.
    """
    from pos.storage import schema
    from sync.storage.schema import metadata as journal

    db.execute("BEGIN IMMEDIATE")
    for table in _outgrown(db, schema.derived):
        db.execute(f"DROP TABLE {table}")
    for statement in ddl(journal, schema.state, schema.derived):
        db.execute(statement)
    for statement in _missing_columns(db, schema.state):
        db.execute(statement)
    db.execute(f"PRAGMA user_version={SCHEMA}")
    db.execute("COMMIT")


def _missing_columns(db: sqlite3.Connection, metadata: MetaData) -> list[str]:
    """ALTER statements for what an earlier program did not have; each column has a default."""
    from sqlalchemy.dialects import sqlite
    from sqlalchemy.schema import CreateColumn

    dialect = sqlite.dialect()
    return [
        f"ALTER TABLE {table.name} ADD COLUMN {CreateColumn(column).compile(dialect=dialect)}"
        for table in metadata.sorted_tables
        for column in table.columns
        if column.name not in _columns(db, table.name)
    ]


def _outgrown(db: sqlite3.Connection, metadata: MetaData) -> list[str]:
    """All of the tables once one of them is there with other columns than this program's."""
    tables = [table.name for table in metadata.sorted_tables if _columns(db, table.name)]
    shapes = {
        table.name: {column.name for column in table.columns} for table in metadata.tables.values()
    }
    return tables if any(_columns(db, name) != shapes[name] for name in tables) else []


def _columns(db: sqlite3.Connection, table: str) -> set[str]:
    return {str(row[1]) for row in db.execute(f"PRAGMA table_info({table})")}


def ddl(*metadatas: MetaData) -> list[str]:
    """CREATE statements of those tables and indexes, for SQLite."""
    from sqlalchemy.dialects import sqlite
    from sqlalchemy.schema import CreateIndex, CreateTable

    dialect = sqlite.dialect()
    statements: list[str] = []
    for metadata in metadatas:
        for table in metadata.sorted_tables:
            made = CreateTable(table, if_not_exists=True).compile(dialect=dialect)
            statements.append(str(made))
            statements += [
                str(CreateIndex(index, if_not_exists=True).compile(dialect=dialect))
                for index in table.indexes
            ]
    return statements
