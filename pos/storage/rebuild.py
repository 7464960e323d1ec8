"""Derived tables made anew from the journal, and the proof that they are equal."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from pos.storage import derive
from pos.storage.applied import VERSION, applied
from pos.storage.database import ddl
from sync.journal.rows import BEGINNING, Mark
from sync.messages.facts import decode
from sync.storage.journal import Journal


def catch_up(db: sqlite3.Connection) -> None:
    """Apply the facts that derived tables lack; raises what a reducer raises.

    One transaction of its own. Tables of another version are emptied first.
    """
    version, epoch, seq = applied(db)
    db.execute("BEGIN IMMEDIATE")
    try:
        if version not in (0, VERSION):
            _empty(db)
            epoch = seq = 0
        _apply(Journal(db), db, Mark(epoch, seq, b""))
        db.execute("COMMIT")
    except BaseException:
        db.execute("ROLLBACK")
        raise


def rebuild(db: sqlite3.Connection) -> None:
    """Make all derived tables anew, in one transaction."""
    db.execute("BEGIN IMMEDIATE")
    try:
        _empty(db)
        _apply(Journal(db), db, BEGINNING)
        db.execute("COMMIT")
    except BaseException:
        db.execute("ROLLBACK")
        raise


def differences(db: sqlite3.Connection) -> Iterator[str]:
    """Where the derived tables are not what the facts say, in words; nothing when equal."""
    from pos.storage import schema

    fresh = sqlite3.connect(":memory:", isolation_level=None)
    try:
        for statement in ddl(schema.derived):
            fresh.execute(statement)
        _apply(Journal(db), fresh, BEGINNING)
        for table in (*derive.TABLES, "derived_state"):
            yield from _table_differences(table, db, fresh)
    finally:
        fresh.close()


def _apply(journal: Journal, into: sqlite3.Connection, after: Mark) -> None:
    for row in journal.after(after):
        derive.reduce(into, row, decode(row.kind, row.version, row.body))


def _empty(db: sqlite3.Connection) -> None:
    for table in (*derive.TABLES, "derived_state"):
        db.execute(f"DELETE FROM {table}")  # noqa: S608 — names of our own tables


def _table_differences(
    table: str, db: sqlite3.Connection, fresh: sqlite3.Connection
) -> Iterator[str]:
    query = f"SELECT * FROM {table} ORDER BY 1, 2"  # noqa: S608 — names of our own tables
    theirs, ours = set(db.execute(query)), set(fresh.execute(query))
    yield from (f"{table}: {row[:2]} does not follow from the facts" for row in theirs - ours)
    yield from (f"{table}: {row[:2]} is missing" for row in ours - theirs)
