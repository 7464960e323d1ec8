"""The catalogue as a till asks it, and goods as the feed brings them."""

from __future__ import annotations

from dataclasses import dataclass
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


class Catalogue(Protocol):
    """Read side of catalog.db; every answer is one indexed lookup."""

    def by_code(self, code: str) -> Item | None:
        """By any barcode of the good, its article or its PLU."""

    def by_id(self, item: str) -> Item | None:
        """By id in the nomenclature."""

    def search(self, text: str, limit: int = 20) -> list[Item]:
        """By parts of the name, best first."""

    def count(self) -> int:
        """How many goods are on sale; 0 for an empty or missing catalogue."""


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
