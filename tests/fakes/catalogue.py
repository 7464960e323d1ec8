"""A catalogue in memory, with a handful of goods of every kind a till has to know."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from inventory.domain.catalogue import Item
from inventory.values.money import Money
from inventory.values.quantity import Unit
from inventory.values.vat import VatRate

MILK = Item("milk", "101", "Молоко «Утро» 3,2 %", Unit.PIECE, VatRate.VAT_10, Money(9490))
BREAD = Item("bread", "102", "Хлеб ржаной", Unit.PIECE, VatRate.VAT_10, Money(5205))
SOAP = Item("soap", "103", "Мыло", Unit.PIECE, VatRate.VAT_22, Money(6333))
CHEESE = Item("cheese", "104", "Сыр", Unit.KILOGRAM, VatRate.VAT_10, Money(89990))
MATCHES = Item("matches", "105", "Спички", Unit.PIECE, VatRate.NONE, Money(99))

CODES = {
    "4600000000015": MILK,
    "4600000000022": BREAD,
    "4600000000039": SOAP,
    "104": CHEESE,
    "105": MATCHES,
}


class MemoryCatalogue:
    """`inventory.domain.catalogue.Catalogue`."""

    def __init__(self, codes: dict[str, Item] | None = None) -> None:
        self.codes = dict(CODES if codes is None else codes)

    def by_code(self, code: str, at: datetime) -> Item | None:
        """By barcode or article."""
        item = self.codes.get(code)
        return replace(item, code=code) if item else None

    def by_id(self, item: str, at: datetime) -> Item | None:
        """By id."""
        return next((one for one in self.codes.values() if one.item == item), None)

    def search(self, text: str, at: datetime, limit: int = 20) -> list[Item]:
        """By a part of the name."""
        found = [one for one in self.codes.values() if text.lower() in one.name.lower()]
        return found[:limit]

    def count(self) -> int:
        """How many goods."""
        return len(self.codes)
