"""Reading the demo shop's content: goods, people, quick keys. Files beside this module, no Qt.

Barcodes are EAN-13 of the in-store range 29 (GS1 leaves 20 to 29 to the shop itself), so none
can belong to a real maker; 20 to 28 stay free for barcodes with a weight inside.
"""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from inventory.values.money import Money
from inventory.values.quantity import Unit
from inventory.values.vat import VatRate


@dataclass(frozen=True, slots=True)
class Good:
    """A good of the demo shop; `price` per unit."""

    code: str
    article: str
    name: str
    unit: Unit
    vat: VatRate
    subject: int  # 1212
    price: Money
    group: str

    @property
    def item(self) -> str:
        """Id in the nomenclature."""
        return f"demo-{self.article}"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works in the demo shop. The PIN opens the demo and nothing else."""

    user: str
    name: str
    role: str
    pin: str


@dataclass(frozen=True, slots=True)
class Shop:
    """The demo shop itself."""

    name: str
    inn: str
    till: str
    zone: str
    tax_system: int  # 1055
    login: str  # of the owner in the back office
    password: str  # of the demo's office alone


@dataclass(frozen=True, slots=True)
class PanelGood:
    """A good that lies beside the till; `grams` on the scale, 0 for pieces."""

    good: Good
    label: str
    grams: int = 0

    @property
    def text(self) -> str:
        """What the till is given when it is clicked: `CODE`, or `1,284*CODE` from the scale."""
        if not self.grams:
            return self.good.code
        return f"{self.grams // 1000},{self.grams % 1000:03d}*{self.good.code}"


@cache
def goods() -> tuple[Good, ...]:
    """All goods, in the order of their groups."""
    lines = _text("goods.tsv").splitlines()
    return tuple(_good(row) for row in csv.DictReader(lines, delimiter="\t"))


@cache
def people() -> tuple[Person, ...]:
    """Three of them: cashier, senior, owner."""
    return tuple(Person(**row) for row in tomllib.loads(_text("people.toml"))["people"])


def owner() -> Person:
    """Whose name the demo shop stands in."""
    return next(person for person in people() if person.role == "owner")


def shop() -> Shop:
    """The demo shop."""
    return Shop(**_shop_file()["shop"])


def quick_keys() -> list[dict[str, Any]]:
    """Pages of quick keys as the till's setting holds them: name, items with item and label."""
    by_article = _by_article()
    return [
        {
            "name": page["name"],
            "items": [
                {"item": by_article[article].item, "label": label}
                for article, label in page["items"]
            ],
        }
        for page in _shop_file()["quick"]
    ]


def panel_goods() -> list[PanelGood]:
    """What the panel offers to click."""
    by_article = _by_article()
    return [
        PanelGood(by_article[article], label, grams)
        for article, label, grams in _shop_file()["panel"]["goods"]
    ]


def unknown_code() -> str:
    """A barcode of no good of this shop."""
    return str(_shop_file()["panel"]["unknown"])


@cache
def _by_article() -> dict[str, Good]:
    return {good.article: good for good in goods()}


def _good(row: dict[str, str]) -> Good:
    return Good(
        code=row["code"],
        article=row["article"],
        name=row["name"],
        unit=Unit(int(row["unit"])),
        vat=VatRate(int(row["vat"])),
        subject=int(row["subject"]),
        price=Money(int(row["price"])),
        group=row["group"],
    )


def _shop_file() -> dict[str, Any]:
    return tomllib.loads(_text("shop.toml"))


def _text(name: str) -> str:
    return (files("pos.demo") / name).read_text(encoding="utf-8")
