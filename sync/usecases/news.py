"""What an office tells a till beside its head: nothing of it stops the link."""

from __future__ import annotations

from collections.abc import Iterator

from sync.errors import ClockSkewed, JournalForked, RowsSetAside, SyncError, TillRevoked
from sync.messages.facts import EpochBegan, UnreadableFact, decode
from sync.messages.wire import Head
from sync.usecases.ports import JournalReader

# The answer may have been on its way for some seconds, and a minute hurts no receipt.
SKEW_MS = 60_000
_FORK = "fork"


def news_of(journal: JournalReader, told: Head, now: int) -> tuple[SyncError, ...]:
    """All of it, what weighs most first; `now` is the till's clock, ms UTC.

    Rows set aside and a fork are told until the next Z: the office goes on telling its owner.
    """
    return tuple(_news(journal, told, now))


def _news(journal: JournalReader, told: Head, now: int) -> Iterator[SyncError]:
    if told.revoked:
        yield TillRevoked("the office took this till out")
    if left_a_fork(journal):
        yield JournalForked("another till wrote under this one's name; a new epoch was begun")
    if told.quarantined and (told.aside_at or now) > journal.last_z():
        yield RowsSetAside(told.quarantined)
    skew = now - told.now
    if told.now and abs(skew) >= SKEW_MS:
        yield ClockSkewed(round(skew / 60_000))


def left_a_fork(journal: JournalReader) -> bool:
    """Whether the open epoch began because of a fork, and no Z was made since."""
    head = journal.head()
    first = journal.at(head.epoch, 1) if head.epoch else None
    if first is None:
        return False
    try:
        began = decode(first.kind, first.version, first.body)
    except UnreadableFact:
        return False
    is_fork = isinstance(began, EpochBegan) and began.reason == _FORK
    return is_fork and not journal.is_sealed(head.epoch)
