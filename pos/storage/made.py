"""Goods that were made at this till, derived; what became of them the office says by settings."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from inventory.domain.catalogue import Item
from inventory.values.money import Money
from inventory.values.quantity import Unit
from inventory.values.vat import VatRate

if TYPE_CHECKING:
    from sync.messages.facts import GoodMade
    from sync.messages.wire import Row

TABLES = ("made_goods",)

_MADE = (
    "INSERT INTO made_goods (item, code, name, unit, vat, price, user, at)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
_COLUMNS = "SELECT item, code, name, unit, vat, price, at FROM made_goods"


def made(db: sqlite3.Connection, row: Row, fact: GoodMade) -> None:
    """A good was made."""
    values = (fact.item, fact.code, fact.name, fact.unit, fact.vat, fact.price, fact.user, row.at)
    db.execute(_MADE, values)


class MadeStore:
    """`pos.domain.ports.Made` in SQLite."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def of_code(self, code: str) -> list[Item]:
        """Goods made for that very code, the one made last in front."""
        return self._items("WHERE code = ? ORDER BY at DESC, item DESC", code)

    def get(self, item: str) -> Item | None:
        """A good by its id."""
        found = self._items("WHERE item = ?", item)
        return found[0] if found else None

    def all(self) -> list[Item]:
        """All of them, the one made last in front."""
        return self._items("ORDER BY at DESC, item DESC")

    def _items(self, which: str, *values: str) -> list[Item]:
        return [
            Item(item, "", name, Unit(unit), VatRate(vat), Money(price), code=code, price_from=at)
            for item, code, name, unit, vat, price, at in self._db.execute(
                f"{_COLUMNS} {which}", values
            )
        ]
