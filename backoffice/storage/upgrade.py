"""Brings a database to the newest schema: one history for SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DatabaseError

from backoffice.errors import DamagedStore
from backoffice.storage.engine import open_engine, shown
from backoffice.storage.turns import Room, take_turn

NEWEST = "0009"
_HISTORY = Path(__file__).with_name("migrations")
_TABLE = "alembic_version"


def opened(url: str) -> Engine:
    """The engine of an office that is at the newest schema; raises DamagedStore."""
    engine = open_engine(url)
    try:
        with told_plainly(engine):
            upgrade(engine)
    except DamagedStore:
        engine.dispose()
        raise
    return engine


@contextmanager
def told_plainly(engine: Engine) -> Iterator[None]:
    """What the database says when it cannot be used becomes a DamagedStore."""
    try:
        yield
    except DatabaseError as error:
        why = " ".join(str(error.orig).split())
        raise DamagedStore(
            f"{shown(engine.url)} cannot be opened ({why}); check the address or restore a backup"
        ) from error


def upgrade(engine: Engine, to: str = NEWEST) -> None:
    """Make what is missing in one transaction; raises DamagedStore for a newer program's office."""
    with engine.begin() as db:
        if version_of(db) == to:
            return
        take_turn(db, Room.SCHEMA)
        _migrate(db, to)


def known(revision: str) -> bool:
    """Whether this program's history has that revision."""
    return any((_HISTORY / "versions").glob(f"v{revision}_*.py"))


def version_of(db: Connection) -> str:
    """The revision of a database, empty for one without a history."""
    if not inspect(db).has_table(_TABLE):
        return ""
    return str(db.execute(text(f"SELECT version_num FROM {_TABLE}")).scalar() or "")  # noqa: S608 — constant name


def _migrate(db: Connection, to: str) -> None:
    # Imported late: an office that is up to date starts without it, half a second earlier.
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory
    from alembic.script.revision import RevisionError

    history = ScriptDirectory(str(_HISTORY))
    context = MigrationContext.configure(db)
    try:
        steps = list(history.iterate_revisions(to, version_of(db) or "base"))
    except RevisionError as error:
        raise DamagedStore(
            f"{shown(db.engine.url)} was made by a newer program (schema {version_of(db)});"
            " nothing was changed, update this one"
        ) from error
    with Operations.context(context):
        for step in reversed(steps):
            step.module.upgrade()
    context.stamp(history, to)
