"""Search as you type: what sells here first, names that begin so next, layouts understood."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from inventory.storage.catalogue import CatalogueStore
from inventory.storage.feed import CatalogueFeed
from inventory.storage.places import RANKS, place, rank, sells_here
from sync.messages.feed import ItemChanged

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
NAMES = {
    "bun": "Булочка молочная",
    "milk": "Молоко 3,2 %",
    "hammer": "Молоток слесарный",
    "mokin": "Mokin молочный напиток",
}


def good(item: str, name: str) -> ItemChanged:
    return ItemChanged(item=item, article=f"a-{item}", name=name, unit=0, vat=11, price=100)


@pytest.fixture
def filled(feed: CatalogueFeed, store: CatalogueStore) -> CatalogueStore:
    feed.begin("f")
    feed.apply([good(item, name) for item, name in NAMES.items()], 4, more=False)
    return store


def names(store: CatalogueStore, text: str, limit: int = 20) -> list[str]:
    return [item.item for item in store.search(text, NOW, limit)]


def test_names_that_begin_so_come_first_while_nothing_was_sold(filled: CatalogueStore) -> None:
    assert names(filled, "мол") == ["milk", "hammer", "bun", "mokin"]
    assert names(filled, "мол", 2) == ["milk", "hammer"]


def test_what_sells_here_comes_first(feed: CatalogueFeed, filled: CatalogueStore) -> None:
    feed.count_sold({"bun": 1}, 1, 5)
    assert names(filled, "мол") == ["bun", "milk", "hammer", "mokin"]
    feed.count_sold({"hammer": 3}, 1, 9)
    assert names(filled, "мол") == ["hammer", "bun", "milk", "mokin"]
    assert names(filled, "мол", 1) == ["hammer"]
    assert feed.sold_until() == (1, 9)


def test_one_word_is_one_question_and_finds_what_sells_here_by_any_of_its_words(
    feed: CatalogueFeed, store: CatalogueStore
) -> None:
    feed.begin("f")
    many = [good(f"{n}", f"Молоко {n}") for n in range(30)]
    feed.apply([*many, good("bun", "Булочка «Молочная» сдобная")], 31, more=False)
    assert "bun" not in names(store, "мол")
    feed.count_sold({"bun": 1}, 1, 1)
    assert names(store, "мол")[:2] == ["bun", "0"]
    assert names(store, "сдоб") == ["bun"]
    feed.apply([good("bun", "Булка")], 32, more=False)
    assert names(store, "мол", 40) == [one.item for one in many]
    assert names(store, "булк") == ["bun"]


def test_the_rank_stays_with_the_good_through_changes(
    feed: CatalogueFeed, filled: CatalogueStore
) -> None:
    feed.count_sold({"mokin": 7, "later": 9}, 1, 5)
    feed.apply([good("mokin", "Мокко молотый")], 5, more=False)
    feed.apply([good("later", "Молоко топлёное")], 6, more=False)
    assert names(filled, "мол")[:2] == ["later", "mokin"]
    assert filled.by_code("a-mokin", NOW) is not None


def test_a_new_feed_keeps_what_sells_here(feed: CatalogueFeed, filled: CatalogueStore) -> None:
    feed.count_sold({"bun": 2}, 1, 5)
    feed.begin("another")
    feed.apply([good("milk", "Молоко"), good("bun", "Булка молочная")], 2, more=False)
    assert names(filled, "мол") == ["bun", "milk"]
    assert filled.count() == 2


def test_codes_follow_a_good_to_its_new_place(feed: CatalogueFeed, store: CatalogueStore) -> None:
    feed.begin("f")
    coded = ItemChanged(
        item="x", article="1", name="Икра", unit=0, vat=11, price=1, codes=("11", "12")
    )
    feed.apply([coded], 1, more=False)
    feed.count_sold({"x": 100}, 1, 1)
    assert [getattr(store.by_code(code, NOW), "item", "") for code in ("11", "12", "1")] == [
        "x",
        "x",
        "x",
    ]
    feed.apply([ItemChanged(item="x", article="1", name="Икра", unit=0, vat=11, price=1,
                            codes=("12",))], 2, more=False)  # fmt: skip
    assert store.by_code("11", NOW) is None
    assert names(store, "икр") == ["x"]


def test_sales_before_the_first_feed_are_left_for_later(feed: CatalogueFeed, path: Path) -> None:
    feed.count_sold({"x": 1}, 1, 1)
    assert feed.sold_until() == (0, 0)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("vjkjrj", ["milk"]),
        ("vjkj 3", ["milk"]),
        ("ьщлшт", ["mokin"]),
        ("vjkjn", ["hammer"]),
        ("слесарный мол", ["hammer"]),
        ("ХЙЪ", []),
    ],
)
def test_the_other_layout_is_understood(
    filled: CatalogueStore, typed: str, found: list[str]
) -> None:
    assert names(filled, typed) == found


def test_a_rank_rises_with_each_doubling_and_ends() -> None:
    assert [rank(times) for times in (0, 1, 2, 3, 4, 7, 8)] == [0, 1, 2, 2, 3, 3, 4]
    assert rank(10**9) == RANKS
    assert place(10**9, 5) == 5
    assert sells_here(place(1, 1 << 29))
    assert not sells_here(place(0, 1))
    assert place(2, 999) < place(1, 1)


def test_a_letter_that_half_a_million_names_have_gives_just_the_first_rows(
    feed: CatalogueFeed, store: CatalogueStore
) -> None:
    feed.begin("f")
    feed.apply([good(f"{n}", f"Чай {n}") for n in range(600)], 600, more=False)
    feed.count_sold({"599": 1, "300": 5}, 1, 1)
    assert names(store, "ч", 3) == ["300", "599", "0"]
