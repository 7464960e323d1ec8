"""The feed gives the latest state of everything, in order, and nothing twice."""

from __future__ import annotations

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from backoffice.usecases.publish import (
    feed_page,
    publish,
    publish_items,
    publish_setting,
    publish_users,
)
from sync.messages.feed import ItemChanged, Record, SettingChanged
from tests.backoffice.conftest import Office, new_office
from tests.backoffice.trade import GOODS, PEOPLE


def everything(office: Office, limit: int = 1000) -> list[Record]:
    records, feed, after, more = list[Record](), "", 0, True
    while more:
        page = feed_page(office.store, feed, after, limit)
        records += page.records
        feed, after, more = page.feed, page.cursor, page.more
    return records


def test_a_new_office_gives_its_first_users_and_goods(office: Office) -> None:
    assert everything(office) == [*PEOPLE, *GOODS]


def test_pages_follow_each_other_to_the_end(office: Office) -> None:
    assert everything(office, limit=4) == [*PEOPLE, *GOODS]


def test_a_page_behind_the_end_is_empty_and_keeps_the_cursor(office: Office) -> None:
    last = feed_page(office.store, "", 0)
    page = feed_page(office.store, last.feed, last.cursor)
    assert (page.records, page.cursor, page.more) == ([], last.cursor, False)


def test_what_does_not_change_takes_no_place(office: Office) -> None:
    end = feed_page(office.store, "", 0).cursor
    assert publish_items(office.store, GOODS) == 0
    assert publish_users(office.store, PEOPLE) == 0
    assert feed_page(office.store, "", 0).cursor == end


def test_a_change_moves_behind_everything_else_and_comes_once(office: Office) -> None:
    end = feed_page(office.store, "", 0)
    dearer = msgspec.structs.replace(GOODS[0], price=1)
    dearest = msgspec.structs.replace(GOODS[0], price=2)
    assert publish_items(office.store, [dearer]) == 1
    assert publish_items(office.store, [dearest]) == 1
    assert feed_page(office.store, end.feed, end.cursor).records == [dearest]
    assert everything(office) == [*PEOPLE, *GOODS[1:], dearest]


def test_a_setting_comes_down_like_everything_else(office: Office) -> None:
    end = feed_page(office.store, "", 0)
    setting = SettingChanged(key="quick_keys", value="[]")
    assert publish_setting(office.store, setting) == 1
    assert publish_setting(office.store, setting) == 0
    assert feed_page(office.store, end.feed, end.cursor).records == [setting]


def test_another_feed_id_begins_from_zero(office: Office) -> None:
    page = feed_page(office.store, "of another office", 9999)
    assert page.records == [*PEOPLE, *GOODS]


def test_the_last_of_equal_keys_in_one_publication_wins(office: Office) -> None:
    one, two = (SettingChanged(key="k", value=value) for value in "12")
    assert publish(office.store, [one, two]) == 1
    assert everything(office)[-1] == two


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3)), max_size=5), max_size=6),
    st.integers(1, 5),
)
def test_a_till_that_follows_the_feed_has_the_office_s_state(
    publications: list[list[tuple[int, int]]], limit: int
) -> None:
    with new_office() as office:
        known: dict[str, ItemChanged] = {}
        feed, cursor = "", 0
        for changes in publications:
            publish_items(
                office.store,
                [msgspec.structs.replace(GOODS[n], price=100 + price) for n, price in changes],
            )
            page = feed_page(office.store, feed, cursor, limit)
            feed, cursor = page.feed, page.cursor
            known |= {one.item: one for one in page.records if isinstance(one, ItemChanged)}
        while page_records := (page := feed_page(office.store, feed, cursor, limit)).records:
            feed, cursor = page.feed, page.cursor
            known |= {one.item: one for one in page_records if isinstance(one, ItemChanged)}
        whole = {one.item: one for one in everything(office) if isinstance(one, ItemChanged)}
        assert known == whole


def test_ten_thousand_goods_are_published_and_found(office: Office) -> None:
    many = [
        ItemChanged(item=f"m{n}", article=f"{n}", name=f"Гвоздь {n}", unit=0, vat=11, price=n)
        for n in range(10_000)
    ]
    assert publish_items(office.store, many) == 10_000
    assert publish_items(office.store, many) == 0
    with office.store.look() as work:
        found, count = work.feed.goods("гвоздь 777", "", 50, 0)
    assert (count, found[0].name) == (19, "Гвоздь 1777")
    assert all("777" in good.name for good in found)


def test_words_are_found_in_any_order_small_letters_and_without_yo(office: Office) -> None:
    with office.store.look() as work:
        for text in ("аленка шоколад", "ШОКОЛАД АЛЁНКА", "4600000000006", "алён"):
            found, _ = work.feed.goods(text, "", 50, 0)
            assert [good.name for good in found] == ["Шоколад «Алёнка», 90 г"], text
        assert work.feed.goods("100%", "", 50, 0)[1] == 0


def test_goods_taken_off_sale_leave_the_list_and_stay_in_the_feed(office: Office) -> None:
    gone = msgspec.structs.replace(GOODS[0], gone=True)
    publish_items(office.store, [gone])
    assert everything(office)[-1] == gone
    with office.store.look() as work:
        assert work.feed.goods("Простоквашино", "", 50, 0) == ([], 0)
        assert work.feed.goods_named(GOODS[0].codes[0]) == set()
