"""The last row that a journal and the office have in common."""

from __future__ import annotations

from collections.abc import Iterator

from sync.errors import BadAnswer
from sync.journal.fit import fitted
from sync.journal.rows import BEGINNING, Mark, mark
from sync.messages.wire import Head, Place
from sync.usecases.ports import JournalReader, OfficeJournal


def last_common(office: OfficeJournal, journal: JournalReader, head: Head) -> Mark:
    """Where a push goes on. The office is asked more only when its head is none of our rows.

    Then another till wrote there, or rows came that this disk has lost. Some of the rows behind
    the place that is found may be there too: they go twice, which changes nothing.
    """
    if head.epoch == 0:
        return BEGINNING
    if found := _ours(journal, head):
        return found
    asked = list(_samples(journal))
    answer = office.known(asked) if asked else Head(0, 0)
    if answer.epoch == 0:
        return BEGINNING
    if found := _ours(journal, answer):
        return found
    raise BadAnswer(f"the office names {answer.epoch}/{answer.seq}, which it was not asked for")


def _ours(journal: JournalReader, head: Head) -> Mark | None:
    row = journal.at(head.epoch, head.seq)
    place = mark(fitted(row)) if row else BEGINNING
    return place if place.hash.hex() == head.hash else None


def _samples(journal: JournalReader) -> Iterator[Place]:
    """Rows from the head back, each twice as far as the one before; of older epochs the last."""
    last = journal.head()
    while last.epoch:
        back = 0
        while back < last.seq:
            if row := journal.at(last.epoch, last.seq - back):
                yield Place(row.epoch, row.seq, fitted(row).hash)
            back = back * 2 + 1
        last = journal.end_of_epoch_before(last.epoch)
