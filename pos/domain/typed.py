"""The one input grammar of the till: `CODE`, `3*CODE`, sums, per cents. Text in, values out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from inventory.values.money import Money
from inventory.values.quantity import Quantity, Unit
from pos.errors import BadInput

_NUMBER = re.compile(r"(\d{1,9})(?:[.,](\d{1,3}))?", re.ASCII)
_SUM = re.compile(r"(\d{1,9})(?:[.,](\d{1,2}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Entry:
    """A code with the quantity in front of it, as typed: thousandths, or None for one."""

    code: str
    thousandths: int | None


def entry(text: str) -> Entry:
    """`3*4601234567890` and plain codes; raises BadInput."""
    before, star, after = text.strip().partition("*")
    if not star:
        return Entry(_code(before), None)
    return Entry(_code(after), thousandths(before))


def _code(text: str) -> str:
    code = text.strip()
    if not code:
        raise BadInput("a code is missing")
    return code


def thousandths(text: str) -> int:
    """`3` or `0,284` as thousandths; raises BadInput."""
    match = _NUMBER.fullmatch(text.strip())
    if not match:
        raise BadInput(f"{text!r} is no quantity")
    whole, part = match.groups()
    return int(whole) * 1000 + int((part or "").ljust(3, "0"))


def quantity(text: str, unit: Unit) -> Quantity:
    """A typed quantity of that unit."""
    return Quantity(thousandths(text), unit)


def money(text: str) -> Money:
    """`1500`, `94,9` or `94.90` roubles; raises BadInput."""
    compact = text.strip().replace("\u202f", "").replace("\u00a0", "").replace(" ", "")
    match = _SUM.fullmatch(compact)
    if not match:
        raise BadInput(f"{text!r} is no sum")
    roubles, kopecks = match.groups()
    return Money(int(roubles) * 100 + int((kopecks or "").ljust(2, "0")))


def percent(text: str) -> int:
    """`5`, `7,5` or `10%` as 1/100 of a per cent; raises BadInput."""
    match = _SUM.fullmatch(text.strip().removesuffix("%").strip())
    if not match:
        raise BadInput(f"{text!r} is no per cent")
    whole, part = match.groups()
    return int(whole) * 100 + int((part or "").ljust(2, "0"))
