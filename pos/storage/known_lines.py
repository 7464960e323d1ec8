"""Lines of the baskets on the screen, kept in memory beside the disk.

This program is the only writer of the file, so what it wrote and committed is what lies there: a
scan into a basket of 500 lines reads one line more, not 500 twice. Lines that did not change
stay the same objects; nobody reckons or paints them again.
"""

from __future__ import annotations

import sqlite3
from typing import Any

from inventory.values.money import Money
from inventory.values.quantity import Quantity, Unit
from inventory.values.vat import VatRate
from pos.domain.basket import BasketLine

_LINES = (
    "SELECT line, item, code, name, unit, quantity, list_price, price, discount, vat, subject,"
    " method, item_codes, of_line FROM basket_lines WHERE basket = ? ORDER BY line"
)
KEPT = 3  # the one being filled, the one being paid, and the last sale, shown until the next scan

Lines = tuple[BasketLine, ...]


class KnownLines:
    """The lines of a few baskets; forgotten when a write of theirs is rolled back."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._known: dict[str, Lines] = {}  # the one asked for last stands last
        self._unsure = False

    def of(self, basket: str) -> Lines:
        """The lines of a basket in order."""
        lines = self._known.pop(basket, None)
        if lines is None:
            lines = tuple(_line(row) for row in self._db.execute(_LINES, (basket,)))
        self._known[basket] = lines
        if len(self._known) > KEPT:
            del self._known[next(iter(self._known))]
        return lines

    def put(self, basket: str, line: BasketLine) -> None:
        """A line is written."""
        self._unsure = True
        lines = self._known.get(basket)
        if lines is None:
            return
        if not lines or line.line > lines[-1].line:
            self._known[basket] = (*lines, line)
        elif any(kept.line == line.line for kept in lines):
            self._known[basket] = tuple(line if kept.line == line.line else kept for kept in lines)
        else:
            self.forget(basket)

    def drop(self, basket: str, number: int) -> None:
        """A line is taken away."""
        self._unsure = True
        if basket in self._known:
            lines = self._known[basket]
            self._known[basket] = tuple(kept for kept in lines if kept.line != number)

    def forget(self, basket: str) -> None:
        """Read them from the disk again."""
        self._known.pop(basket, None)

    def committed(self) -> None:
        """What was written lasts."""
        self._unsure = False

    def rolled_back(self) -> None:
        """What was written did not last."""
        if self._unsure:
            self._known.clear()
        self._unsure = False


def _line(row: tuple[Any, ...]) -> BasketLine:
    return BasketLine(
        line=row[0],
        item=row[1],
        code=row[2],
        name=row[3],
        quantity=Quantity(row[5], Unit(row[4])),
        list_price=Money(row[6]),
        price=Money(row[7]),
        discount=row[8],
        vat=VatRate(row[9]),
        subject=row[10],
        method=row[11],
        item_codes=tuple(row[12].split("\n")) if row[12] else (),
        of_line=row[13],
    )
