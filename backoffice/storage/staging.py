"""Goods of an import, laid apart in a file of their own until they are committed all at once.

A million goods in one transaction would hold up the tills' journals for half a minute. So pieces
go into a file beside the office's, and the commit copies from it inside SQLite. A file that an
end of power left behind is removed at the next start.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, nullcontext, suppress
from pathlib import Path
from threading import Thread

import msgspec

from backoffice.storage.rows import GOOD_COLUMNS, cost_columns, good_values
from sync.messages.feed import ItemChanged

_MARK = "-import-"
_ENCODER = msgspec.msgpack.Encoder()
_COSTS = cost_columns()
_COLUMNS = ", ".join(GOOD_COLUMNS)
_TABLES = (
    f"CREATE TABLE staged (known INTEGER, {_COLUMNS}, body BLOB)",
    "CREATE TABLE staged_codes (code TEXT, item TEXT)",
    "CREATE TABLE staged_costs (item TEXT, day TEXT, cost INTEGER)",
)
_PUT = f"INSERT INTO staged VALUES ({', '.join('?' * (len(GOOD_COLUMNS) + 2))})"  # noqa: S608 — marks
_PAGE = 16384  # bytes; goods come and go in order, so large pages are quicker
# From here on sorting anew is faster than inserting into an index out of order.
_MANY = 50_000
_CACHE = -128_000  # KiB, for the seconds of a commit

_KNOWN = "(SELECT item FROM stage.staged WHERE known)"
_FORGET_KNOWN = (
    f"DELETE FROM changes WHERE kind = 'item' AND key IN {_KNOWN}",  # noqa: S608 — constant
    f"DELETE FROM goods WHERE item IN {_KNOWN}",  # noqa: S608 — constant
)
# Only a known good may be there twice, by its article and by its barcode; the last row counts.
_CHANGE = " SELECT 'item', item, body FROM stage.staged WHERE {known} ORDER BY rowid"
_LIST = f" SELECT {_COLUMNS} FROM stage.staged WHERE {{known}} ORDER BY rowid"  # noqa: S608 — constant columns
_PUT_KNOWN = (
    "INSERT OR REPLACE INTO changes (kind, key, body)" + _CHANGE.format(known="known"),
    f"INSERT OR REPLACE INTO goods ({_COLUMNS})" + _LIST.format(known="known"),
)
_PUT_NEW = (
    "INSERT INTO changes (kind, key, body)" + _CHANGE.format(known="NOT known"),
    f"INSERT INTO goods ({_COLUMNS})" + _LIST.format(known="NOT known"),
)
_PUT_BESIDE = (
    # A good of an import loses none of its codes, so none of `good_codes` goes.
    "INSERT OR IGNORE INTO good_codes (code, item) SELECT code, item FROM stage.staged_codes"
    " ORDER BY code",
    f"INSERT OR REPLACE INTO costs ({', '.join(_COSTS)}) SELECT {', '.join(_COSTS.values())}"  # noqa: S608 — constant columns
    " FROM stage.staged_costs",
)


class StagedImports:
    """Satisfies `Imports`; every call opens its files anew, any thread may ask."""

    def __init__(self, office: Path) -> None:
        self._office = office

    def begin(self, name: str) -> None:
        """Make room for an import of that name (letters, digits and dashes)."""
        with closing(sqlite3.connect(self._path(name), isolation_level=None)) as db:
            # What is lost here is imported again.
            db.execute("PRAGMA journal_mode=OFF")
            for statement in (f"PRAGMA page_size={_PAGE}", *_TABLES):
                db.execute(statement)

    def has(self, name: str) -> bool:
        """Whether that import was begun and neither committed nor dropped."""
        return self._path(name).exists()

    def put(self, name: str, goods: Sequence[ItemChanged], known: set[str]) -> None:
        """Lay goods apart; `known` are the ids the office has already."""
        encode = _ENCODER.encode
        rows = [(one.item in known, *good_values(one), encode(one)) for one in goods]
        codes = [(code, one.item) for one in goods for code in one.codes]
        with self._staging(name) as db:
            db.executemany(_PUT, rows)
            db.executemany("INSERT INTO staged_codes VALUES (?, ?)", codes)

    def put_costs(self, name: str, costs: Mapping[str, int], day: str) -> None:
        """Lay purchase prices apart, to hold from that day on."""
        rows = [(item, day, cost) for item, cost in costs.items()]
        with self._staging(name) as db:
            db.executemany("INSERT INTO staged_costs VALUES (?, ?, ?)", rows)

    @contextmanager
    def _staging(self, name: str) -> Iterator[sqlite3.Connection]:
        """A transaction of the file; what is lost with it is imported again."""
        with closing(sqlite3.connect(self._path(name), isolation_level=None)) as db:
            for pragma in ("journal_mode=OFF", "synchronous=OFF"):
                db.execute(f"PRAGMA {pragma}").close()
            db.execute("BEGIN")
            yield db
            db.execute("COMMIT")

    def commit(self, name: str) -> int:
        """Publish all of it in one transaction and remove the file; how many goods."""
        with closing(sqlite3.connect(self._office, isolation_level=None, timeout=30)) as db:
            db.execute("PRAGMA synchronous=FULL")
            db.execute("PRAGMA wal_autocheckpoint=0")
            db.execute(f"PRAGMA cache_size={_CACHE}")
            db.execute("ATTACH ? AS stage", (str(self._path(name)),))
            count, known = db.execute("SELECT count(*), total(known) FROM stage.staged").fetchone()
            db.execute("BEGIN IMMEDIATE")
            with _sorted_anew(db) if count > _MANY else nullcontext():
                for statement in (*((*_FORGET_KNOWN, *_PUT_KNOWN) if known else ()), *_PUT_NEW):
                    db.execute(statement)
            for statement in _PUT_BESIDE:
                db.execute(statement)
            db.execute("COMMIT")
        self.drop(name)
        Thread(target=self._checkpoint, name="checkpoint").start()
        return int(count)

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
