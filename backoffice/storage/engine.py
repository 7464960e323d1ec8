"""Engines of an office: SQLite for one shop, PostgreSQL for a chain."""

from __future__ import annotations

from contextlib import closing
from sqlite3 import Connection as SqliteConnection
from time import monotonic

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

from backoffice.errors import DamagedStore

_DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}
_POOL = 8  # connections of a worker that stay open; as many again come and go
_TRUSTED_S = 1.0  # asking every time costs a push a tenth of its time
_IDLE_SINCE = "idle since"


def open_engine(url: str) -> Engine:
    """The engine of that URL, not connected yet; raises DamagedStore for one that names none."""
    address = _address(url)
    if address.get_backend_name() == "sqlite":
        engine = create_engine(address)
        event.listen(engine, "connect", _set_up)
        event.listen(engine, "begin", _begin)
        return engine
    engine = create_engine(address, pool_size=_POOL, max_overflow=_POOL)
    event.listen(engine, "connect", _without_jit)
    event.listen(engine, "checkin", _lay_down)
    event.listen(engine, "checkout", _try_out)
    return engine


def reading(engine: Engine) -> Engine:
    """The same engine with transactions that read one state of everything."""
    if is_postgres(engine):
        return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return engine.execution_options(reading=True)


def is_postgres(on: Engine | Connection) -> bool:
    """Whether that is PostgreSQL."""
    return on.dialect.name == "postgresql"


def shown(url: URL) -> str:
    """A database's URL without its password."""
    return url.render_as_string(hide_password=True)


def _address(url: str) -> URL:
    try:
        address = make_url(url)
        driver = _DRIVERS[address.get_backend_name()]
    except (ArgumentError, KeyError) as error:
        raise DamagedStore(
            "this is no database of an office; give sqlite:///FILE for one shop or"
            " postgresql://USER@HOST/NAME for a chain"
        ) from error
    return address.set(drivername=driver)


def _without_jit(db: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    """Compiling a report of a day takes longer than the report."""
    with closing(db.cursor()) as cursor:
        cursor.execute("SET jit = off")
    db.commit()


def _lay_down(_db: object, entry: ConnectionPoolEntry) -> None:
    entry.info[_IDLE_SINCE] = monotonic()


def _try_out(db: DBAPIConnection, entry: ConnectionPoolEntry, _proxy: object) -> None:
    """A server that restarted leaves dead connections behind; one just used needs no question."""
    if monotonic() - entry.info.get(_IDLE_SINCE, 0) < _TRUSTED_S:
        return
    from psycopg import OperationalError

    try:
        with closing(db.cursor()) as cursor:
            cursor.execute("SELECT 1")
        db.rollback()
    except OperationalError as error:
        raise DisconnectionError from error  # the pool opens another


def _set_up(db: SqliteConnection, _entry: ConnectionPoolEntry) -> None:
    db.isolation_level = None  # BEGIN is ours, see _begin
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000"):
        db.execute(f"PRAGMA {pragma}").close()


def _begin(db: Connection) -> None:
    reading = db.get_execution_options().get("reading", False)
    db.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
