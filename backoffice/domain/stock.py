"""What came and went: rows made of a fact, and stock as the office shows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from inventory.domain.stock import Key
from inventory.values.money import half_up


@dataclass(frozen=True, slots=True)
class StockMoves:
    """What a fact adds to the stock of a shop: thousandths by good and unit (2108)."""

    shop: str
    moves: tuple[tuple[Key, int], ...]


@dataclass(frozen=True, slots=True)
class CostBegin:
    """What a shop paid for a unit of a good, from that day of its calendar on."""

    item: str
    day: str
    shop: str
    cost: int  # kopecks
    at: int  # ms UTC; of two deliveries of a day the later one counts


@dataclass(frozen=True, slots=True)
class Delivery:
    """A supplier's document, or the part of it that a fact holds. Amounts are kopecks."""

    delivery: str
    part: int
    till: str
    shop: str
    epoch: int
    seq: int
    at: int
    day: str
    supplier: str
    inn: str
    number: str
    date: str  # the document's own
    user: str
    total: int
    tax: int
    costs: int
    lines: int


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """A line of a supplier's document."""

    delivery: str
    line: int
    item: str
    name: str
    unit: int
    quantity: int  # thousandths
    cost: int  # kopecks for a unit
    amount: int
    vat: int  # 1199
    tax: int


Moved = StockMoves | CostBegin | Delivery | DeliveryLine


class StockSum(NamedTuple):
    """So much of a good is in a shop; less than nothing where more was sold than received."""

    shop: str
    item: str
    unit: int
    quantity: int


def stock_sums(facts: Iterable[StockMoves]) -> list[StockSum]:
    """What those facts add to the stocks, in order of shop, good and unit."""
    shops: dict[str, dict[Key, int]] = {}
    for fact in facts:
        sums = shops.setdefault(fact.shop, {})
        for key, quantity in fact.moves:
            sums[key] = sums.get(key, 0) + quantity
    return [
        StockSum(shop, item, unit, quantity)
        for shop, sums in sorted(shops.items())
        for (item, unit), quantity in sorted(sums.items())
    ]


def average_costs(lines: Iterable[DeliveryLine]) -> Iterator[tuple[str, int]]:
    """What a unit of each good cost in one document, gifts beside paid ones counted in.

    A good that came for nothing alone tells no price.
    """
    sums: dict[str, tuple[int, int]] = {}
    for line in lines:
        paid, many = sums.get(line.item, (0, 0))
        sums[line.item] = paid + line.cost * line.quantity, many + line.quantity
    for item, (paid, many) in sums.items():
        if cost := half_up(paid, many):
            yield item, cost


@dataclass(frozen=True, slots=True)
class StockRow:
    """A good in a shop as a page lists it."""

    item: str
    name: str
    article: str
    unit: int
    quantity: int  # thousandths


@dataclass(frozen=True, slots=True)
class DeliverySum:
    """A supplier's document as a page lists it, its parts together."""

    delivery: str
    supplier: str
    number: str
    date: str  # the document's own, ISO
    at: int  # when it was posted, ms UTC
    total: int
    lines: int
    twice: bool  # another one of that supplier, number and date is there
