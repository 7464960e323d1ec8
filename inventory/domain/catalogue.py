"""The catalogue as a till asks it."""

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
