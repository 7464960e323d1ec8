"""Who writes to a room of PostgreSQL waits until whoever writes there already has committed.

SQLite has one writer by itself. On PostgreSQL people and goods are each written by one
transaction at a time, so that a use-case may look and then write, and places in the feed are
given out in the order of commits (a sequence alone is not: its numbers come before the commit).
Journals of tills need no turn: each push holds the row of its own till.
"""

from __future__ import annotations

from enum import IntEnum

from sqlalchemy import Connection, text

from backoffice.storage.engine import is_postgres

_TAKE = text("SELECT pg_advisory_xact_lock(:family, :room)")
_FAMILY = 0x4B41  # "КА": apart from advisory locks of other programs in that database


class Room(IntEnum):
    """Rooms in the order in which a transaction may take turns."""

    SCHEMA = 0
    PEOPLE = 1
    GOODS = 2


def take_turn(db: Connection, room: Room) -> None:
    """Wait for the turn to write there; it lasts to the end of the transaction."""
    if is_postgres(db):
        db.execute(_TAKE, {"family": _FAMILY, "room": int(room)})
