"""The feed comes down whole: pages, people before the cursor, another feed from zero."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from inventory.storage.feed import CHUNK, CatalogueFeed
from sync.errors import BadAnswer, OfficeUnreachable
from sync.messages.feed import ItemChanged, Record, SettingChanged, UserChanged
from sync.messages.wire import FeedPage
from sync.usecases.ports import State
from sync.usecases.pull import pull
from tests.fakes.office import FakeOffice
from tests.fakes.tills import Till

MOMENT = datetime(2026, 11, 24, 12, tzinfo=UTC)

ANNA = UserChanged(user="anna", name="Анна", role="cashier", pin_hash="$argon2id$…")
KEYS = SettingChanged(key="quick_keys", value="[]")


class PowerCut(Exception):
    """The end of the process."""


def sell(office: FakeOffice, count: int, price: int = 100) -> None:
    office.sell(*(f"g{n}" for n in range(count)), price=price)


def test_goods_come_down_page_by_page(till: Till, office: FakeOffice) -> None:
    sell(office, 250)
    assert pull(office, till.goods, till.state) == 250
    assert till.store.count() == 250
    assert office.asked == [("", 0), ("feed-1", 100), ("feed-1", 200)]


def test_the_next_pull_takes_only_what_changed(till: Till, office: FakeOffice) -> None:
    sell(office, 3)
    pull(office, till.goods, till.state)
    office.asked.clear()
    office.sell("new")
    assert pull(office, till.goods, till.state) == 4
    assert office.asked == [("feed-1", 3)]
    assert till.store.count() == 4


def test_people_and_settings_go_to_the_till_and_not_into_the_catalogue(
    till: Till, office: FakeOffice
) -> None:
    office.changes += [ANNA, ItemChanged(item="a", article="a", name="a", unit=0, vat=6, price=1),
                       KEYS]  # fmt: skip
    pull(office, till.goods, till.state)
    assert till.state.kept == [ANNA, KEYS]
    assert till.store.count() == 1


def test_the_cursor_waits_until_people_are_on_the_disk(till: Till, office: FakeOffice) -> None:
    office.changes += [ANNA]
    sell(office, 1)

    class Full:
        def apply(self, records: Sequence[State]) -> None:
            raise PowerCut

    with pytest.raises(PowerCut):
        pull(office, till.goods, Full())
    assert till.store.cursor() == 0
    pull(office, till.goods, till.state)
    assert till.state.kept == [ANNA]
    assert till.store.cursor() == 2


def test_a_lost_page_is_asked_for_again(till: Till, office: FakeOffice) -> None:
    sell(office, 150)
    office.lose_answers = 1
    with pytest.raises(OfficeUnreachable):
        pull(office, till.goods, till.state)
    assert pull(office, till.goods, till.state) == 150
    assert till.store.count() == 150


@pytest.mark.parametrize("breath", [1, 2])
def test_a_kill_between_pieces_of_a_page_loses_nothing(
    till: Till, office: FakeOffice, breath: int
) -> None:
    sell(office, 1)
    pull(office, till.goods, till.state)  # what comes behind a first load comes in pieces
    office.page_size = 3 * CHUNK
    sell(office, 2 * CHUNK + 30)
    breaths = iter(range(breath - 1))

    def die(_: float) -> None:
        if next(breaths, None) is None:
            raise PowerCut

    dying = CatalogueFeed(till.store._path, breathe=die)
    with pytest.raises(PowerCut):
        pull(office, dying, till.state)
    dying.close()
    assert till.store.count() == breath * CHUNK
    pull(office, till.goods, till.state)
    assert till.store.count() == 2 * CHUNK + 30


def test_another_feed_is_taken_from_zero_and_the_old_goods_go(
    till: Till, office: FakeOffice
) -> None:
    sell(office, 150)
    pull(office, till.goods, till.state)
    office.feed_id, office.changes = "feed-2", []
    sell(office, 120, price=777)
    assert pull(office, till.goods, till.state) == 120
    assert till.store.count() == 120
    assert {item.price.kopecks for item in till.store.search("g", MOMENT, 500)} == {777}
    assert till.goods.place() == ("feed-2", 120)


def test_a_lost_catalogue_is_fetched_from_zero(till: Till, office: FakeOffice) -> None:
    sell(office, 5)
    pull(office, till.goods, till.state)
    till.store._path.unlink()
    assert till.store.count() == 0
    pull(office, till.goods, till.state)
    assert till.store.count() == 5


@pytest.mark.parametrize(
    "page",
    [
        FeedPage("feed-1", 3, [], True),
        FeedPage("feed-1", 2, [], False),
        FeedPage("", 9, [], False),
    ],
)
def test_a_page_that_leads_nowhere_is_a_bad_answer(
    till: Till, office: FakeOffice, page: FeedPage
) -> None:
    sell(office, 3)
    pull(office, till.goods, till.state)
    office.feed = lambda feed, after: page  # type: ignore[method-assign]
    with pytest.raises(BadAnswer):
        pull(office, till.goods, till.state)


def test_records_of_a_page_keep_their_order(till: Till, office: FakeOffice) -> None:
    later = SettingChanged(key="quick_keys", value="[1]")
    records: list[Record] = [KEYS, ANNA, later]
    office.changes += records
    pull(office, till.goods, till.state)
    assert till.state.kept == records
