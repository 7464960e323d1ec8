"""What a till finds in catalog.db, and that nothing about that file stops it."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from inventory.domain.catalogue import Catalogue
from inventory.storage.catalogue import CatalogueStore
from inventory.storage.feed import CatalogueFeed
from inventory.values.money import Money
from inventory.values.quantity import Unit
from inventory.values.vat import VatRate
from sync.messages.feed import ItemChanged

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)

MILK = ItemChanged(
    item="milk",
    article="1001",
    name="Молоко «Тёплое утро» 3,2 % 1 л",
    unit=Unit.PIECE,
    vat=VatRate.VAT_10,
    price=8990,
    group="Молочное",
    codes=("4600000000015", "4600000000022"),
)
CHEESE = ItemChanged(
    item="cheese",
    article="2002",
    name="Сыр Утренний",
    unit=Unit.KILOGRAM,
    vat=VatRate.VAT_10,
    price=79900,
    codes=("77",),
)
YOGHURT = ItemChanged(
    item="yoghurt", article="2003", name="Йогурт утро", unit=0, vat=11, price=4500
)


@pytest.fixture
def filled(feed: CatalogueFeed, store: CatalogueStore) -> CatalogueStore:
    feed.begin("f")
    feed.apply([MILK, CHEESE, YOGHURT], 3, more=False)
    return store


def names(store: CatalogueStore, text: str, limit: int = 20) -> list[str]:
    return [item.item for item in store.search(text, NOW, limit)]


def test_the_store_is_a_catalogue(store: CatalogueStore) -> None:
    port: Catalogue = store
    assert port.count() == 0


def test_a_scan_gives_the_good_with_all_that_a_receipt_needs(filled: CatalogueStore) -> None:
    found = filled.by_code(" 4600000000022 ", NOW)
    assert found is not None
    assert (found.item, found.article, found.name) == ("milk", "1001", MILK.name)
    assert (found.unit, found.vat, found.price) == (Unit.PIECE, VatRate.VAT_10, Money(8990))
    assert (found.group, found.code, found.subject) == ("Молочное", "4600000000022", 1)


def test_an_article_and_a_plu_are_codes_too(filled: CatalogueStore) -> None:
    by_article, by_plu = filled.by_code("2002", NOW), filled.by_code("77", NOW)
    assert by_article is not None
    assert by_plu is not None
    assert by_article.item == by_plu.item == "cheese"


@pytest.mark.parametrize("code", ["", " ", "460000000001", "46000000000151", "утро", "\ud83d", "'"])
def test_a_code_that_no_good_has_finds_nothing(filled: CatalogueStore, code: str) -> None:
    assert filled.by_code(code, NOW) is None


def test_a_barcode_goes_before_an_article_of_the_same_digits(
    feed: CatalogueFeed, filled: CatalogueStore
) -> None:
    article_is_the_plu_of_cheese = ItemChanged(
        item="other", article="77", name="Другое", unit=0, vat=11, price=1
    )
    feed.apply([article_is_the_plu_of_cheese], 4, more=False)
    found = filled.by_code("77", NOW)
    assert found is not None
    assert found.item == "cheese"


def test_of_two_goods_with_one_code_the_one_changed_last_has_it(
    feed: CatalogueFeed, filled: CatalogueStore
) -> None:
    feed.apply([ItemChanged(item="new", article="9", name="Новое", unit=0, vat=11, price=1,
                            codes=("77",))], 4, more=False)  # fmt: skip
    assert getattr(filled.by_code("77", NOW), "item", None) == "new"
    feed.apply([CHEESE], 5, more=False)
    assert getattr(filled.by_code("77", NOW), "item", None) == "cheese"
    feed.apply([ItemChanged(item="cheese", article="", name="", unit=0, vat=6, price=0,
                            gone=True)], 6, more=False)  # fmt: skip
    assert getattr(filled.by_code("77", NOW), "item", None) == "new"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("утр", {"milk", "cheese", "yoghurt"}),
        ("УТРО теп", {"milk"}),
        ("тёп", {"milk"}),
        ("3,2%", {"milk"}),
        ("утренний сыр", {"cheese"}),
        ("иогурт", set()),
        ("4600", {"milk"}),
        ("100", {"milk"}),
        ("200", {"cheese", "yoghurt"}),
        ("2003", {"yoghurt"}),
        ('сыр" OR "молоко', set()),
        ("*", set()),
        ("", set()),
        ("%", set()),
    ],
)
def test_a_search_takes_words_cut_short_in_any_order_and_codes(
    filled: CatalogueStore, text: str, found: set[str]
) -> None:
    assert set(names(filled, text)) == found


def test_the_exact_code_comes_first_then_names_that_begin_so(
    feed: CatalogueFeed, filled: CatalogueStore
) -> None:
    ducks = ItemChanged(item="ducks", article="3", name="Утка 77 копчёная", unit=0, vat=10, price=1)
    feed.apply([ducks], 4, more=False)
    assert names(filled, "77") == ["cheese", "ducks"]
    assert names(filled, "ут")[0] == "ducks"


def test_a_search_gives_each_good_once_and_no_more_than_asked(
    feed: CatalogueFeed, store: CatalogueStore
) -> None:
    feed.begin("f")
    feed.apply(
        [
            ItemChanged(item=f"{n}", article=f"чай{n}", name=f"Чай чайный {n}", unit=0, vat=11,
                        price=n, codes=(f"чай{n}a", f"чай{n}b"))
            for n in range(30)
        ],
        30,
        more=False,
    )  # fmt: skip
    assert len(names(store, "чай", 7)) == 7
    assert sorted(names(store, "чай", 50), key=int) == [str(n) for n in range(30)]


def test_no_catalogue_is_an_empty_catalogue(store: CatalogueStore, path: Path) -> None:
    assert store.by_code("77", NOW) is None
    assert store.by_id("milk", NOW) is None
    assert store.search("сыр", NOW) == []
    assert (store.count(), store.cursor()) == (0, 0)
    assert not path.exists()


def test_a_catalogue_made_later_is_seen_by_who_asked_before(
    store: CatalogueStore, feed: CatalogueFeed
) -> None:
    assert store.count() == 0
    feed.begin("f")
    feed.apply([MILK], 1, more=False)
    assert (store.count(), store.cursor()) == (1, 1)


@pytest.mark.parametrize(
    "bytes_in_it", [b"", b"nonsense" * 4096, b"SQLite format 3\0" + b"x" * 9000]
)
def test_damage_is_an_empty_catalogue_and_the_feed_fetches_it_again(
    path: Path, feed: CatalogueFeed, filled: CatalogueStore, bytes_in_it: bytes
) -> None:
    feed.close()
    filled.close()
    path.write_bytes(bytes_in_it)
    assert filled.by_code("77", NOW) is None
    assert filled.count() == 0
    assert feed.place() == ("", 0)
    feed.begin("f")
    feed.apply([CHEESE], 3, more=False)
    assert getattr(filled.by_code("77", NOW), "item", None) == "cheese"


def test_damage_under_open_hands_is_noticed_by_the_reader(
    path: Path, feed: CatalogueFeed, store: CatalogueStore
) -> None:
    """Pages torn behind the header: the writer would not see it until it writes there."""
    feed.begin("f")
    feed.apply(
        [ItemChanged(item=f"{n}", article=f"{n}", name=f"Чай {n}", unit=0, vat=11, price=n)
         for n in range(2000)],
        2000,
        more=False,
    )  # fmt: skip
    feed.close()
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xa5" * (len(whole) - 4096))
    assert store.by_code("7", NOW) is None
    assert feed.place() == ("", 0)
    feed.begin("f")
    feed.apply([MILK], 1, more=False)
    assert store.count() == 1


def test_a_value_the_writer_never_wrote_is_damage_too(
    feed: CatalogueFeed, filled: CatalogueStore
) -> None:
    with feed._transaction() as db:
        db.execute("UPDATE items SET vat = 99")
    assert filled.by_id("milk", NOW) is None
    assert feed.place() == ("", 0)


def test_each_thread_has_its_own_connection_and_one_close_ends_them(
    filled: CatalogueStore,
) -> None:
    found: list[str] = []

    def ask() -> None:
        found.extend(item.item for item in filled.search("сыр", NOW))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["cheese"] * 4
