"""What sells here, by the till's own journal: the search ranks by it.

Counted by the link's thread between its turns, never on the way of a sale.
"""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Protocol

from sync.journal.rows import Mark, mark
from sync.messages.facts import SaleClosed, UnreadableFact, decode
from sync.messages.wire import Row

AT_ONCE = 500  # rows; a shop's whole history is taken in over some minutes


class Sales(Protocol):
    """The journal, read only."""

    def after(self, place: Mark, limit: int = -1) -> Iterator[Row]:
        """Rows behind that place, in order."""


class Ranks(Protocol):
    """The catalogue's writer."""

    def sold_until(self) -> tuple[int, int]:
        """Epoch and seq up to which sales are counted."""

    def count_sold(self, times: Mapping[str, int], epoch: int, seq: int) -> None:
        """Add sales by the good's id, up to that row."""


def count_sales(journal: AbstractContextManager[Sales], ranks: Ranks) -> int:
    """Count the next rows of the journal; how many there were."""
    epoch, seq = ranks.sold_until()
    with journal as sales:
        rows = list(sales.after(Mark(epoch, seq, b""), AT_ONCE))
    if rows:
        last = mark(rows[-1])
        ranks.count_sold(_times(rows), last.epoch, last.seq)
    return len(rows)


def _times(rows: Iterable[Row]) -> dict[str, int]:
    """In how many receipts each good was."""
    times: Tally[str] = Tally()
    for row in rows:
        if row.kind == SaleClosed.__name__:
            times.update(_goods(row))
    return dict(times)


def _goods(row: Row) -> set[str]:
    try:
        fact = decode(row.kind, row.version, row.body)
    except UnreadableFact:
        return set()  # of a newer program: it counts again when it makes the catalogue anew
    return (
        {line.item for line in fact.lines if line.item} if isinstance(fact, SaleClosed) else set()
    )
