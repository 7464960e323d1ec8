"""Sync up: rows of the journal, from the last one the office holds until it holds them all."""

from __future__ import annotations

from dataclasses import dataclass

from sync.errors import BadAnswer
from sync.journal.fit import fitted
from sync.journal.rows import BEGINNING, Mark, Seal, mark
from sync.messages.wire import Head, Row, SealRow
from sync.usecases.common import last_common
from sync.usecases.ports import Acknowledge, JournalReader, OfficeJournal, PublicKey

BATCH_ROWS = 200
BATCH_BYTES = 2 << 20  # of bodies; the office takes 8 MiB at once


@dataclass(frozen=True, slots=True)
class Pushed:
    """What the office holds of this journal in the end, and what it said last."""

    held: Mark
    told: Head


def push(
    office: OfficeJournal, journal: JournalReader, acknowledge: Acknowledge, key: PublicKey
) -> Pushed:
    """Send what the office lacks, with the seals that stand among it. Raises SyncError.

    "Not yet sent" is never a flag: an answer that got lost, a batch that went twice, an office
    that lost everything and one that another till of our name wrote to are all the same case.
    """
    told = office.head()
    held = last_common(office, journal, told)
    if held != (journal.office_head() or BEGINNING):
        acknowledge(held)
    while rows := _batch(journal, held):
        reached = mark(rows[-1])
        told = office.push(rows, _seals(journal, held, reached, key))
        if (told.epoch, told.seq) < (reached.epoch, reached.seq):
            raise BadAnswer(f"the office took no row behind {held.epoch}/{held.seq}")
        acknowledge(reached)
        held = reached
    return Pushed(held, told)


def forked(journal: JournalReader, told: Head) -> bool:
    """Whether another till wrote in the epoch that is open here: it must be left.

    Also where that one only went further than we: our next row would take a place of its.
    """
    ours = journal.head()
    beyond = told.epoch == ours.epoch and told.seq > ours.seq
    return ours.epoch > 0 and (ours.epoch in told.forked or beyond)


def _batch(journal: JournalReader, held: Mark) -> list[Row]:
    """The next rows, as many as go at once; one at least while there is one."""
    rows: list[Row] = []
    size = 0
    for row in map(fitted, list(journal.after(held, BATCH_ROWS))):
        size += len(row.body)
        if rows and size > BATCH_BYTES:
            break
        rows.append(row)
    return rows


def _seals(journal: JournalReader, behind: Mark, upto: Mark, key: PublicKey) -> list[SealRow]:
    return [_sealed(seal, key) for seal in journal.seals_between(behind, upto)]


def _sealed(seal: Seal, key: PublicKey) -> SealRow:
    return SealRow(seal.epoch, seal.seq, seal.hash, seal.signature, seal.key or key())
