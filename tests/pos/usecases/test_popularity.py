"""The search ranks by what sells here: counted from the journal, behind the sales."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from inventory.storage.catalogue import CatalogueStore
from inventory.storage.feed import CatalogueFeed
from inventory.values.money import Money
from pos.domain.views import Plan
from pos.usecases import popularity
from pos.usecases.popularity import count_sales
from sync.messages.feed import ItemChanged
from sync.storage.reader import NAME, reading
from tests.fakes.selling import BREAD, MILK, sell
from tests.fakes.till import Shop

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
CASH = Plan(received=Money(100_000))


def good(item: str, name: str) -> ItemChanged:
    return ItemChanged(item=item, article=item, name=name, unit=0, vat=11, price=1)


def found(store: CatalogueStore) -> list[str]:
    return [one.item for one in store.search("т", NOW)]


def test_what_was_sold_comes_first_and_each_sale_counts_once(shop: Shop, tmp_path: Path) -> None:
    feed, store = CatalogueFeed(tmp_path / "catalog.db"), CatalogueStore(tmp_path / "catalog.db")
    journal = shop.folder / NAME
    shop.begin_day()
    sell(shop, CASH, BREAD)
    count_sales(reading(journal), feed)  # before the first feed: left for later
    feed.begin("f")
    feed.apply([good("soap", "Т мыло"), good("milk", "Т молоко"), good("bread", "Т хлеб")], 3,
               more=False)  # fmt: skip
    assert found(store) == ["soap", "milk", "bread"]
    while count_sales(reading(journal), feed):
        pass
    assert found(store) == ["bread", "soap", "milk"]
    sell(shop, CASH, MILK, MILK, BREAD)
    sell(shop, CASH, MILK)
    sell(shop, CASH, MILK)
    sell(shop, CASH, MILK)
    assert count_sales(reading(journal), feed) > 0
    assert found(store) == ["milk", "bread", "soap"]
    assert count_sales(reading(journal), feed) == 0
    with shop.store.work() as work:
        assert feed.sold_until() == (work.head().epoch, work.head().seq)
    feed.close()
    store.close()


def test_a_long_history_is_counted_in_pieces(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.begin_day()
    for _ in range(3):
        sell(shop, CASH, BREAD)
    told: list[tuple[Mapping[str, int], int, int]] = []

    class Ranks:
        def sold_until(self) -> tuple[int, int]:
            return (told[-1][1], told[-1][2]) if told else (0, 0)

        def count_sold(self, times: Mapping[str, int], epoch: int, seq: int) -> None:
            told.append((times, epoch, seq))

    monkeypatch.setattr(popularity, "AT_ONCE", 2)
    while count_sales(reading(shop.folder / NAME), Ranks()):
        pass
    assert sum(times.get("bread", 0) for times, _, _ in told) == 3
    assert len(told) > 2
