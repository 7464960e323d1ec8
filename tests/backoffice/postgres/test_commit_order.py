"""The feed's cursor is given out in the order of commits: a follower never misses a change."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import closing

import pytest
from sqlalchemy import Connection

from backoffice.storage import store as storing
from backoffice.storage.store import OfficeStore
from backoffice.usecases.publish import feed_page, publish_setting
from sync.messages.feed import SettingChanged
from tests.backoffice.conftest import Clock, made
from tests.backoffice.postgres.cluster import Cluster


@pytest.fixture
def store(postgres_url: str) -> Iterator[OfficeStore]:
    with closing(OfficeStore(postgres_url)) as store:
        made(store, Clock())
        yield store


class Follower:
    """A till: it keeps what pages bring and asks behind its cursor."""

    def __init__(self, store: OfficeStore) -> None:
        self._store = store
        self._feed, self._cursor = "", 0
        self.known: dict[str, str] = {}

    def pull(self) -> None:
        """All pages there are."""
        more = True
        while more:
            page = feed_page(self._store, self._feed, self._cursor, 7)
            self._feed, self._cursor, more = page.feed, page.cursor, page.more
            settings = (one for one in page.records if isinstance(one, SettingChanged))
            self.known.update((one.key, one.value) for one in settings)


def two_writers(store: OfficeStore, cluster: Cluster, database: str) -> tuple[Follower, Follower]:
    """One writer takes a place and waits with its commit; another writes; a till pulls between.

    Returns that till, caught up after both commits, and one that began after them.
    """
    follower, quick = Follower(store), threading.Thread(target=_put, args=(store, "quick"))
    with store.work() as work:
        work.feed.put([SettingChanged(key="slow", value="1")])
        quick.start()
        while quick.is_alive() and not _waits(cluster, database):
            time.sleep(0.01)
        follower.pull()
    quick.join()
    follower.pull()
    late = Follower(store)
    late.pull()
    return follower, late


def _put(store: OfficeStore, key: str) -> None:
    publish_setting(store, SettingChanged(key=key, value="1"))


def _waits(cluster: Cluster, database: str) -> bool:
    blocked = (
        "SELECT count(*) FROM pg_stat_activity"  # noqa: S608 — our own name
        f" WHERE datname = '{database}' AND wait_event_type = 'Lock'"
    )
    return cluster.execute(blocked) != [(0,)]


def test_two_writers_at_once_lose_no_change(
    store: OfficeStore, cluster: Cluster, chain: str
) -> None:
    follower, late = two_writers(store, cluster, chain)
    assert follower.known == late.known
    assert {"quick", "slow"} <= late.known.keys()


def test_a_plain_sequence_would_lose_one(
    store: OfficeStore, cluster: Cluster, chain: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same two writers without turns: what the test above is able to see."""

    def goes_ahead(_db: Connection, _room: object) -> None:
        """No turn is taken."""

    monkeypatch.setattr(storing, "take_turn", goes_ahead)
    follower, late = two_writers(store, cluster, chain)
    assert "slow" in late.known
    assert "slow" not in follower.known


def test_many_writers_and_a_follower_end_with_the_same(store: OfficeStore) -> None:
    follower, writers = Follower(store), 4
    done = threading.Semaphore(0)

    def write(name: int) -> None:
        for value in range(15):
            publish_setting(store, SettingChanged(key=f"{name}-{value % 4}", value=str(value)))
        done.release()

    threads = [threading.Thread(target=write, args=(n,)) for n in range(writers)]
    for thread in threads:
        thread.start()
    for _ in range(writers):
        while not done.acquire(timeout=0.001):
            follower.pull()
    for thread in threads:
        thread.join()
    follower.pull()
    late = Follower(store)
    late.pull()
    assert follower.known == late.known
    assert len(late.known) == 4 * writers
