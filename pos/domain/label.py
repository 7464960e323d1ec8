"""What a label of the shop's own scales comes to: how much of which good, at what price.

The customer pays the sum printed on the label. A price label of a good sold by weight becomes
the weight that sum buys; where whole grams miss the sum by a kopeck, the price of a kilogram
gives way by less than a gram is worth, for the law's line is price × quantity (tag 1043).
"""

from __future__ import annotations

from dataclasses import replace

from inventory.codes.weight import Embedded, Kind
from inventory.domain.catalogue import Item
from inventory.values.money import Money, half_up
from inventory.values.quantity import Quantity, Unit
from pos.errors import QuantityImpossible

_NEAR = 200  # thousandths looked at on each side; 30 kg at 30 roubles need 143 of them

# A kilogram is so many thousandths of them.
_PER_KILOGRAM = {Unit.KILOGRAM: 1000, Unit.GRAM: 1_000_000}


def bought(item: Item, said: Embedded) -> tuple[Item, Quantity]:
    """The good, perhaps with the price on the label, and how much of it.

    Raises QuantityImpossible for a label of nothing, or a weight of what is sold by the piece.
    """
    if said.thousandths <= 0:
        raise QuantityImpossible(f"the label of {item.name} says nothing")
    if said.kind is Kind.PRICE:
        return _for_sum(item, Money(half_up(said.thousandths, 10)))
    if said.kind is Kind.PIECES:
        return item, Quantity(said.thousandths, item.unit)
    return item, Quantity(_weight(item, said.thousandths), item.unit)


def _weight(item: Item, thousandths_of_kilogram: int) -> int:
    if item.unit not in _PER_KILOGRAM:
        raise QuantityImpossible(f"{item.name} is not sold by weight")
    return thousandths_of_kilogram * _PER_KILOGRAM[item.unit] // 1000


def _for_sum(item: Item, amount: Money) -> tuple[Item, Quantity]:
    """A piece costs what its label says; of what is weighed, as much as the sum buys."""
    if not amount:
        raise QuantityImpossible(f"the label of {item.name} says nothing")
    if not item.unit.divisible:
        return replace(item, price=amount), Quantity(1000, item.unit)
    if item.price.kopecks <= 0:
        raise QuantityImpossible(f"{item.name} has no price to weigh {amount.kopecks} by")
    bought = max(1, half_up(amount.kopecks * 1000, item.price.kopecks))
    for step in sorted(range(-_NEAR, _NEAR + 1), key=abs):
        quantity = Quantity(max(1, bought + step), item.unit)
        price = Money(half_up(amount.kopecks * 1000, quantity.thousandths))
        if price.times(quantity) == amount:
            return replace(item, price=price), quantity
    return item, Quantity(bought, item.unit)
