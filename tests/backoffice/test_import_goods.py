"""Goods of a file go on sale all at once, or leave nothing."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from sqlalchemy import inspect

from backoffice.errors import UnknownImport
from backoffice.storage.store import OfficeStore
from backoffice.usecases import import_goods
from backoffice.usecases.edit import take_off_sale
from backoffice.usecases.publish import feed_page, publish_items
from backoffice.usecases.report_day import today
from sync.messages.feed import ItemChanged, PriceStep
from sync.messages.wire import ImportRow, ImportTaken
from tests.backoffice.conftest import Office

TEA = ItemChanged(
    item="tea", article="500", name="Чай", unit=0, vat=11, price=100, codes=("4600000000999",),
    price_from=5, coming=(PriceStep(9, 200),), subject=2,
)  # fmt: skip


def row(
    number: int,
    article: str,
    *codes: str,
    name: str = "Чай",
    price: int = 100,
    cost: int | None = None,
) -> ImportRow:
    return ImportRow(number, article, name, 0, 11, price, "", codes, cost)


def on_sale(office: Office) -> dict[str, ItemChanged]:
    """Goods by article, as a till gets them from zero."""
    records = feed_page(office.store, "", 0, 100_000).records
    items = [one for one in records if isinstance(one, ItemChanged)]
    return {one.article: one for one in items if not one.gone}


def run(office: Office, *rows: ImportRow) -> ImportTaken:
    begun = import_goods.begin(office.store).id
    taken = import_goods.take(office.store, begun, rows, office.clock())
    import_goods.commit(office.store, begun)
    return taken


def left_over(store: OfficeStore) -> list[str]:
    if store._engine.dialect.name == "postgresql":
        tables = inspect(store._engine).get_table_names()
        return [name for name in tables if name.startswith("import-")]
    path = Path(str(store._engine.url.database))
    return [str(one) for one in path.parent.glob(f"{path.name}-import-*")]


def test_new_goods_get_ids_codes_and_the_moment_of_their_price(office: Office) -> None:
    taken = run(office, row(2, "900", "4600000000999", name="Новый"))
    assert (taken.added, taken.changed, taken.refused) == (1, 0, [])
    good = on_sale(office)["900"]
    assert (good.name, good.codes, good.price_from) == ("Новый", ("4600000000999",), office.clock())
    with office.store.look() as work:
        assert work.feed.goods_named("4600000000999") == {good.item}
        assert work.feed.goods("новый 4600000000999", "", 10, 0)[1] == 1
    assert left_over(office.store) == []


def test_the_same_rows_again_change_nothing(office: Office) -> None:
    run(office, row(2, "900", "77"))
    end = feed_page(office.store, "", 0, 100_000).cursor
    assert run(office, row(2, "900", "77")) == ImportTaken(0, 0, [])
    assert feed_page(office.store, "", 0, 100_000).cursor == end


def test_a_known_article_is_changed_and_keeps_what_the_file_does_not_say(office: Office) -> None:
    publish_items(office.store, [TEA])
    taken = run(office, row(2, "500", "4600000001000", name="Чай чёрный", price=150))
    assert (taken.added, taken.changed) == (0, 1)
    changed = on_sale(office)["500"]
    assert changed == msgspec.structs.replace(
        TEA,
        name="Чай чёрный",
        price=150,
        price_from=office.clock(),
        codes=("4600000000999", "4600000001000"),
    )
    with office.store.look() as work:
        for code in changed.codes:
            assert work.feed.goods_named(code) == {"tea"}


def test_a_price_that_stays_keeps_its_moment(office: Office) -> None:
    publish_items(office.store, [TEA])
    run(office, row(2, "500", name="Чай чёрный"))
    assert on_sale(office)["500"].price_from == 5


def test_without_an_article_the_barcode_says_which_good(office: Office) -> None:
    publish_items(office.store, [TEA])
    assert run(office, row(2, "4600000000999", "4600000000999", price=7)).changed == 1
    assert on_sale(office)["500"].price == 7


def test_a_barcode_of_another_good_is_refused_and_its_owner_named(office: Office) -> None:
    publish_items(office.store, [TEA, msgspec.structs.replace(TEA, item="x", article="501",
                                                              codes=("88",))])  # fmt: skip
    taken = run(office, row(2, "501", "4600000000999"), row(3, "902", "1"))
    assert [(one.row, one.why) for one in taken.refused] == [
        (2, "its barcode belongs to article 500, Чай")
    ]
    assert taken.added == 1
    assert on_sale(office)["501"].codes == ("88",)


def test_a_good_taken_off_sale_comes_back_by_its_article(office: Office) -> None:
    publish_items(office.store, [TEA])
    take_off_sale(office.store, "tea")
    assert "500" not in on_sale(office)
    assert run(office, row(2, "500", "4600000000999")).changed == 1
    assert on_sale(office)["500"].item == "tea"


def cost_of(office: Office, article: str) -> int | None:
    with office.store.look() as work:
        good = work.feed.with_articles([article])[article]
        return work.costs.of(good.item, today(office.store, office.clock()).isoformat())


def test_purchase_prices_of_a_file_hold_from_that_day_on_and_stay_in_the_office(
    office: Office,
) -> None:
    publish_items(office.store, [TEA])
    taken = run(office, row(2, "500", cost=70), row(3, "900", cost=7), row(4, "901"))
    assert (taken.added, taken.changed) == (2, 1)
    assert [cost_of(office, one) for one in ("500", "900", "901")] == [70, 7, None]
    page = msgspec.msgpack.encode(feed_page(office.store, "", 0, 100_000))
    assert b"cost" not in page
    with office.store.look() as work:
        assert work.costs.of("tea", "1999-12-31") is None


def test_a_purchase_price_alone_is_a_change_and_the_same_one_is_none(office: Office) -> None:
    run(office, row(2, "900", cost=7))
    end = feed_page(office.store, "", 0, 100_000).cursor
    assert run(office, row(2, "900", cost=8)) == ImportTaken(0, 1, [])
    assert cost_of(office, "900") == 8
    assert run(office, row(2, "900", cost=8)) == ImportTaken(0, 0, [])
    assert run(office, row(2, "900")) == ImportTaken(0, 0, [])
    assert cost_of(office, "900") == 8
    assert feed_page(office.store, "", 0, 100_000).cursor == end


def test_a_dropped_import_leaves_no_purchase_price(office: Office) -> None:
    publish_items(office.store, [TEA])
    begun = import_goods.begin(office.store).id
    import_goods.take(office.store, begun, [row(2, "500", cost=70)], office.clock())
    import_goods.drop(office.store, begun)
    assert cost_of(office, "500") is None


def test_of_two_rows_of_one_good_the_last_counts(office: Office) -> None:
    publish_items(office.store, [TEA])
    rows = (row(2, "500", price=1, cost=3), row(3, "x", "4600000000999", price=2, cost=4))
    assert run(office, *rows).changed == 1
    assert (on_sale(office)["500"].price, cost_of(office, "500")) == (2, 4)


def test_nothing_is_seen_before_the_commit_and_nothing_is_left_of_a_dropped_one(
    office: Office,
) -> None:
    before = on_sale(office)
    begun = import_goods.begin(office.store).id
    import_goods.take(office.store, begun, [row(2, "900")], office.clock())
    assert on_sale(office) == before
    import_goods.drop(office.store, begun)
    assert (on_sale(office), left_over(office.store)) == (before, [])
    for late in (import_goods.commit, import_goods.drop):
        with pytest.raises(UnknownImport):
            late(office.store, begun)


def test_what_a_killed_server_left_goes_at_its_next_start(office: Office) -> None:
    begun = import_goods.begin(office.store).id
    import_goods.take(office.store, begun, [row(2, "900")], office.clock())
    office.store.imports.sweep()
    assert left_over(office.store) == []


@pytest.mark.parametrize("name", ["", "../office.db", "x" * 36, "a" * 36])
def test_no_other_file_is_an_import(office: Office, name: str) -> None:
    with pytest.raises(UnknownImport):
        import_goods.commit(office.store, name)


def test_many_goods_have_the_list_s_indexes_afterwards(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    for room in ("staging", "laid_apart"):
        monkeypatch.setattr(f"backoffice.storage.{room}._MANY", 1)
    before = _indexes(office)
    run(office, *(row(n, f"{n}", f"c{n}", name=f"Гвоздь {n}") for n in range(9000, 9300)))
    assert _indexes(office) == before
    assert {"goods_by_article", "ix_goods_search"} <= before
    with office.store.look() as work:
        assert work.feed.goods("гвоздь", "", 10, 0)[1] == 300
        assert work.feed.next_article() == "9300"


def _indexes(office: Office) -> set[str | None]:
    """Of the list of goods."""
    return {one["name"] for one in inspect(office.store._engine).get_indexes("goods")}
