"""What stands in a supplier's document, read strictly: values out or the reason why not."""

from __future__ import annotations

import re
from datetime import date

from inventory.domain.cells import BadCell
from inventory.values.money import Money
from inventory.values.quantity import Quantity

_QUANTITY = re.compile(r"(\d{1,9})(?:[.,](\d{1,3})0*)?", re.ASCII)
_ROUBLES = re.compile(r"(\d{1,11})(?:[.,](\d{1,2})0*)?", re.ASCII)
_KOPECKS = re.compile(r"\d{1,13}", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{2})\.(\d{2})\.(\d{4})", re.ASCII)
_INN = re.compile(r"\d{10}|\d{12}", re.ASCII)
_SPACES = str.maketrans("", "", " \u00a0\u2009\u202f")
LONGEST = 255  # characters of a supplier's name
NUMBER_LIMIT = 64  # of a document's number
LARGEST = Money(10**13)  # a journal adds up a hundred thousand of them in 63 bits


def thousandths(text: str) -> int:
    """A quantity as people write it: "114,100" is 114100."""
    found = _QUANTITY.fullmatch(text.translate(_SPACES))
    if not found:
        raise BadCell(f"{text!r} is no quantity: a number, to the thousandth at most")
    many = int(found[1]) * 1000 + int((found[2] or "").ljust(3, "0"))
    if not many:
        raise BadCell("the quantity is nothing")
    return many


def roubles(text: str) -> Money:
    """A sum or a purchase price: "94,90", "1 094"; nothing is a sum too, for a gift."""
    found = _ROUBLES.fullmatch(text.translate(_SPACES).removesuffix("₽"))
    if not found:
        raise BadCell(f"{text!r} is no sum: roubles, to the kopeck at most")
    return Money(int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")))


def kopecks(text: str) -> Money:
    """The same in whole kopecks."""
    if not _KOPECKS.fullmatch(text):
        raise BadCell(f"{text!r} is no sum in kopecks")
    return Money(int(text))


def possible(amount: Money) -> Money:
    """The sum itself; raises BadCell above a hundred thousand million roubles."""
    if amount > LARGEST:
        raise BadCell("the sum is more than any document holds")
    return amount


def need_agreeing(quantity: Quantity, cost: Money, amount: Money) -> None:
    """Raises BadCell unless the price, itself rounded to a kopeck, may give that amount."""
    apart = abs(cost.times(quantity).kopecks - amount.kopecks)
    if apart > quantity.thousandths // 2000 + 1:
        raise BadCell(
            f"price × quantity is {_shown(cost.times(quantity))}, the sum says {_shown(amount)}"
        )


def day(text: str) -> date:
    """A date as 2026-11-24 or 24.11.2026."""
    clean = text.strip()
    found = _DAY_FIRST.fullmatch(clean)
    try:
        return date.fromisoformat(f"{found[3]}-{found[2]}-{found[1]}" if found else clean)
    except ValueError:
        raise BadCell(f"{text!r} is no date; write 2026-11-24 or 24.11.2026") from None


def inn(text: str) -> str:
    """An ИНН of 10 or 12 digits; may be empty."""
    clean = text.strip()
    if clean and not _INN.fullmatch(clean):
        raise BadCell(f"{text!r} is no INN: 10 digits, or 12 of a person in business")
    return clean


def words(text: str, limit: int) -> str:
    """A name or a number on one line, cut at the limit; may be empty."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:limit]


def _shown(amount: Money) -> str:
    return f"{amount.kopecks // 100}.{amount.kopecks % 100:02}"
