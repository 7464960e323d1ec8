"""Old sealed stretches of the journal move from journal.db into files of `archive/`."""

from __future__ import annotations

from pathlib import Path

from pos.storage.database import NAME
from pos.storage.till import TillStore
from sync.storage.archive import FOLDER, pack
from sync.storage.reader import reading

KEEP_DAYS = "journal.keep_days"
USUAL_DAYS = 92  # a quarter lies at hand; what is older is read from its file when asked for
AT_ONCE = 50  # rows; a few milliseconds
_DAY_MS = 24 * 3600 * 1000


def archive_next(folder: Path, till: TillStore, now: int) -> bool:
    """Move the oldest stretch that is sealed, acknowledged and old enough; whether there was one.

    The file is whole on the disk before a row leaves journal.db; power may go at any point. Rows
    leave a few at once, so that no sale waits for more. Raises OSError, ArchiveDamaged.
    """
    days = till.setting(KEEP_DAYS)
    kept = int(days) if days.isascii() and days.isdecimal() else USUAL_DAYS
    with reading(folder / NAME) as journal:
        left, rows = journal.is_unswept(), journal.to_archive(now - kept * _DAY_MS)
    if rows:
        segment = pack(folder / FOLDER, rows)
        with till.work() as work:
            work.archived(segment)
            work.commit()
    while (left or rows) and _sweep(till):
        continue
    return bool(rows)


def _sweep(till: TillStore) -> int:
    with till.work() as work:
        count = work.sweep(AT_ONCE)
        work.commit()
    return count
