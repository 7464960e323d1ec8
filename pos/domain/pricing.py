"""From basket lines to lines a register takes: discount spread, lines split, to the kopeck."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from inventory.values.money import Money, half_up
from inventory.values.quantity import Quantity
from pos.domain.basket import Basket, BasketLine


@dataclass(frozen=True, slots=True)
class Priced:
    """A receipt line: amount is price × quantity exactly, half up."""

    source: BasketLine
    quantity: Quantity
    price: Money
    amount: Money
    item_codes: tuple[str, ...] = ()


def priced(basket: Basket) -> list[Priced]:
    """The receipt of a basket; the amounts add up to its total exactly."""
    if not basket.lines:
        return []
    net = _spread(basket)
    return [
        part for line, amount in zip(basket.lines, net, strict=True) for part in split(line, amount)
    ]


def _spread(basket: Basket) -> list[Money]:
    amounts = [line.amount for line in basket.lines]
    off = basket.before_discount - basket.total
    if not off:
        return amounts
    shares = off.spread([amount.kopecks for amount in amounts])
    return [amount - share for amount, share in zip(amounts, shares, strict=True)]


def split(line: BasketLine, amount: Money) -> list[Priced]:
    """One receipt line if price × quantity can give the amount, else two that do.

    Whole pieces: some at a price one kopeck higher. Weight: one whole unit apart, at the
    price that carries the rest. A marked good is a receipt line per code.
    """
    if line.item_codes:
        return list(_by_codes(line, amount))
    price = _exact_price(line, line.quantity, amount)
    if price is not None:
        return [Priced(line, line.quantity, price, amount)]
    if line.quantity.whole:
        return _by_pieces(line, amount)
    return _one_unit_apart(line, amount)


def _exact_price(line: BasketLine, quantity: Quantity, amount: Money) -> Money | None:
    if line.price.times(quantity) == amount:
        return line.price
    near = half_up(amount.kopecks * 1000, quantity.thousandths)
    for kopecks in (near, near - 1, near + 1):
        if kopecks >= 0 and Money(kopecks).times(quantity) == amount:
            return Money(kopecks)
    return None


def _by_pieces(line: BasketLine, amount: Money) -> list[Priced]:
    count = line.quantity.thousandths // 1000
    low, dearer = divmod(amount.kopecks, count)
    unit = line.quantity.unit
    parts = ((count - dearer, low), (dearer, low + 1))
    return [
        Priced(line, Quantity(n * 1000, unit), Money(price), Money(n * price))
        for n, price in parts
        if n
    ]


def _one_unit_apart(line: BasketLine, amount: Money) -> list[Priced]:
    unit = line.quantity.unit
    rest = Quantity(line.quantity.thousandths - 1000, unit)
    price = Money(amount.kopecks * 1000 // line.quantity.thousandths)
    carried = price.times(rest)
    last = amount - carried
    return [
        Priced(line, rest, price, carried),
        Priced(line, Quantity(1000, unit), last, last),
    ]


def _by_codes(line: BasketLine, amount: Money) -> Iterator[Priced]:
    count = len(line.item_codes)
    unit = line.quantity.unit
    for code, part in zip(line.item_codes, amount.spread([1] * count), strict=True):
        yield Priced(line, Quantity(1000, unit), part, part, (code,))
