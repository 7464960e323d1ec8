"""Rows of the basket as the screen shows them. Marked pieces of one good share a row."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import is_not

from inventory.values.money import Money, total
from inventory.values.quantity import Quantity, Unit
from pos.domain.basket import BasketLine
from pos.ui.kit.format import MINUS, Format
from pos.ui.kit.words import Words


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its lines (more than one only for marked goods), and what is shown."""

    lines: tuple[BasketLine, ...]
    quantity: Quantity
    amount: Money

    @property
    def last(self) -> BasketLine:
        """The line that commands act on."""
        return self.lines[-1]


def rows_of(lines: tuple[BasketLine, ...], before: tuple[Row, ...] = ()) -> tuple[Row, ...]:
    """Group neighbours that differ only in their item code; one code stays one item.

    `before` are rows of an earlier moment: those at the beginning that still hold are kept as
    they are, so that a scan into a long basket makes one row, not all.
    """
    kept, taken = _still_true(lines, before)
    groups: list[list[BasketLine]] = []
    for line in lines[taken:]:
        if groups and _together(groups[-1][-1], line):
            groups[-1].append(line)
        else:
            groups.append([line])
    return (*kept, *(_row(group) for group in groups))


def _still_true(
    lines: tuple[BasketLine, ...], before: tuple[Row, ...]
) -> tuple[tuple[Row, ...], int]:
    """The rows that hold, and how many lines they have."""
    known = [line for row in before for line in row.lines]
    same = alike(lines, known)
    if len(known) == len(before):  # a line to a row, as nearly always
        count = taken = same
    else:
        ends = list(accumulate(len(row.lines) for row in before))
        count = bisect_right(ends, same)
        taken = ends[count - 1] if count else 0
    if count and taken < len(lines) and _together(before[count - 1].last, lines[taken]):
        count, taken = count - 1, taken - len(before[count - 1].lines)
    return before[:count], taken


def alike(some: Sequence[object], others: Sequence[object]) -> int:
    """How many at the beginning are the very same; told in no time for five hundred."""
    apart = list(map(is_not, some, others))
    return apart.index(True) if True in apart else len(apart)


def _together(one: BasketLine, other: BasketLine) -> bool:
    if not (one.item_codes and other.item_codes):
        return False
    return (one.item, one.price, one.discount) == (other.item, other.price, other.discount)


def _row(group: list[BasketLine]) -> Row:
    quantity = group[0].quantity
    for line in group[1:]:
        quantity += line.quantity
    return Row(tuple(group), quantity, total(line.amount for line in group))


def why_cheaper(row: Row, words: Words, form: Format) -> str:
    """Why the customer pays another price than the list's; stands under the name."""
    line = row.last
    if line.discount:
        saved = total(part.gross - part.amount for part in row.lines)
        percent = form.percent(line.discount)
        return words("till.row.discount", percent=percent, saved=MINUS + form.money(saved))
    if line.price != line.list_price:
        return words("till.row.own_price", was=form.money(line.list_price))
    return ""


class Tally:
    """How much of each unit the rows are, kept from scan to scan: only other rows are reckoned."""

    def __init__(self) -> None:
        self._rows: tuple[Row, ...] = ()
        self._sums: dict[Unit, int] = {}

    def counted(self, rows: tuple[Row, ...], words: Words, form: Format) -> str:
        """`7 позиций · 10 шт + 1,284 кг`."""
        self._follow(rows)
        sums = [Quantity(sum_, unit) for unit, sum_ in sorted(self._sums.items()) if sum_]
        parts = [f"{form.number(one)}\u202f{form.unit(one.unit)}" for one in sums]
        positions = words("till.positions", n=len(rows))
        return f"{positions} · {' + '.join(parts)}"

    def _follow(self, rows: tuple[Row, ...]) -> None:
        kept = alike(self._rows, rows)
        for gone in self._rows[kept:]:
            self._sums[gone.quantity.unit] -= gone.quantity.thousandths
        for row in rows[kept:]:
            unit = row.quantity.unit
            self._sums[unit] = self._sums.get(unit, 0) + row.quantity.thousandths
        self._rows = rows
