"""What the till knows of its stock and of deliveries, by its own facts alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from inventory.domain.delivery import Supplier
from inventory.values.quantity import Quantity


@dataclass(frozen=True, slots=True)
class StockView:
    """So much of a good is there; less than nothing where more was sold than received."""

    item: str
    name: str
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class PostedView:
    """A document that was posted."""

    supplier: Supplier
    number: str
    date: str  # the document's own, ISO
    at: int  # when it was posted, ms UTC


class Stock(Protocol):
    """Questions to the derived tables of stock."""

    def posted(self, day: str) -> list[PostedView]:
        """Documents of that day (ISO), the one posted first in front."""

    def of(self, item: str) -> list[StockView]:
        """The stock of a good; none where it never moved, two where its unit was changed."""

    def all(self) -> list[StockView]:
        """Every good that ever moved, by name."""
