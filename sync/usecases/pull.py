"""Sync down: pages of the change feed, goods to the catalogue, people and settings to the till."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import closing

from sync.errors import BadAnswer
from sync.messages.feed import ItemChanged
from sync.messages.wire import FeedPage
from sync.usecases.ahead import Ahead
from sync.usecases.ports import GoodsSink, Office, StateSink

_AHEAD = 2  # pages; a megabyte each


def pull(
    office: Office,
    goods: GoodsSink,
    state: StateSink,
    answered: Callable[[], None] = lambda: None,
) -> int:
    """Take in what changed; the cursor reached is returned. Raises SyncError.

    Another feed's id means everything from zero: a full load is a delta from zero. While a page
    is taken in the next one is on its way. `answered` is called before a page is used.
    """
    more = True
    while more:
        with closing(_pages(office, goods)) as pages:
            for page in pages:
                answered()
                _take_in(page, goods, state)
        more = page.more
    return page.cursor


def _take_in(page: FeedPage, goods: GoodsSink, state: StateSink) -> None:
    # People first: the cursor must not pass a record that is not on the disk.
    if records := [one for one in page.records if not isinstance(one, ItemChanged)]:
        state.apply(records)
    items = [one for one in page.records if isinstance(one, ItemChanged)]
    goods.apply(items, page.cursor, more=page.more)


def _pages(office: Office, goods: GoodsSink) -> Generator[FeedPage, None, None]:
    """The page behind our cursor and those behind it, up to the last or as far as they fit."""
    taken = _first_page(office, goods)
    yield taken
    if taken.more:
        with Ahead(_behind(office, taken), _AHEAD) as pages:
            for page in pages:
                if goods.place() != (taken.feed, taken.cursor):
                    return  # the catalogue was found damaged and made anew
                yield page
                taken = page


def _first_page(office: Office, goods: GoodsSink) -> FeedPage:
    """The page behind our cursor, of the feed the office has now."""
    feed, cursor = goods.place()
    page = office.feed(feed, cursor)
    if page.feed != feed:
        if cursor:
            page = office.feed(page.feed, 0)
        goods.begin(page.feed)
        cursor = 0
    _check(page, cursor)
    return page


def _behind(office: Office, page: FeedPage) -> Iterator[FeedPage]:
    while page.more:
        feed, cursor = page.feed, page.cursor
        page = office.feed(feed, cursor)
        if page.feed != feed:
            return
        _check(page, cursor)
        yield page


def _check(page: FeedPage, cursor: int) -> None:
    if not page.feed or page.cursor < cursor or (page.more and page.cursor == cursor):
        raise BadAnswer(f"a page of feed {page.feed!r} up to {page.cursor} behind {cursor}")
