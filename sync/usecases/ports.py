"""What the link asks of the office, of the till's disk and of the rest of the till."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from sync.journal.rows import Mark, Seal
from sync.messages.feed import ItemChanged, SettingChanged, UserChanged
from sync.messages.wire import FeedPage, Head, Place, Row, SealRow

State = UserChanged | SettingChanged


class OfficeJournal(Protocol):
    """The office's copy of this till's journal; raises SyncError."""

    def head(self) -> Head:
        """The last row it holds of this till."""

    def push(self, rows: list[Row], seals: list[SealRow]) -> Head:
        """Hand over rows in order, with the seals among them; the head behind them."""

    def known(self, places: list[Place]) -> Head:
        """The last of those places that it holds; epoch 0 for none."""


class Office(OfficeJournal, Protocol):
    """The office; raises SyncError."""

    def feed(self, feed: str, after: int) -> FeedPage:
        """A page of the change feed behind that cursor.

        Asked by another thread than the rest, never at the same time.
        """


class JournalReader(Protocol):
    """The journal, read only."""

    def head(self) -> Mark:
        """The last row's place."""

    def at(self, epoch: int, seq: int) -> Row | None:
        """The row at that place."""

    def after(self, place: Mark, limit: int = -1) -> Iterator[Row]:
        """Rows behind that place, in order."""

    def count_after(self, epoch: int, seq: int) -> int:
        """How many rows stand behind that place."""

    def end_of_epoch_before(self, epoch: int) -> Mark:
        """The last row of the newest epoch before that one; BEGINNING for none."""

    def seals_between(self, behind: Mark, upto: Mark) -> list[Seal]:
        """Seals behind the first place, up to the second one."""

    def last_z(self) -> int:
        """The moment of the last Z that is at hand, ms UTC; 0 for none."""

    def is_sealed(self, epoch: int) -> bool:
        """Whether a Z was made in that epoch."""

    def office_head(self) -> Mark | None:
        """The last head the office acknowledged."""


class GoodsSink(Protocol):
    """The catalogue's only writer; applying a page twice changes nothing."""

    def place(self) -> tuple[str, int]:
        """The feed's id and how far it was taken; ("", 0) for never."""

    def begin(self, feed: str) -> None:
        """Go on with another feed from zero."""

    def apply(self, items: Sequence[ItemChanged], cursor: int, *, more: bool) -> None:
        """Take in the goods of a page, its cursor with the last of them."""


class StateSink(Protocol):
    """Users and settings of the till, in its journal.db.

    Called before the page's cursor is kept, so a page may come twice.
    """

    def apply(self, records: Sequence[State]) -> None:
        """Insert or replace; durable on return."""


# Hands what the office holds to the writer of journal.db. It may return before that is on the
# disk: the office is asked for its head at each turn anyway.
Acknowledge = Callable[[Mark], None]
# Begins an epoch above that number: another till wrote under this one's name.
Fork = Callable[[int], None]
PublicKey = Callable[[], bytes]  # of this disk's own key, 32 bytes
OpenJournal = Callable[[], AbstractContextManager[JournalReader]]
Clock = Callable[[], int]  # ms UTC
