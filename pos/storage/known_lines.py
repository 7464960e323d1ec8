"""Lines of the basket read last, kept in memory beside the disk.

This program is the only writer of the file, so what it wrote and committed is what lies there: a
scan into a basket of 500 lines reads one line more, not 500 twice. Lines that did not change
stay the same objects; nobody reckons or paints them again.
"""

from __future__ import annotations

import sqlite3

from inventory.values.money import Money
from inventory.values.quantity import Quantity, Unit
from inventory.values.vat import VatRate
from pos.domain.basket import BasketLine

_LINES = (
    "SELECT line, item, code, name, unit, quantity, list_price, price, discount, vat, subject,"
    " method, item_codes, of_line FROM basket_lines WHERE basket = ? ORDER BY line"
)


class KnownLines:
    """The lines of one basket at a time; forgotten when a write of theirs is rolled back."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._basket = ""
        self._lines: tuple[BasketLine, ...] = ()
        self._unsure = False

    def of(self, basket: str) -> tuple[BasketLine, ...]:
        """The lines of a basket in order."""
        if basket != self._basket or not basket:
            rows = self._db.execute(_LINES, (basket,))
            self._basket, self._lines = basket, tuple(_line(row) for row in rows)
        return self._lines

    def put(self, basket: str, line: BasketLine) -> None:
        """A line is written."""
        self._unsure = True
        if basket != self._basket:
            return
        lines = self._lines
        if not lines or line.line > lines[-1].line:
            self._lines = (*lines, line)
        elif any(kept.line == line.line for kept in lines):
            self._lines = tuple(line if kept.line == line.line else kept for kept in lines)
        else:
            self.forget()

    def drop(self, basket: str, number: int) -> None:
        """A line is taken away."""
        self._unsure = True
        if basket == self._basket:
            self._lines = tuple(kept for kept in self._lines if kept.line != number)

    def forget(self) -> None:
        """Read them from the disk again."""
        self._basket, self._lines = "", ()

    def committed(self) -> None:
        """What was written lasts."""
        self._unsure = False

    def rolled_back(self) -> None:
        """What was written did not last."""
        if self._unsure:
            self.forget()
        self._unsure = False


def _line(row: tuple[object, ...]) -> BasketLine:
    text = [str(value) for value in row]
    number = [value if isinstance(value, int) else 0 for value in row]
    return BasketLine(
        line=number[0],
        item=text[1],
        code=text[2],
        name=text[3],
        quantity=Quantity(number[5], Unit(number[4])),
        list_price=Money(number[6]),
        price=Money(number[7]),
        discount=number[8],
        vat=VatRate(number[9]),
        subject=number[10],
        method=number[11],
        item_codes=tuple(text[12].split("\n")) if text[12] else (),
        of_line=number[13],
    )
