"""What goods brought: the best of them, and gross profit where purchase prices are known.

Profit is what the customers paid − what the shop paid, VAT within both. All amounts are kopecks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from backoffice.domain.figures import LineSum
from inventory.values.money import half_up

BEST = 10


@dataclass(frozen=True, slots=True)
class GoodSum:
    """A good, returns taken off; `quantity` in thousandths of `unit`.

    `cost` is what the shop paid for what was sold, None where a part of it is unknown.
    """

    item: str
    name: str
    unit: int
    quantity: int
    amount: int
    cost: int | None = None

    @property
    def profit(self) -> int | None:
        """Amount − cost, None where that is unknown."""
        return None if self.cost is None else self.amount - self.cost


@dataclass(frozen=True, slots=True)
class Profit:
    """Gross profit of what has a purchase price; the rest is told apart."""

    revenue: int = 0
    cost: int = 0
    unknown: int = 0  # revenue of goods without a purchase price
    goods: list[str] = field(default_factory=list)  # their names, the largest first

    @property
    def amount(self) -> int:
        """Revenue − cost."""
        return self.revenue - self.cost

    @property
    def margin(self) -> int | None:
        """Profit in the revenue, in 1/10 of a per cent; None without revenue."""
        return half_up(self.amount * 1000, self.revenue) if self.revenue > 0 else None

    @property
    def known(self) -> bool:
        """Whether there is anything to tell a profit of."""
        return bool(self.revenue or self.cost)


def cost_of(line: LineSum) -> int | None:
    """What the shop paid for those, half up to the kopeck."""
    return None if line.cost is None else half_up(line.cost * line.quantity, 1000)


def best_goods(lines: Iterable[LineSum]) -> list[GoodSum]:
    """The goods that brought most, best first."""
    by_good: dict[tuple[str, str, int], list[LineSum]] = {}
    for line in lines:
        by_good.setdefault((line.item, line.name, line.unit), []).append(line)
    goods = [_good(of_good) for of_good in by_good.values()]
    sold = (good for good in goods if good.amount > 0)
    return sorted(sold, key=lambda good: (-good.amount, good.name))[:BEST]


def _good(lines: Sequence[LineSum]) -> GoodSum:
    first, costs = lines[0], [cost_of(line) for line in lines]
    known = [cost for cost in costs if cost is not None]
    return GoodSum(
        first.item,
        first.name,
        first.unit,
        sum(line.quantity for line in lines),
        sum(line.amount for line in lines),
        sum(known) if len(known) == len(costs) else None,
    )


def profit_of(lines: Sequence[LineSum]) -> Profit:
    """Gross profit of those lines."""
    known = [line for line in lines if line.cost is not None]
    rest = [line for line in lines if line.cost is None and (line.amount or line.quantity)]
    rest.sort(key=lambda line: (-line.amount, line.name))
    return Profit(
        revenue=sum(line.amount for line in known),
        cost=sum(cost_of(line) or 0 for line in known),
        unknown=sum(line.amount for line in rest),
        goods=list(dict.fromkeys(line.name for line in rest)),
    )
