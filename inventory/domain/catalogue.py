"""The catalogue as a till asks it, and goods as the feed brings them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from inventory.values.money import Money
from inventory.values.quantity import Unit
from inventory.values.vat import VatRate


@dataclass(frozen=True, slots=True)
class Item:
    """A good (номенклатура) with its price of now."""

    item: str
    article: str
    name: str
    unit: Unit
    vat: VatRate
    price: Money
    group: str = ""
    code: str = ""  # the code it was found by
    subject: int = 1  # 1212
    price_from: int = 0  # ms UTC since when the price holds; 0 for unknown

    @property
    def price_since(self) -> datetime | None:
        """Since when the price holds; None for unknown."""
        return datetime.fromtimestamp(self.price_from / 1000, UTC) if self.price_from else None

    def price_age(self, now: datetime) -> timedelta | None:
        """For how long the price holds; None for unknown."""
        return now - self.price_since if self.price_since else None


class Catalogue(Protocol):
    """Read side of catalog.db; every answer is one indexed lookup.

    `at` is the moment whose prices are asked for: a price may begin at a moment of its own.
    """

    def by_code(self, code: str, at: datetime) -> Item | None:
        """By any barcode of the good, its article or its PLU."""

    def by_id(self, item: str, at: datetime) -> Item | None:
        """By id in the nomenclature."""

    def search(self, text: str, at: datetime, limit: int = 20) -> list[Item]:
        """By parts of the name, what sells here first."""

    def count(self) -> int:
        """How many goods are on sale; 0 for an empty or missing catalogue."""


class PriceState(Protocol):
    """A price with its moment of start."""

    @property
    def since(self) -> int:
        """Milliseconds of UTC."""

    @property
    def price(self) -> int:
        """Kopecks per unit."""


class ItemState(Protocol):
    """A good as a change feed tells it: plain numbers and strings, satisfied by a wire record.

    `gone` takes it off sale.
    """

    @property
    def item(self) -> str:
        """Id in the nomenclature."""

    @property
    def article(self) -> str:
        """The shop's own short code."""

    @property
    def name(self) -> str:
        """As it is printed."""

    @property
    def unit(self) -> int:
        """Tag 2108."""

    @property
    def vat(self) -> int:
        """Tag 1199."""

    @property
    def price(self) -> int:
        """Kopecks per unit."""

    @property
    def price_from(self) -> int:
        """Since when that price holds, ms UTC; 0 for unknown."""

    @property
    def coming(self) -> Sequence[PriceState]:
        """Prices that begin later."""

    @property
    def group(self) -> str:
        """Group of goods; may be empty."""

    @property
    def codes(self) -> tuple[str, ...]:
        """Barcodes and PLUs."""

    @property
    def subject(self) -> int:
        """Tag 1212."""

    @property
    def gone(self) -> bool:
        """No longer on sale."""
