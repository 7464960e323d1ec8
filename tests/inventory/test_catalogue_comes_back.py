"""A lost or damaged catalog.db is fetched again by the link itself, goods and ranks alike."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from inventory.domain.catalogue import ItemState
from inventory.storage.catalogue import CatalogueStore
from inventory.storage.feed import CatalogueFeed
from inventory.storage.files import damage_mark
from sync.usecases.pull import pull
from tests.fakes.office import FakeOffice
from tests.fakes.tills import MemoryState

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
GOODS = 20_000


@pytest.mark.parametrize("damage", ["gone", "torn", "emptied", "foreign"])
def test_twenty_thousand_goods_come_back(tmp_path: Path, damage: str) -> None:
    path, office = tmp_path / "catalog.db", FakeOffice(page_size=2000)
    office.sell(*(f"good{n}" for n in range(GOODS)))
    feed, store = CatalogueFeed(path, breathe=lambda _: None), CatalogueStore(path)
    pull(office, feed, MemoryState())
    feed.close()
    store.close()
    whole = path.read_bytes()
    if damage == "gone":
        path.unlink()
    else:
        torn = whole[:8192] + b"\xa5" * (len(whole) - 8192)
        path.write_bytes({"torn": torn, "emptied": b"", "foreign": b"x" * 9000}[damage])
    for name in ("good7", "good19999"):
        assert store.by_code(name, NOW) is None
    pull(office, feed, MemoryState())
    assert store.count() == GOODS
    assert [one.item for one in store.search("good19999", NOW)] == ["good19999"]
    feed.close()
    store.close()


def test_damage_found_between_two_pages_begins_from_zero_in_the_same_pull(tmp_path: Path) -> None:
    path, office = tmp_path / "catalog.db", FakeOffice(page_size=2000)
    office.sell(*(f"good{n}" for n in range(GOODS)))
    feed, store = TornOnce(path), CatalogueStore(path)
    assert pull(office, feed, MemoryState()) == GOODS
    assert (store.count(), store.cursor()) == (GOODS, GOODS)
    assert office.asked.count(("", 0)) == 2
    feed.close()
    store.close()


class TornOnce(CatalogueFeed):
    """A reader meets damage behind the second page."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, breathe=lambda _: None)
        self._mark, self._pages = damage_mark(path), 0

    def apply(self, items: Sequence[ItemState], cursor: int, *, more: bool) -> None:
        super().apply(items, cursor, more=more)
        self._pages += 1
        if self._pages == 2:
            self._mark.touch()
