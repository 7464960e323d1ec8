"""A supplier's document (приходная накладная) as a file names it, checked line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from inventory.domain.imported import Refused
from inventory.domain.words import words
from inventory.values.money import ZERO, Money, half_up
from inventory.values.quantity import Unit
from inventory.values.vat import VatRate


@dataclass(frozen=True, slots=True)
class Supplier:
    """Who sent the goods; `inn` is empty where the document does not tell it."""

    name: str
    inn: str = ""

    def is_same(self, other: Supplier) -> bool:
        """By INN where both have one, else by the words of the name: ООО «Луч» is ооо "луч"."""
        if self.inn and other.inn:
            return self.inn == other.inn
        return words(self.name) == words(other.name)


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """A line that can be received once its good is found."""

    row: int  # as the document numbers it; of a table the header is 1
    codes: tuple[str, ...]  # what may name the good, the likeliest first
    name: str
    unit: Unit | None  # None: as the good is sold
    thousandths: int
    amount: Money  # VAT within
    vat: VatRate | None  # None: the rate of the good
    tax: Money | None = None  # VAT in the amount; None: by the rate


@dataclass(frozen=True, slots=True)
class Delivery:
    """Goods that come by one document. `costs` are paid besides, as for carriage."""

    supplier: Supplier
    number: str
    day: date
    rows: tuple[DeliveryRow, ...]
    refused: tuple[Refused, ...] = ()
    costs: Money = ZERO

    def is_same(self, supplier: Supplier, number: str, day: str) -> bool:
        """Whether that is the same document, posted before; spaces and case do not matter."""
        alike = bare_number(self.number) == bare_number(number) and self.day.isoformat() == day
        return alike and self.supplier.is_same(supplier)


def bare_number(number: str) -> str:
    """A document's number as it is compared: without spaces and case."""
    return "".join(number.split()).casefold()


def shares(amounts: Sequence[Money], costs: Money) -> list[Money]:
    """What of the costs each line bears: by its amount, equally where all came for nothing."""
    weights = [amount.kopecks for amount in amounts]
    return costs.spread(weights if any(weights) else [1] * len(weights))


def cost_of_unit(paid: Money, thousandths: int) -> Money:
    """What a unit cost when so many thousandths of it cost that, half up to the kopeck."""
    return Money(half_up(paid.kopecks * 1000, thousandths))
