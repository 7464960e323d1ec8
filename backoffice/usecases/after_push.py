"""What follows from a push and speaks of more than its own till: done apart, once it is stored.

Each of it may be cut short by the end of a server, and is done again by the next one's start.
"""

from __future__ import annotations

from collections.abc import Sequence

from backoffice.domain.ports import Store
from backoffice.usecases import posted_twice, proposals, second_factor
from sync.messages.facts import GoodMade, GoodsReceived
from sync.messages.wire import Row


def after_push(store: Store, rows: Sequence[Row], now: int) -> None:
    """Goods that were made find those of their barcode; a document posted twice is told."""
    kinds = {row.kind for row in rows}
    if GoodMade.__name__ in kinds:
        proposals.settle(store, now)
    if GoodsReceived.__name__ in kinds:
        posted_twice.tell(store, [row for row in rows if row.kind == GoodsReceived.__name__])


def catch_up(store: Store, now: int) -> None:
    """At a start: what an earlier server did not come to."""
    second_factor.seal_factors(store)
    proposals.settle(store, now)
    posted_twice.tell(store)
