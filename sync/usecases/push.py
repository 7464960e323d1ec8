"""Sync up: rows of the journal, from the head the office reports until it holds them all."""

from __future__ import annotations

from sync.errors import BadAnswer, JournalForked
from sync.journal.rows import BEGINNING, Mark, mark
from sync.messages.wire import Head, Row
from sync.usecases.ports import Acknowledge, JournalReader, Office

BATCH_ROWS = 200
BATCH_BYTES = 2 << 20  # of bodies; the office takes 8 MiB at once


def push(office: Office, journal: JournalReader, acknowledge: Acknowledge) -> Mark:
    """Send what the office lacks; what it holds in the end is returned.

    "Not yet sent" is never a flag: an answer that got lost, a batch that went twice and an
    office that lost everything are all the same case. Raises SyncError; JournalForked when the
    office holds a row of the open epoch that is not ours.
    """
    held = _place(journal, office.head())
    if held != (journal.office_head() or BEGINNING) and _is_ours(journal, held):
        acknowledge(held)
    while rows := _batch(journal, held):
        reached = _place(journal, office.push(rows))
        if (reached.epoch, reached.seq) <= (held.epoch, held.seq):
            raise BadAnswer(f"the office took no row behind {held.epoch}/{held.seq}")
        acknowledge(reached)
        held = reached
    return held


def _place(journal: JournalReader, head: Head) -> Mark:
    """The row the office names, as our journal has it."""
    if head.epoch == 0:
        return BEGINNING
    row = journal.at(head.epoch, head.seq)
    if row and row.hash.hex() == head.hash:
        return mark(row)
    if journal.head().epoch > head.epoch:
        # A later epoch goes on from an older row than the office got: only that epoch is missing.
        return Mark(head.epoch, head.seq, _hash(head))
    raise JournalForked(f"the office holds {head.epoch}/{head.seq}, this journal another row there")


def _hash(head: Head) -> bytes:
    try:
        return bytes.fromhex(head.hash)
    except ValueError as error:
        raise BadAnswer(f"no hash: {head.hash!r}") from error


def _is_ours(journal: JournalReader, place: Mark) -> bool:
    row = journal.at(place.epoch, place.seq)
    return place == BEGINNING or (row is not None and mark(row) == place)


def _batch(journal: JournalReader, held: Mark) -> list[Row]:
    """The next rows, as many as go at once; one at least while there is one."""
    rows: list[Row] = []
    size = 0
    for row in list(journal.after(held, BATCH_ROWS)):
        size += len(row.body)
        if rows and size > BATCH_BYTES:
            break
        rows.append(row)
    return rows
