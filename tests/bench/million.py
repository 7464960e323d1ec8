"""A made-up catalogue of a million goods, written by the same feed a till uses."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from inventory.codes.ean import check_digit
from inventory.storage.catalogue import CatalogueStore
from inventory.storage.feed import CatalogueFeed

GOODS = 1_000_000
PAGE = 20_000
KINDS = (
    "Молоко пастеризованное",
    "Хлеб ржано-пшеничный",
    "Сыр полутвёрдый",
    "Печенье овсяное с изюмом",
    "Шампунь для сухих волос",
    "Чай чёрный крупнолистовой",
    "Вода питьевая негазированная",
    "Кофе зерновой, подарочная упаковка с кружкой",
    "Тетрадь в клетку 48 листов",
    "Перчатки хозяйственные латексные",
)
BRANDS = ("Заречное", "Утро", "Берёзка", "Северный край", "Лугово", "Домашний", "Ветер", "Ладья")


@dataclass(frozen=True, slots=True)
class Good:
    """`inventory.domain.catalogue.ItemState`."""

    item: str
    article: str
    name: str
    price: int
    codes: tuple[str, ...]
    unit: int = 0
    vat: int = 2
    group: str = "Разное"
    subject: int = 1
    gone: bool = False
    price_from: int = 0
    coming: tuple[()] = ()


def code(number: int) -> str:
    """The EAN-13 of a good, in a range that no manufacturer has."""
    digits = f"29{number:010d}"
    return digits + check_digit_of(digits)


def check_digit_of(digits: str) -> str:
    """The thirteenth digit."""
    return str(check_digit(digits))


def goods(count: int) -> Iterator[Good]:
    """So many goods, the same ones each time."""
    chance = random.Random(20261124)  # noqa: S311 — no secret
    for number in range(count):
        kind, brand = KINDS[number % len(KINDS)], BRANDS[chance.randrange(len(BRANDS))]
        name = f"{kind} «{brand}» {chance.randrange(5, 2000)} г, арт. {number}"
        yield Good(f"g{number}", f"{number}", name, chance.randrange(500, 300_000), (code(number),))


def make(path: Path, count: int = GOODS) -> None:
    """Write the catalogue, unless it is there already in a form this program reads."""
    store = CatalogueStore(path)
    there = store.count()
    store.close()
    if there == count:
        return
    unfinished = path.with_suffix(".making")
    for left in path.parent.glob(f"{unfinished.name}*"):
        left.unlink()
    feed = CatalogueFeed(unfinished, breathe=lambda seconds: None)
    feed.begin("bench")
    page: list[Good] = []
    for number, good in enumerate(goods(count), 1):
        page.append(good)
        if len(page) == PAGE or number == count:
            feed.apply(page, number, more=number < count)
            page = []
    feed.close()
    unfinished.rename(path)


@contextmanager
def kept(folder: Path | None = None, count: int = GOODS) -> Iterator[Path]:
    """A folder with that catalogue: the one given, for a next run, or one for now."""
    with tempfile.TemporaryDirectory() as own:
        where = folder or Path(own)
        where.mkdir(parents=True, exist_ok=True)
        make(where / "catalog.db", count)
        yield where
