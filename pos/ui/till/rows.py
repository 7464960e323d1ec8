"""Rows of the basket as the screen shows them. Marked pieces of one good share a row."""

from __future__ import annotations

from dataclasses import dataclass

from inventory.values.money import Money, total
from inventory.values.quantity import Quantity
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


def rows_of(lines: tuple[BasketLine, ...]) -> tuple[Row, ...]:
    """Group neighbours that differ only in their item code; one code stays one item."""
    groups: list[list[BasketLine]] = []
    for line in lines:
        if groups and _together(groups[-1][-1], line):
            groups[-1].append(line)
        else:
            groups.append([line])
    return tuple(_row(group) for group in groups)


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


def counted(lines: tuple[BasketLine, ...], words: Words, form: Format) -> str:
    """`7 позиций · 10 шт + 1,284 кг`."""
    sums: dict[int, Quantity] = {}
    for line in lines:
        unit = line.quantity.unit
        sums[unit] = sums[unit] + line.quantity if unit in sums else line.quantity
    parts = [f"{form.number(q)}\u202f{form.unit(q.unit)}" for _, q in sorted(sums.items())]
    positions = words("till.positions", n=len(rows_of(lines)))
    return f"{positions} · {' + '.join(parts)}"
