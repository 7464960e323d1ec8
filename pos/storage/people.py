"""Users of the till on disk."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from pos.domain.people import MAX_DISCOUNT, ROLES, Right, User

if TYPE_CHECKING:
    from sync.messages.feed import UserChanged

_RIGHTS = {right.value: right for right in Right}


class PeopleStore:
    """`pos.domain.ports.People` in SQLite."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def get(self, user: str) -> User | None:
        """An active user."""
        row = self._db.execute(
            "SELECT user, name, role, rights, max_discount, inn FROM users"
            " WHERE user = ? AND active = 1",
            (user,),
        ).fetchone()
        return _user(row) if row else None

    def hashes(self) -> list[tuple[str, str]]:
        """User id and PIN hash of each active user."""
        query = "SELECT user, pin_hash FROM users WHERE active = 1 AND pin_hash <> ''"
        return list(self._db.execute(query))

    def name(self, user: str) -> str:
        """Name of a user, active or not; empty when unknown."""
        row = self._db.execute("SELECT name FROM users WHERE user = ?", (user,)).fetchone()
        return str(row[0]) if row else ""

    def put(self, user: UserChanged) -> None:
        """Insert or replace."""
        self._db.execute(
            "INSERT OR REPLACE INTO users (user, name, role, pin_hash, rights, max_discount,"
            " inn, active) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                user.user,
                user.name,
                user.role,
                user.pin_hash,
                " ".join(user.rights),
                user.max_discount,
                user.inn,
                int(user.active),
            ),
        )


def _user(row: tuple[str, str, str, str, int, str]) -> User:
    user, name, role, rights, max_discount, inn = row
    own = frozenset(_RIGHTS[word] for word in rights.split() if word in _RIGHTS)
    return User(
        user=user,
        name=name,
        role=role,
        rights=own or ROLES.get(role, frozenset()),
        max_discount=max_discount or MAX_DISCOUNT.get(role, 0),
        inn=inn,
    )
