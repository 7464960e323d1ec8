"""What the till shows of its link: lamp, what waits and since when, what somebody should do."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pos.bootstrap.link_words import shown
from pos.ui.kit.widgets import Health
from pos.ui.kit.words import Words
from sync.errors import (
    ClockSkewed,
    JournalForked,
    OfficeUnreachable,
    RowsSetAside,
    SyncError,
    TillRevoked,
)
from sync.usecases.link import LinkState
from tests.fakes.counter import FakeDesk
from tests.fakes.qt import window

MORNING = int(datetime(2026, 11, 24, 6, 42, tzinfo=UTC).timestamp() * 1000)
ZONE = "Europe/Moscow"
AWAY = LinkState(unsent=12, unsent_since=MORNING, trouble=OfficeUnreachable("no route"))


def test_a_link_that_works_says_nothing() -> None:
    assert shown(LinkState(online=True), Words("ru"), ZONE) == (Health.OK, 0, "", "", None)


def test_an_office_that_is_away_tells_since_when_facts_wait() -> None:
    found = shown(AWAY, Words("ru"), ZONE)
    assert (found.lamp, found.unsent, found.since) == (Health.ATTENTION, 12, "24.11 09:42")
    assert found.detail.startswith("Нет связи с офисом.")
    assert found.standing is None


def test_facts_on_their_way_are_no_wait() -> None:
    state = LinkState(online=True, unsent=1, unsent_since=MORNING)
    assert shown(state, Words("ru"), ZONE).since == ""


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize(
    "news", [RowsSetAside(3), JournalForked(""), TillRevoked(""), ClockSkewed(9)]
)
def test_news_stand_on_the_strip_until_they_are_over(news: SyncError, language: str) -> None:
    words = Words(language)
    with window(FakeDesk(), language=language) as made:
        made.set_link(*shown(LinkState(online=True, news=(news,)), words, ZONE))
        assert made.strip_words.startswith(words(f"trouble.happened.{type(news).__name__}"))
        assert words(f"trouble.do.any.{type(news).__name__}") in made.strip_words
        made.set_link(*shown(LinkState(online=True), words, ZONE))
        assert made.strip_words == ""


def test_a_wire_that_is_out_leaves_the_strip_alone() -> None:
    with window(FakeDesk()) as made:
        made.set_link(*shown(AWAY, Words("ru"), ZONE))
        assert made.strip_words == ""
