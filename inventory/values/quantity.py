"""Quantity in whole thousandths of a unit."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Unit(IntEnum):
    """Measure of quantity, numbered as tag 2108 (FFD 1.2)."""

    PIECE = 0
    GRAM = 10
    KILOGRAM = 11
    METRE = 22
    SQUARE_METRE = 32
    MILLILITRE = 40
    LITRE = 41
    HOUR = 71
    OTHER = 255

    @property
    def divisible(self) -> bool:
        """Whether a part of it can be sold: 1,284 kg, but no 1,5 pieces."""
        return self is not Unit.PIECE


@dataclass(frozen=True, slots=True)
class Quantity:
    """So many thousandths of a unit: 1284 of KILOGRAM is 1,284 kg."""

    thousandths: int
    unit: Unit = Unit.PIECE

    def __add__(self, other: Quantity) -> Quantity:
        return Quantity(self.thousandths + self._same(other), self.unit)

    def __sub__(self, other: Quantity) -> Quantity:
        return Quantity(self.thousandths - self._same(other), self.unit)

    def _same(self, other: Quantity) -> int:
        if other.unit is not self.unit:
            raise ValueError(f"{other.unit.name} does not add to {self.unit.name}")
        return other.thousandths

    @property
    def whole(self) -> bool:
        """No fraction of the unit."""
        return self.thousandths % 1000 == 0


def pieces(count: int) -> Quantity:
    """So many whole pieces."""
    return Quantity(count * 1000, Unit.PIECE)
