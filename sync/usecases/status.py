"""The state of the link as `python -m sync status` tells it."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

from sync.journal.rows import BEGINNING, Mark
from sync.usecases.ports import JournalReader


class Status(msgspec.Struct, frozen=True):
    """Fields of contract.md and the epochs; moments are ISO 8601 in UTC, null for never."""

    journal_epoch: int = 0
    journal_seq: int = 0
    acknowledged_epoch: int = 0
    acknowledged: int = 0
    catalog_cursor: int = 0
    office: str | None = None
    last_contact: str | None = None
    last_error: str | None = None
    unsent: int = 0
    unsent_since: str | None = None
    news: tuple[str, ...] = ()  # names of what a person should know: RowsSetAside, ClockSkewed …


def status(
    journal: JournalReader | None,
    *,
    cursor: int,
    office: str | None,
    last_contact: int | None,
    last_error: str,
    news: tuple[str, ...] = (),
) -> Status:
    """Put together what each file says; no journal yet is an empty one."""
    head = journal.head() if journal else BEGINNING
    held = journal.office_head() if journal else None
    held = held or BEGINNING
    return Status(
        journal_epoch=head.epoch,
        journal_seq=head.seq,
        acknowledged_epoch=held.epoch,
        acknowledged=held.seq,
        catalog_cursor=cursor,
        office=office,
        last_contact=iso(last_contact),
        last_error=last_error or None,
        unsent=journal.count_after(held.epoch, held.seq) if journal else 0,
        unsent_since=iso(_first_after(journal, held)) if journal else None,
        news=news,
    )


def iso(moment: int | None) -> str | None:
    """Milliseconds of UTC as "2026-03-14T15:05:09.000Z"."""
    if moment is None:
        return None
    text = datetime.fromtimestamp(moment // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    return f"{text}.{moment % 1000:03}Z"


def _first_after(journal: JournalReader, held: Mark) -> int | None:
    first = list(journal.after(held, 1))
    return first[0].at if first else None
