"""Questions that tills signed of late, so that none is taken twice by any process that serves."""

from __future__ import annotations

from sqlite3 import Connection as SqliteConnection
from threading import Lock

from sqlalchemy import Engine, create_engine, delete, event, text
from sqlalchemy.pool import ConnectionPoolEntry

from backoffice.storage.engine import is_postgres
from backoffice.storage.schema import nonces
from sync.messages.signed import WINDOW_MS

_KEEP = text(
    "INSERT INTO nonces (till, nonce, at) VALUES (:till, :nonce, :at) ON CONFLICT DO NOTHING"
)
# What a crash takes back is a second of them: no reason to wait for the disk.
_IN_NO_HURRY = text("SET LOCAL synchronous_commit = off")


class NonceTable:
    """On PostgreSQL in the office; beside an office in SQLite in a file of its own.

    There a question would else wait for the office's only writer, an import of an hour maybe.
    """

    def __init__(self, office: Engine) -> None:
        self._engine = office if is_postgres(office) else _beside(office)
        self._lock = Lock()
        self._made = is_postgres(office)
        self._swept = 0

    def first(self, till: str, nonce: str, at: int, now: int) -> bool:
        self._make()
        with self._engine.begin() as db:
            if is_postgres(db):
                db.execute(_IN_NO_HURRY)
            if self._swept < now - WINDOW_MS:
                self._swept = now
                db.execute(delete(nonces).where(nonces.c.at < now - 2 * WINDOW_MS))
            return db.execute(_KEEP, {"till": till, "nonce": nonce, "at": at}).rowcount == 1

    def close(self) -> None:
        self._engine.dispose()

    def _make(self) -> None:
        with self._lock:
            if not self._made:
                with self._engine.begin() as db:
                    nonces.create(db, checkfirst=True)
                self._made = True


def _beside(office: Engine) -> Engine:
    engine = create_engine(f"sqlite:///{office.url.database or ''}-seen")
    event.listen(engine, "connect", _set_up)
    return engine


def _set_up(db: SqliteConnection, _entry: ConnectionPoolEntry) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=10000"):
        db.execute(f"PRAGMA {pragma}").close()
