"""The feed's way into catalog.db: in pieces, each page whole or asked for again."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from inventory.storage.catalogue import CatalogueStore
from inventory.storage.feed import CHUNK, CatalogueFeed
from inventory.values.quantity import Unit
from sync.messages.feed import ItemChanged

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


class PowerCut(Exception):
    """The end of the process, between two transactions."""


def good(n: int, name: str = "", *, vat: int = 11, unit: int = 0, price: int = 100) -> ItemChanged:
    """A good with a code of its own."""
    return ItemChanged(
        item=f"i{n}",
        article=f"{n}",
        name=name or f"Товар {n}",
        unit=unit,
        vat=vat,
        price=price,
        codes=(f"code{n}",),
    )


def gone(n: int) -> ItemChanged:
    """The same good, taken off sale."""
    return ItemChanged(item=f"i{n}", article="", name="", unit=0, vat=11, price=0, gone=True)


GOODS = [good(n) for n in range(450)]


def dying_after(path: Path, breaths: int) -> CatalogueFeed:
    """A writer whose process ends at that breath."""
    left = iter(range(breaths - 1))

    def breathe(_: float) -> None:
        if next(left, None) is None:
            raise PowerCut

    return CatalogueFeed(path, breathe=breathe)


def test_a_page_moves_the_cursor_and_the_next_goes_on_from_it(
    feed: CatalogueFeed, store: CatalogueStore
) -> None:
    feed.begin("f")
    feed.apply([good(1)], 10, more=True)
    assert feed.place() == ("f", 10)
    feed.apply([good(2)], 20, more=False)
    assert feed.place() == ("f", 20)
    assert store.count() == 2


def test_a_page_without_goods_moves_the_cursor_too(feed: CatalogueFeed) -> None:
    feed.begin("f")
    feed.apply([], 7, more=False)
    assert feed.place() == ("f", 7)


def test_the_same_page_twice_changes_nothing(feed: CatalogueFeed, store: CatalogueStore) -> None:
    feed.begin("f")
    for _ in range(2):
        feed.apply(GOODS[:3], 3, more=False)
    assert store.count() == 3
    assert [item.item for item in store.search("товар 1", NOW)] == ["i1"]


def test_a_change_replaces_price_name_and_codes(feed: CatalogueFeed, store: CatalogueStore) -> None:
    feed.begin("f")
    feed.apply([good(1, "Старое имя")], 1, more=False)
    renamed = ItemChanged(
        item="i1", article="1", name="Новое", unit=0, vat=11, price=7, codes=("another",)
    )
    feed.apply([renamed], 2, more=False)
    assert store.by_code("code1", NOW) is None
    assert store.search("старое", NOW) == []
    found = store.by_code("another", NOW)
    assert found is not None
    assert (found.name, found.price.kopecks) == ("Новое", 7)


def test_what_is_gone_is_not_found_by_anything(feed: CatalogueFeed, store: CatalogueStore) -> None:
    feed.begin("f")
    feed.apply([good(1), good(2)], 2, more=False)
    feed.apply([gone(1), gone(99)], 3, more=False)
    assert (store.by_code("code1", NOW), store.by_code("1", NOW), store.by_id("i1", NOW)) == (
        None,
        None,
        None,
    )
    assert [item.item for item in store.search("товар", NOW)] == ["i2"]
    assert store.count() == 1


def sell_one(path: Path) -> None:
    """A catalogue with a good in it: what comes now is no first load."""
    feed = CatalogueFeed(path)
    feed.begin("f")
    feed.apply(GOODS[:1], 1, more=False)
    feed.close()


@pytest.mark.parametrize("breath", [1, 2])
def test_a_cut_between_pieces_leaves_the_cursor_and_the_page_is_taken_again(
    path: Path, store: CatalogueStore, breath: int
) -> None:
    sell_one(path)
    dying = dying_after(path, breath)
    with pytest.raises(PowerCut):
        dying.apply(GOODS, len(GOODS), more=False)
    dying.close()
    assert store.count() == breath * CHUNK
    again = CatalogueFeed(path, breathe=lambda _: None)
    assert again.place() == ("f", 1)
    again.apply(GOODS, len(GOODS), more=False)
    again.close()
    assert (store.count(), store.cursor()) == (len(GOODS), len(GOODS))


def test_another_feed_replaces_the_goods_without_a_moment_of_emptiness(
    path: Path, store: CatalogueStore
) -> None:
    """At every breath of the rebuild each good of both feeds is found."""
    seen: list[tuple[int, int]] = []

    def look(_: float) -> None:
        kept = sum(store.by_id(f"i{n}", NOW) is not None for n in range(100, len(GOODS)))
        seen.append((store.count(), kept))

    feed = CatalogueFeed(path, breathe=lambda _: None)
    feed.begin("old")
    feed.apply(GOODS, 500, more=False)
    feed.close()
    feed = CatalogueFeed(path, breathe=look)
    feed.begin("new")
    assert feed.place() == ("new", 0)
    assert store.count() == len(GOODS)
    new = [good(n, price=200) for n in range(100, len(GOODS))]
    feed.apply(new[:300], 300, more=True)
    feed.apply(new[300:], 350, more=False)
    feed.close()
    assert {kept for _, kept in seen} == {len(new)}
    assert min(count for count, _ in seen) >= len(new)
    assert store.count() == len(new)
    assert store.by_id("i5", NOW) is None
    assert {item.price.kopecks for item in store.search("товар", NOW, 1000)} == {200}


def test_a_cut_while_the_old_goods_go_is_made_good_by_the_next_last_page(
    path: Path, feed: CatalogueFeed, store: CatalogueStore
) -> None:
    feed.begin("old")
    feed.apply(GOODS, 450, more=False)
    feed.close()
    dying = dying_after(path, 1)
    dying.begin("new")
    with pytest.raises(PowerCut):
        dying.apply([good(1, price=200)], 1, more=False)
    dying.close()
    assert 1 < store.count() < len(GOODS)
    assert feed.place() == ("new", 1)
    feed.apply([], 1, more=False)
    assert [item.item for item in store.search("товар", NOW, 1000)] == ["i1"]


def test_a_third_feed_in_the_middle_of_a_rebuild_replaces_both(
    feed: CatalogueFeed, store: CatalogueStore
) -> None:
    feed.begin("old")
    feed.apply([good(1)], 1, more=False)
    feed.begin("new")
    feed.apply([good(2)], 1, more=True)
    feed.begin("third")
    feed.apply([good(3)], 1, more=False)
    assert [item.item for item in store.search("товар", NOW)] == ["i3"]


def test_a_good_that_no_receipt_can_carry_is_left_out_and_said(
    feed: CatalogueFeed, store: CatalogueStore, caplog: pytest.LogCaptureFixture
) -> None:
    feed.begin("f")
    feed.apply([good(1, vat=77), good(2, price=-1), good(3)], 3, more=False)
    assert [item.item for item in store.search("товар", NOW)] == ["i3"]
    assert "i1" in caplog.text
    assert "i2" in caplog.text


def test_a_measure_this_program_does_not_know_is_sold_as_other(
    feed: CatalogueFeed, store: CatalogueStore
) -> None:
    feed.begin("f")
    feed.apply([good(1, unit=12)], 1, more=False)
    assert getattr(store.by_id("i1", NOW), "unit", None) is Unit.OTHER


def test_a_file_taken_away_is_made_anew_from_zero(
    path: Path, feed: CatalogueFeed, store: CatalogueStore
) -> None:
    feed.begin("f")
    feed.apply([good(1)], 1, more=False)
    assert store.count() == 1
    path.unlink()
    assert store.count() == 0
    assert feed.place() == ("", 0)
    feed.begin("f")
    feed.apply([good(1), good(2)], 2, more=False)
    assert store.count() == 2


def test_a_poll_that_brings_nothing_writes_nothing(path: Path, feed: CatalogueFeed) -> None:
    feed.begin("f")
    feed.apply([good(1)], 1, more=False)
    wal = path.with_name(path.name + "-wal")
    before = wal.read_bytes()
    feed.apply([], 1, more=False)
    assert wal.read_bytes() == before


def test_pages_of_a_first_load_are_kept_together_and_lost_together(
    path: Path, store: CatalogueStore
) -> None:
    dying = CatalogueFeed(path, breathe=lambda _: None)
    dying.begin("f")
    dying.apply(GOODS[:100], 100, more=True)
    dying.apply(GOODS[100:200], 200, more=True)
    assert dying.place() == ("f", 200)
    assert (store.count(), store.cursor()) == (0, 0)
    dying._db().execute("ROLLBACK")  # as the end of power does
    dying.close()
    again = CatalogueFeed(path, breathe=lambda _: None)
    assert again.place() == ("f", 0)
    again.apply(GOODS[:200], 200, more=True)
    again.close()  # told to stop: what is there is kept
    assert (store.count(), store.cursor()) == (200, 200)
    again.apply(GOODS[200:], 450, more=False)
    assert (store.count(), store.cursor()) == (len(GOODS), 450)
    again.apply([good(1, price=7)], 451, more=True)
    again.close()
    assert (store.count(), store.cursor()) == (len(GOODS), 451)


def test_a_first_load_is_found_in_pieces_before_it_ends(path: Path, store: CatalogueStore) -> None:
    feed = CatalogueFeed(path, breathe=lambda _: None, filling=150)
    feed.begin("f")
    feed.apply(GOODS[:100], 100, more=True)
    feed.apply(GOODS[100:200], 200, more=True)
    assert store.count() == 200
    feed.apply(GOODS[200:300], 300, more=True)
    feed.count_sold({"i5": 3}, 1, 1)  # between pages, so they are kept first
    assert store.count() == 300
    assert [item.item for item in store.search("товар", NOW, 2)] == ["i5", "i0"]
    feed.close()


def test_a_price_leaves_the_index_of_articles_alone(path: Path) -> None:
    def strewn(n: int, price: int) -> ItemChanged:
        return msgspec.structs.replace(good(n, price=price), article=f"{n * 7919 % 10007:05d}")

    feed = CatalogueFeed(path, breathe=lambda _: None)
    feed.begin("f")
    feed.apply([strewn(n, 100) for n in range(5000)], 5000, more=False)
    feed.close()
    feed.apply([strewn(n, 200) for n in range(CHUNK)], 5050, more=False)
    pages = path.with_name(f"{path.name}-wal").stat().st_size // 4096
    feed.close()
    assert 0 < pages < CHUNK // 2


def test_a_good_that_gets_another_article_is_found_by_that_one_only(
    feed: CatalogueFeed, store: CatalogueStore
) -> None:
    feed.begin("f")
    feed.apply([good(1), good(2)], 2, more=False)
    feed.apply([msgspec.structs.replace(good(1), article="new", price=7)], 3, more=False)
    assert store.by_code("1", NOW) is None
    found = store.by_code("new", NOW)
    assert found is not None
    assert (found.item, found.price.kopecks) == ("i1", 7)


def test_a_good_that_changes_during_the_first_load_comes_once(
    feed: CatalogueFeed, store: CatalogueStore
) -> None:
    feed.begin("f")
    feed.apply([good(1), good(2)], 2, more=True)
    feed.apply([good(3), good(1, "Другое")], 4, more=False)
    assert store.count() == 3
    assert [item.name for item in store.search("другое", NOW)] == ["Другое"]
