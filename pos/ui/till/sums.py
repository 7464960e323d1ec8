"""Typed quantities and sums, with the guards that keep a code from being taken for money."""

from __future__ import annotations

from inventory.values.money import ZERO, Money
from pos.domain import typed
from pos.errors import BadInput, NotEnoughPaid, TooMuchByCard

MOST_CHANGE = Money(5_000_000)  # fifty thousand roubles: beyond it a code was typed, not a sum
LONGEST_QUANTITY = 7


def received(text: str, rest: Money) -> Money:
    """Cash handed over. Raises BadInput for what is no sum or surely a code, NotEnoughPaid."""
    amount = typed.money(text)
    if amount < rest:
        raise NotEnoughPaid("less was given than is to be paid")
    if amount - rest > MOST_CHANGE:
        raise BadInput("that is a code, not a sum")
    return amount


def received_or_none(text: str, rest: Money) -> Money | None:
    """The same for the label of the cash key, which has nothing to say about mistakes."""
    try:
        return received(text, rest)
    except (BadInput, NotEnoughPaid):
        return None


def card_part(text: str, total: Money) -> Money:
    """The part paid by card, the rest is cash. Raises BadInput, TooMuchByCard."""
    part = typed.money(text)
    if not ZERO < part < total:
        raise TooMuchByCard("the card takes a part of the total")
    return part


def quantity(text: str) -> int | None:
    """Thousandths of a short number, or None: a long one is a code."""
    try:
        return typed.thousandths(text) if len(text) <= LONGEST_QUANTITY else None
    except BadInput:
        return None


def name_part(text: str) -> str:
    """What is searched: the text without a quantity in front."""
    before, star, after = text.partition("*")
    return after.strip() if star and quantity(before) else text.strip()


def price_or_none(text: str) -> Money | None:
    """A typed price above nothing, or None: what is far too much is a code."""
    try:
        amount = typed.money(text)
    except BadInput:
        return None
    return amount if ZERO < amount <= MOST_CHANGE else None
