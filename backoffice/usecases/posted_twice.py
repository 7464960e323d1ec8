"""A supplier's document that was posted at two tills: its goods lie in the stock twice.

Each till refuses its own documents alone, so only the office can see it. Neither is taken back by
itself: two papers may bear one number, and a person knows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import groupby

from backoffice.domain.office import Task
from backoffice.domain.ports import Store, Work
from backoffice.domain.stock import Delivery
from inventory.domain.delivery import Supplier, bare_number
from sync.messages.facts import GoodsReceived, UnreadableFact, decode
from sync.messages.wire import Row

TWICE = "twice"


def tell(store: Store, rows: Sequence[Row] | None = None) -> None:
    """A task for each document that is one of an earlier delivery; of those rows, or of all."""
    dates = None if rows is None else _dates(rows)
    if dates is None or dates:
        with store.work() as work:
            tell_again(work, dates)


def tell_again(work: Work, dates: Sequence[str] | None = None) -> None:
    """The same within a transaction; a task that is there stays as it is."""
    names = {till.till: till.name for till in work.places.tills()}
    posted = work.stock.of_dates(dates)
    for _, group in groupby(posted, key=lambda one: (one.shop, one.date)):
        for later, earlier in _pairs(list(group)):
            work.ledger.add_task(_task(later, names.get(earlier.till, earlier.till)))


def _pairs(posted: Sequence[Delivery]) -> Iterator[tuple[Delivery, Delivery]]:
    """Each that was posted before, with the first of its kind."""
    for place, later in enumerate(posted):
        earlier = next((one for one in posted[:place] if _is_same(one, later)), None)
        if earlier is not None:
            yield later, earlier


def _is_same(one: Delivery, other: Delivery) -> bool:
    alike = one.till != other.till and bare_number(one.number) == bare_number(other.number)
    return alike and Supplier(one.supplier, one.inn).is_same(Supplier(other.supplier, other.inn))


def _task(one: Delivery, till: str) -> Task:
    detail = f"{one.supplier}, {one.number}, {one.date}: {till}"
    return Task(one.till, one.epoch, one.seq, GoodsReceived.__name__, TWICE, detail[:500], one.at)


def _dates(rows: Sequence[Row]) -> list[str]:
    dates = set[str]()
    for row in rows:
        with suppress(UnreadableFact):  # a task of its own
            fact = decode(row.kind, row.version, row.body)
            if isinstance(fact, GoodsReceived):
                dates.add(fact.date)
    return sorted(dates)
