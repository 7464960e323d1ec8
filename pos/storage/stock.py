"""Stock and deliveries, derived: what came and went at this till, by its own facts."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from inventory.domain import stock
from inventory.domain.delivery import Supplier
from inventory.values.quantity import Quantity, Unit
from pos.domain.stock import PostedView, StockView
from sync.messages.feed import MADE

if TYPE_CHECKING:
    from sync.messages.facts import GoodsReceived, SoldLine
    from sync.messages.wire import Row

TABLES = ("stock", "deliveries", "delivery_lines")

_MOVE = (
    "INSERT INTO stock (item, unit, name, quantity) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (item, unit) DO UPDATE SET name = excluded.name,"
    " quantity = quantity + excluded.quantity"
)
_DELIVERY = (
    "INSERT INTO deliveries (delivery, part, supplier, inn, number, date, user, at, total, tax,"
    " costs, lines) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_LINE = (
    "INSERT INTO delivery_lines (delivery, line, item, code, name, unit, quantity, cost, amount,"
    " vat, tax) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def sold(db: sqlite3.Connection, lines: Iterable[SoldLine]) -> None:
    """A sale took those goods."""
    _move(db, stock.sold(lines), {line.item: line.name for line in lines})


def brought_back(db: sqlite3.Connection, lines: Iterable[SoldLine]) -> None:
    """A return, or a purchase from a customer, brought those goods."""
    _move(db, stock.brought_back(lines), {line.item: line.name for line in lines})


def received(db: sqlite3.Connection, row: Row, fact: GoodsReceived) -> None:
    """A supplier's document, or a part of it, brought its goods."""
    whose = (fact.supplier, fact.inn, fact.number, fact.date, fact.user, row.at)
    sums = (fact.total, fact.tax, fact.costs, len(fact.lines))
    db.execute(_DELIVERY, (fact.delivery, fact.part, *whose, *sums))
    db.executemany(
        _LINE,
        [
            (
                fact.delivery,
                line.line,
                line.item,
                line.code,
                line.name,
                line.unit,
                line.quantity,
                line.cost,
                line.amount,
                line.vat,
                line.tax,
            )
            for line in fact.lines
        ],
    )
    _move(db, stock.received(fact.lines), {line.item: line.name for line in fact.lines})


def _move(db: sqlite3.Connection, moves: Mapping[stock.Key, int], names: Mapping[str, str]) -> None:
    rows = [(item, unit, names[item], quantity) for (item, unit), quantity in moves.items()]
    db.executemany(_MOVE, rows)


# What a till made and the office merged is counted with the good it stands for.
_MERGED = (
    "SELECT coalesce(json_extract(m.value, '$'), s.item) AS item, s.name AS name, s.quantity AS"
    " quantity, s.unit AS unit, m.key IS NULL AS own FROM stock s"
    " LEFT JOIN settings m ON m.key = ? || s.item"
)


class StockStore:
    """`pos.domain.stock.Stock` in SQLite."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def posted(self, day: str) -> list[PostedView]:
        """Documents of that day (ISO), the one posted first in front."""
        query = (
            "SELECT supplier, inn, number, date, at FROM deliveries"
            " WHERE date = ? AND part = 1 ORDER BY at, delivery"
        )
        return [
            PostedView(Supplier(supplier, inn), number, date, at)
            for supplier, inn, number, date, at in self._db.execute(query, (day,))
        ]

    def of(self, item: str) -> list[StockView]:
        """The stock of a good; none where it never moved, two where its unit was changed."""
        return self._views("WHERE item = ?", item)

    def all(self) -> list[StockView]:
        """Every good that ever moved, by name."""
        return self._views("")

    def _views(self, where: str, *values: str) -> list[StockView]:
        # Beside max() SQLite gives the name of that very row: the good's own, if it moved itself.
        sums = "SELECT item, name, sum(quantity), unit, max(own)"
        query = f"{sums} FROM ({_MERGED}) {where} GROUP BY item, unit ORDER BY 2, 1, 4"
        return [
            StockView(item, name, Quantity(quantity, Unit(unit)))
            for item, name, quantity, unit, _ in self._db.execute(query, (MADE, *values))
        ]
