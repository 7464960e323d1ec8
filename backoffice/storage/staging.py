"""Goods of an import, laid apart in a file of their own until they are committed all at once.

A million goods in one transaction would hold up the tills' journals for half a minute. So pieces
go into a file beside the office's, and the commit copies from it inside SQLite. A file that an
end of power left behind is removed at the next start.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext, suppress
from pathlib import Path
from threading import Thread

import msgspec

from backoffice.storage.rows import good_row
from sync.messages.feed import ItemChanged

_MARK = "-import-"
_TABLE = (
    "CREATE TABLE staged (item TEXT, name TEXT, article TEXT, grp TEXT, unit INTEGER,"
    " vat INTEGER, price INTEGER, codes TEXT, gone INTEGER, search TEXT, body BLOB,"
    " known INTEGER)",
    "CREATE TABLE staged_codes (code TEXT, item TEXT)",
)
_COLUMNS = "item, name, article, grp, unit, vat, price, codes, gone, search"
_PUT = f"INSERT INTO staged ({_COLUMNS}, body, known) VALUES ({','.join('?' * 12)})"  # noqa: S608 — constant columns
# From here on sorting anew is faster than inserting into an index out of order.
_MANY = 50_000
_CACHE = -128_000  # KiB, for the seconds of a commit

# A good of an import loses none of its codes, so none of `good_codes` goes.
_COMMIT = f"""
    DELETE FROM changes WHERE kind = 'item' AND key IN (SELECT item FROM stage.staged WHERE known);
    INSERT OR REPLACE INTO changes (kind, key, body)
        SELECT 'item', item, body FROM stage.staged ORDER BY rowid;
    INSERT OR IGNORE INTO good_codes (code, item)
        SELECT code, item FROM stage.staged_codes ORDER BY code;
    DELETE FROM goods WHERE item IN (SELECT item FROM stage.staged WHERE known);
    INSERT OR REPLACE INTO goods ({_COLUMNS}) SELECT {_COLUMNS} FROM stage.staged ORDER BY rowid
"""  # noqa: S608 — constant columns


class StagedImports:
    """Satisfies `Imports`; every call opens its files anew, any thread may ask."""

    def __init__(self, office: Path) -> None:
        self._office = office

    def begin(self, name: str) -> None:
        """Make room for an import of that name (letters, digits and dashes)."""
        with closing(sqlite3.connect(self._path(name), isolation_level=None)) as db:
            # What is lost here is imported again.
            db.execute("PRAGMA journal_mode=OFF")
            for statement in _TABLE:
                db.execute(statement)

    def has(self, name: str) -> bool:
        """Whether that import was begun and neither committed nor dropped."""
        return self._path(name).exists()

    def put(self, name: str, goods: Sequence[ItemChanged], known: set[str]) -> None:
        """Lay goods apart; `known` are the ids the office has already."""
        rows = [
            (*good_row(one).values(), msgspec.msgpack.encode(one), one.item in known)
            for one in goods
        ]
        codes = [(code, one.item) for one in goods for code in one.codes]
        with closing(sqlite3.connect(self._path(name), isolation_level=None)) as db:
            for pragma in ("journal_mode=OFF", "synchronous=OFF"):
                db.execute(f"PRAGMA {pragma}").close()
            db.execute("BEGIN")
            db.executemany(_PUT, rows)
            db.executemany("INSERT INTO staged_codes VALUES (?, ?)", codes)
            db.execute("COMMIT")

    def commit(self, name: str) -> int:
        """Publish all of it in one transaction and remove the file; how many goods."""
        with closing(sqlite3.connect(self._office, isolation_level=None, timeout=30)) as db:
            db.execute("PRAGMA synchronous=FULL")
            db.execute("PRAGMA wal_autocheckpoint=0")
            db.execute(f"PRAGMA cache_size={_CACHE}")
            db.execute("ATTACH ? AS stage", (str(self._path(name)),))
            count = int(db.execute("SELECT count(*) FROM stage.staged").fetchone()[0])
            db.execute("BEGIN IMMEDIATE")
            with _sorted_anew(db) if count > _MANY else nullcontext():
                for statement in _COMMIT.split(";"):
                    db.execute(statement)
            db.execute("COMMIT")
        self.drop(name)
        Thread(target=self._checkpoint, name="checkpoint").start()
        return count

    def _checkpoint(self) -> None:
        """Move a gigabyte of WAL into the file while the tills fetch it, not a till's push."""
        with closing(sqlite3.connect(self._office, timeout=0)) as db, suppress(sqlite3.Error):
            db.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def drop(self, name: str) -> None:
        """Leave nothing of an import."""
        self._path(name).unlink(missing_ok=True)

    def sweep(self) -> None:
        """Remove what imports left that nobody will go on with."""
        for left in self._office.parent.glob(f"{self._office.name}{_MARK}*"):
            left.unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        return self._office.with_name(f"{self._office.name}{_MARK}{name}")


@contextmanager
def _sorted_anew(db: sqlite3.Connection) -> Iterator[None]:
    """Without the list's indexes while its rows come, then with them again."""
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'goods'"
    indexes = [(name, sql) for name, sql in db.execute(query) if sql]
    for name, _ in indexes:
        db.execute(f'DROP INDEX "{name}"')
    yield
    for _, sql in indexes:
        db.execute(sql)
