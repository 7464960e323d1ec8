"""The only writer of catalog.db: pages of the change feed, each with its cursor."""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from inventory.domain.catalogue import ItemState
from inventory.storage import writing
from inventory.storage.files import VERSION, damage_mark, discard, identity
from inventory.storage.writing import KNOWN, Known

_log = logging.getLogger(__name__)

# Ten thousand prices in one transaction hold the till's own commits up for 0,3 s. In pieces of
# 200 the slowest sale of a thousand took 2,3 times its idle time (one run), of fifty 1,1 to 1,6
# on a busy machine and once 2,2: two thousand sales are few for such a figure.
CHUNK = 50
BREATH_S = 0.005
# Pages (4 KiB) written back at once: a till's own commit waits behind them on the same disk.
CHECKPOINT = 100
# A first load of a million goods takes 18 s in pieces of that many, twice that page by page: each
# transaction rewrites the pages of every index its goods are strewn over. It takes 45 MB of memory.
FILLING = 50_000
# Where no till runs that somebody looks at; that takes 120 MB and a sixth less of the processor.
FILLING_ALONE = 250_000
_CACHE = 320  # bytes of cache for each good of such a piece, given back with each commit


class CatalogueFeed:
    """Applies the feed; opened, used and closed by one thread.

    A missing, older or damaged file is made anew with the cursor at zero, so that the feed
    fetches all of it again. Raises sqlite3.Error when the disk fails; the page is then asked for
    again, and applying it twice changes nothing. `filling` is how many goods of a first load come
    at once.
    """

    def __init__(
        self,
        path: Path,
        *,
        breathe: Callable[[float], None] = time.sleep,
        filling: int = FILLING,
    ) -> None:
        self._path = path
        self._breathe = breathe
        self._at_once = filling
        self._kept: tuple[sqlite3.Connection, int | None] | None = None
        self._held = 0  # goods of pages that share a transaction still open

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
                "INSERT INTO feed_cursor (one, feed, cursor, sweep, changed, filling)"
                " VALUES (1, ?, 0, 0, 0, NOT EXISTS (SELECT 1 FROM items))"
                " ON CONFLICT (one) DO UPDATE SET feed = excluded.feed, cursor = 0,"
                " sweep = changed, filling = excluded.filling",
                (feed,),
            )
            writing.merge(db, on=not self._filling())

    def apply(self, items: Sequence[ItemState], cursor: int, *, more: bool) -> None:
        """Take in a page of the feed begun; its cursor commits with its last goods.

        Pages into an empty catalogue share transactions: their goods are found together.
        """
        if self._filling():
            self._fill(items, cursor, more=more)
            return
        whole = range(0, len(items), CHUNK)
        for start in whole[:-1]:
            with self._transaction() as db:
                _put(db, items[start : start + CHUNK])
            self._breathe(BREATH_S)
        if items or cursor != self.place()[1]:
            with self._transaction() as db:
                _put(db, items[whole[-1] :] if whole else ())
                db.execute("UPDATE feed_cursor SET cursor = ? WHERE one = 1", (cursor,))
        if not more:
            self._sweep()

    def _filling(self) -> bool:
        row = self._db().execute("SELECT 1 FROM feed_cursor WHERE filling = 1").fetchone()
        return row is not None

    def _fill(self, items: Sequence[ItemState], cursor: int, *, more: bool) -> None:
        """A first load: nobody's good changes, so it goes at the pace of the disk."""
        db = self._db()
        try:
            if not db.in_transaction:
                db.execute(f"PRAGMA cache_size=-{self._at_once * _CACHE // 1024}")
                db.execute("BEGIN IMMEDIATE")
            _put(db, items)
            if not more:
                writing.merge(db, on=True)
            db.execute(
                "UPDATE feed_cursor SET cursor = ?, filling = ? WHERE one = 1", (cursor, int(more))
            )
        except sqlite3.Error as error:
            self._failed(db, error)
            raise
        self._held += len(items)
        if self._held >= self._at_once or not more:
            self._commit_held()
            self._breathe(BREATH_S)

    def _commit_held(self) -> None:
        """Make pages last that share a transaction, and give the memory back it took."""
        if self._kept and self._kept[0].in_transaction:
            db = self._kept[0]
            db.execute("COMMIT")
            db.execute("PRAGMA cache_size=-2000")
            db.execute("PRAGMA shrink_memory")
        self._held = 0

    def sold_until(self) -> tuple[int, int]:
        """The epoch and seq of the journal up to which sales are counted; (0, 0) for none."""
        row = self._db().execute("SELECT epoch, seq FROM sold_until").fetchone()
        return (int(row[0]), int(row[1])) if row else (0, 0)

    def count_sold(self, times: Mapping[str, int], epoch: int, seq: int) -> None:
        """Add sales by the good's id, up to that row of the journal: the search ranks by them.

        Nothing happens before the first feed has begun.
        """
        with self._transaction() as db:
            if (changed := _changed(db)) is None:
                return
            _set_changed(db, writing.count_sold(db, times, changed))
            db.execute("INSERT OR REPLACE INTO sold_until VALUES (1, ?, ?)", (epoch, seq))

    def close(self) -> None:
        """Close the file; the next question opens it again."""
        if self._kept:
            with suppress(sqlite3.Error):  # pages not kept are fetched again
                self._commit_held()
            self._kept[0].close()
            self._kept = None

    def _sweep(self) -> None:
        """Take off what the new feed did not name; cut short, the next last page begins again."""
        row = self._db().execute("SELECT sweep FROM feed_cursor WHERE sweep > 0").fetchone()
        if row is None:
            return
        after = -1
        while (piece := self._piece(after, row[0]))[0]:
            after = piece[0]
            if piece[1]:
                with self._transaction() as db:
                    writing.forget(db, piece[1])
                self._breathe(BREATH_S)
        with self._transaction() as db:
            db.execute("UPDATE feed_cursor SET sweep = 0 WHERE one = 1")

    def _piece(self, after: int, sweep: int) -> tuple[int, list[Known]]:
        """Goods of the feed before among the next ones, and the last place looked at."""
        query = f"SELECT {KNOWN}, changed FROM items WHERE n > ?"  # noqa: S608 — constant columns
        rows = self._db().execute(f"{query} ORDER BY n LIMIT ?", (after, CHUNK)).fetchall()
        old = [Known(*row[:-1]) for row in rows if row[-1] <= sweep]
        return (rows[-1][0] if rows else 0), old

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
        self._commit_held()
        db = self._db()
        try:
            db.execute("BEGIN IMMEDIATE")
            yield db
            db.execute("COMMIT")
        except BaseException as error:
            self._failed(db, error)
            raise

    def _failed(self, db: sqlite3.Connection, error: BaseException) -> None:
        """Take back what is not committed; after damage the next question makes the file anew."""
        damaged = isinstance(error, sqlite3.DatabaseError)
        if damaged and not isinstance(error, sqlite3.OperationalError):
            damage_mark(self._path).touch()
        _roll_back(db)
        self._held = 0


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
    connection.execute(f"PRAGMA wal_autocheckpoint={CHECKPOINT}").close()
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


def _put(db: sqlite3.Connection, items: Sequence[ItemState]) -> None:
    if items:
        _set_changed(db, writing.put(db, items, _changed(db) or 0))


def _changed(db: sqlite3.Connection) -> int | None:
    """The last number of a change; None before the first feed."""
    row = db.execute("SELECT changed FROM feed_cursor").fetchone()
    return int(row[0]) if row else None


def _set_changed(db: sqlite3.Connection, changed: int) -> None:
    # The key is named: an UPDATE that might touch many rows makes FTS5 write what it holds, and a
    # first load took twice as long.
    db.execute("UPDATE feed_cursor SET changed = ? WHERE one = 1", (changed,))
