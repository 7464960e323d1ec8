"""A good sold by weight takes what lies on the scales."""

from __future__ import annotations

from inventory.domain.catalogue import Item
from inventory.values.quantity import Quantity, Unit
from pos.domain.weighing import NO_PAN, PanState
from pos.errors import WeightNeeded
from pos.usecases.counter import Counter

# Thousandths of the unit in a gram; other divisible units are no weights.
_IN_GRAM = {Unit.KILOGRAM: 1, Unit.GRAM: 1000}


def weighed(counter: Counter, item: Item) -> Quantity:
    """What the pan bears now, of that good. WeightNeeded where it may not be sold."""
    seen = counter.pan.view() if counter.pan and item.unit in _IN_GRAM else NO_PAN
    if seen.state is not PanState.READY:
        raise WeightNeeded(item.name, seen.state.value)
    return Quantity(seen.grams * _IN_GRAM[item.unit], item.unit)


def sold(counter: Counter) -> None:
    """What lies there became a line."""
    if counter.pan is not None:
        counter.pan.take()
