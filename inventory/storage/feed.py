"""The only writer of catalog.db: pages of the change feed, each with its cursor."""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from inventory.domain.catalogue import ItemState
from inventory.domain.words import words
from inventory.storage.files import VERSION, damage_mark, discard, identity
from inventory.values.quantity import Unit
from inventory.values.vat import VatRate

_log = logging.getLogger(__name__)

# One transaction of ten thousand prices held a cashier's commit up for 0,3 s; pieces of 200 with
# a breath between them for 20-40 ms, most of it the disk's.
CHUNK = 200
BREATH_S = 0.005

_INSERT_ITEM = (
    'INSERT INTO items (item, article, name, unit, vat, price, "group", subject, words)'
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_FORGET_WORDS = (
    "INSERT INTO search (search, rowid, words) SELECT 'delete', n, words FROM items WHERE n = ?"
)


class CatalogueFeed:
    """Applies the feed; opened, used and closed by one thread.

    A missing, older or damaged file is made anew with the cursor at zero, so that the feed
    fetches all of it again. Raises sqlite3.Error when the disk fails; the page is then asked for
    again, and applying it twice changes nothing.
    """

    def __init__(self, path: Path, *, breathe: Callable[[float], None] = time.sleep) -> None:
        self._path = path
        self._breathe = breathe
        self._kept: tuple[sqlite3.Connection, int | None] | None = None

    def place(self) -> tuple[str, int]:
        """The feed's id and how far it was taken; ("", 0) for never."""
        row = self._db().execute("SELECT feed, cursor FROM feed_cursor").fetchone()
        return (str(row[0]), int(row[1])) if row else ("", 0)

    def begin(self, feed: str) -> None:
        """Go on with another feed from zero.

        The goods of the old one stay on sale until the new one's last page is in.
        """
        with self._transaction() as db:
            db.execute(
                "INSERT OR REPLACE INTO feed_cursor (one, feed, cursor, sweep) VALUES (1, ?, 0,"
                " coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'items'), 0))",
                (feed,),
            )

    def apply(self, items: Sequence[ItemState], cursor: int, *, more: bool) -> None:
        """Take in a page of the feed begun; its cursor commits with its last goods."""
        whole = range(0, len(items), CHUNK)
        for start in whole[:-1]:
            with self._transaction() as db:
                _put_all(db, items[start : start + CHUNK])
            self._breathe(BREATH_S)
        if items or cursor != self.place()[1]:
            with self._transaction() as db:
                _put_all(db, items[whole[-1] :] if whole else ())
                db.execute("UPDATE feed_cursor SET cursor = ?", (cursor,))
        if not more:
            self._sweep()

    def close(self) -> None:
        """Close the file; the next question opens it again."""
        if self._kept:
            self._kept[0].close()
            self._kept = None

    def _sweep(self) -> None:
        """Take off what the new feed did not name; cut short, the next last page goes on."""
        while (before := self._old()) is not None:
            with self._transaction() as db:
                for n in before:
                    _forget(db, n)
                if len(before) < CHUNK:
                    db.execute("UPDATE feed_cursor SET sweep = 0")
            self._breathe(BREATH_S)

    def _old(self) -> list[int] | None:
        """Some goods of the feed before; None when no rebuild is under way."""
        db = self._db()
        row = db.execute("SELECT sweep FROM feed_cursor WHERE sweep > 0").fetchone()
        if row is None:
            return None
        query = "SELECT n FROM items WHERE n <= ? ORDER BY n LIMIT ?"
        return [int(n) for (n,) in db.execute(query, (row[0], CHUNK))]

    def _db(self) -> sqlite3.Connection:
        """The connection to the file that has the name now, made when there is none."""
        file_now = identity(self._path)
        if self._kept and self._kept[1] == file_now:
            return self._kept[0]
        self.close()
        if file_now is None:
            discard(self._path)
        connection = _open(self._path)
        self._kept = connection, identity(self._path)
        return connection

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        db = self._db()
        try:
            db.execute("BEGIN IMMEDIATE")
            yield db
            db.execute("COMMIT")
        except sqlite3.OperationalError:
            _roll_back(db)
            raise
        except sqlite3.DatabaseError:
            damage_mark(self._path).touch()  # the next question makes the file anew
            _roll_back(db)
            raise
        except BaseException:
            _roll_back(db)
            raise


def _open(path: Path) -> sqlite3.Connection:
    """A writing connection with all tables; a file that is not ours is thrown away."""
    connection = _connect(path)
    try:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
    except sqlite3.OperationalError:
        connection.close()
        raise
    except sqlite3.DatabaseError as error:
        _log.warning("catalog.db is damaged and will be fetched again: %s", error)
        version = -1
    if version != VERSION:
        connection.close()
        discard(path)
        connection = _connect(path)
        _make(connection)
    return connection


def _connect(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, isolation_level=None, timeout=5)
    # The cursor commits with its goods: what a power cut takes back is fetched again.
    connection.execute("PRAGMA synchronous=NORMAL")
    return connection


def _make(db: sqlite3.Connection) -> None:
    """Make the tables; SQLAlchemy is loaded only here, once in the life of a file."""
    from inventory.storage.schema import ddl

    db.execute("PRAGMA journal_mode=WAL")
    db.execute("BEGIN IMMEDIATE")
    for statement in ddl():
        db.execute(statement)
    db.execute(f"PRAGMA user_version={VERSION}")
    db.execute("COMMIT")


def _roll_back(db: sqlite3.Connection) -> None:
    if db.in_transaction:
        db.execute("ROLLBACK")


def _put_all(db: sqlite3.Connection, items: Sequence[ItemState]) -> None:
    for item in items:
        _put(db, item)


def _put(db: sqlite3.Connection, item: ItemState) -> None:
    """A good as it is now, in place of what it was; a newer row has the newer `n`."""
    for (n,) in db.execute("SELECT n FROM items WHERE item = ?", (item.item,)).fetchall():
        _forget(db, n)
    if item.gone or not _sellable(item):
        return
    normal = " ".join(words(item.name))
    unit = item.unit if item.unit in set(Unit) else Unit.OTHER.value
    columns = (item.item, item.article, item.name, unit, item.vat, item.price, item.group)
    n = db.execute(_INSERT_ITEM, (*columns, item.subject, normal)).lastrowid
    codes = {code.strip() for code in item.codes} - {""}
    db.executemany("INSERT INTO codes (code, n) VALUES (?, ?)", [(code, n) for code in codes])
    db.execute("INSERT INTO search (rowid, words) VALUES (?, ?)", (n, normal))


def _sellable(item: ItemState) -> bool:
    """A rate this program does not know, or a price below zero, cannot stand on a receipt."""
    if item.vat in set(VatRate) and item.price >= 0:
        return True
    _log.error("good %s is left out: VAT code %s, price %s", item.item, item.vat, item.price)
    return False


def _forget(db: sqlite3.Connection, n: int) -> None:
    db.execute(_FORGET_WORDS, (n,))
    db.execute("DELETE FROM codes WHERE n = ?", (n,))
    db.execute("DELETE FROM items WHERE n = ?", (n,))
