"""A price has its moment of start, and its age can be told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from inventory.storage.catalogue import CatalogueStore
from inventory.storage.feed import CatalogueFeed
from inventory.values.money import Money
from sync.messages.feed import ItemChanged, PriceStep

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def millis(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def tea(price: int, *coming: PriceStep, since: int = 0) -> ItemChanged:
    return ItemChanged(
        item="tea", article="1", name="Чай", unit=0, vat=11, price=price, codes=("77",),
        price_from=since, coming=coming,
    )  # fmt: skip


def told(store: CatalogueStore, at: datetime) -> tuple[Money, datetime | None]:
    """Price and its moment, the same by code, by id and by name."""
    found = [store.by_code("77", at), store.by_id("tea", at), *store.search("чай", at)]
    prices = {(one.price, one.price_since) for one in found if one}
    assert len(found) == 3
    return prices.pop()


def test_a_price_begins_at_its_moment(feed: CatalogueFeed, store: CatalogueStore) -> None:
    feed.begin("f")
    steps = PriceStep(millis(NOW), 200), PriceStep(millis(NOW + HOUR), 150)
    feed.apply([tea(100, *steps)], 1, more=False)
    instant = timedelta(milliseconds=1)
    assert told(store, NOW - instant) == (Money(100), None)
    assert told(store, NOW) == (Money(200), NOW)
    assert told(store, NOW + HOUR - instant) == (Money(200), NOW)
    assert told(store, NOW + HOUR) == (Money(150), NOW + HOUR)


def test_a_new_word_from_the_office_replaces_what_was_to_come(
    feed: CatalogueFeed, store: CatalogueStore
) -> None:
    feed.begin("f")
    feed.apply([tea(100, PriceStep(millis(NOW), 200))], 1, more=False)
    feed.apply([tea(100, PriceStep(millis(NOW + HOUR), 300))], 2, more=False)
    assert told(store, NOW) == (Money(100), None)
    assert told(store, NOW + HOUR) == (Money(300), NOW + HOUR)
    feed.apply([tea(90)], 3, more=False)
    assert told(store, NOW + HOUR) == (Money(90), None)
    feed.apply([tea(90)], 4, more=False)
    assert store.count() == 1


def test_the_age_of_a_price_is_told(feed: CatalogueFeed, store: CatalogueStore) -> None:
    feed.begin("f")
    feed.apply([tea(100, since=millis(NOW - HOUR))], 1, more=False)
    found = store.by_code("77", NOW)
    assert found is not None
    assert found.price_age(NOW) == HOUR
    feed.apply([tea(100)], 2, more=False)
    found = store.by_code("77", NOW)
    assert found is not None
    assert found.price_age(NOW) is None


def test_a_price_below_zero_among_those_to_come_cannot_be_sold(
    feed: CatalogueFeed, store: CatalogueStore
) -> None:
    feed.begin("f")
    feed.apply([tea(100, PriceStep(millis(NOW), -1))], 1, more=False)
    assert store.by_code("77", NOW) is None


def test_a_upc_finds_the_good_kept_as_an_ean_and_an_add_on_is_ignored(
    feed: CatalogueFeed, store: CatalogueStore
) -> None:
    feed.begin("f")
    magazine = ItemChanged(item="m", article="5", name="Журнал", unit=0, vat=11, price=1,
                           codes=("0614141007349",))  # fmt: skip
    feed.apply([magazine], 1, more=False)
    for scanned in ("614141007349", "0614141007349", "00614141007349", "061414100734951999"):
        assert getattr(store.by_code(scanned, NOW), "code", "") == "0614141007349", scanned
