"""Money in whole kopecks; a float never comes near it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from inventory.values.quantity import Quantity


def half_up(numerator: int, denominator: int) -> int:
    """Divide whole numbers, halves away from zero: as registers round (10.345 → 10.35)."""
    sign = -1 if (numerator < 0) != (denominator < 0) else 1
    top, bottom = abs(numerator), abs(denominator)
    return sign * ((2 * top + bottom) // (2 * bottom))


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in kopecks; may be negative as a difference, never as a price."""

    kopecks: int

    def __add__(self, other: Money) -> Money:
        return Money(self.kopecks + other.kopecks)

    def __sub__(self, other: Money) -> Money:
        return Money(self.kopecks - other.kopecks)

    def __neg__(self) -> Money:
        return Money(-self.kopecks)

    def __bool__(self) -> bool:
        return self.kopecks != 0

    def times(self, quantity: Quantity) -> Money:
        """Price × quantity, half up to the kopeck (tag 1043)."""
        return Money(half_up(self.kopecks * quantity.thousandths, 1000))

    def share(self, hundredths_of_percent: int) -> Money:
        """That part of the amount, in 1/100 of a per cent, half up to the kopeck."""
        return Money(half_up(self.kopecks * hundredths_of_percent, 10_000))

    def spread(self, weights: Sequence[int]) -> list[Money]:
        """Split by weights with largest remainders; the parts add up to the whole exactly.

        Raises ValueError for no weights, negative ones, or only zeros.
        """
        whole = sum(weights)
        if not weights or whole <= 0 or min(weights) < 0:
            raise ValueError("a sum is spread over positive weights")
        sign, amount = (-1, -self.kopecks) if self.kopecks < 0 else (1, self.kopecks)
        floors = [amount * weight // whole for weight in weights]
        remainders = [amount * weight % whole for weight in weights]
        left = amount - sum(floors)
        by_remainder = sorted(range(len(weights)), key=lambda i: (-remainders[i], i))
        for index in by_remainder[:left]:
            floors[index] += 1
        return [Money(sign * part) for part in floors]


ZERO = Money(0)


def total(amounts: Iterable[Money]) -> Money:
    """The sum of amounts; zero for none."""
    return Money(sum(amount.kopecks for amount in amounts))
