"""How far the derived tables have come: what a start asks first, and seldom more."""

from __future__ import annotations

import sqlite3

VERSION = 6  # of the reducers: tables of another one are made anew


def applied(db: sqlite3.Connection) -> tuple[int, int, int]:
    """Version, epoch and seq the derived tables have come to; zeros for fresh ones."""
    row = db.execute("SELECT version, epoch, seq FROM derived_state").fetchone()
    return (row[0], row[1], row[2]) if row else (0, 0, 0)


def lagging(db: sqlite3.Connection) -> bool:
    """Whether they lack facts, or are of another version."""
    version, epoch, seq = applied(db)
    head = db.execute("SELECT epoch, seq FROM journal_head").fetchone() or (0, 0)
    return (epoch, seq) != head or version not in (0, VERSION)
