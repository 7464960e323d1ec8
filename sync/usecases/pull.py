"""Sync down: pages of the change feed, goods to the catalogue, people and settings to the till."""

from __future__ import annotations

from sync.errors import BadAnswer
from sync.messages.feed import ItemChanged
from sync.messages.wire import FeedPage
from sync.usecases.ports import GoodsSink, Office, StateSink


def pull(office: Office, goods: GoodsSink, state: StateSink) -> int:
    """Take in what changed; the cursor reached is returned. Raises SyncError.

    Another feed's id means everything from zero: a full load is a delta from zero.
    """
    more = True
    while more:
        page = _next_page(office, goods)
        # People first: the cursor must not pass a record that is not on the disk.
        if records := [one for one in page.records if not isinstance(one, ItemChanged)]:
            state.apply(records)
        items = [one for one in page.records if isinstance(one, ItemChanged)]
        goods.apply(items, page.cursor, more=page.more)
        more = page.more
    return page.cursor


def _next_page(office: Office, goods: GoodsSink) -> FeedPage:
    """The page behind our cursor, of the feed the office has now."""
    feed, cursor = goods.place()
    page = office.feed(feed, cursor)
    if page.feed != feed:
        if cursor:
            page = office.feed(page.feed, 0)
        goods.begin(page.feed)
        cursor = 0
    if not page.feed or page.cursor < cursor or (page.more and page.cursor == cursor):
        raise BadAnswer(f"a page of feed {page.feed!r} up to {page.cursor} behind {cursor}")
    return page
