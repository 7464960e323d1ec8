"""Publish goods, people and settings to the tills: what does not change takes no place."""

from __future__ import annotations

from collections.abc import Iterable

from backoffice.domain.ports import Store
from sync.messages.feed import ItemChanged, Record, SettingChanged, UserChanged
from sync.messages.wire import FeedPage, RawPage

PAGE = 2000  # records; a good takes about 400 bytes


def publish(store: Store, records: Iterable[Record]) -> int:
    """Publish in one transaction; how many records differed from what is out already."""
    with store.work() as work:
        return work.feed.put(records)


def publish_items(store: Store, items: Iterable[ItemChanged]) -> int:
    """Publish goods."""
    return publish(store, items)


def publish_users(store: Store, users: Iterable[UserChanged]) -> int:
    """Publish people."""
    return publish(store, users)


def publish_setting(store: Store, setting: SettingChanged) -> int:
    """Publish a setting."""
    return publish(store, [setting])


def feed_page(store: Store, feed: str, after: int, limit: int = PAGE) -> FeedPage:
    """The records changed behind that cursor, latest state of each, oldest change first."""
    return raw_page(store, feed, after, limit).read()


def raw_page(store: Store, feed: str, after: int, limit: int = PAGE) -> RawPage:
    """The same as the bytes that are kept: a million goods are not read to be written again."""
    with store.look() as work:
        return work.feed.page(feed, after, limit)
