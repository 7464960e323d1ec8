"""Old sealed stretches of the journal move from journal.db into files of `archive/`."""

from __future__ import annotations

from pathlib import Path

from pos.storage.database import NAME
from pos.storage.till import TillStore
from sync.storage.archive import FOLDER, pack
from sync.storage.reader import reading

KEEP_DAYS = "journal.keep_days"
USUAL_DAYS = 92  # a quarter lies at hand; what is older is read from its file when asked for
_DAY_MS = 24 * 3600 * 1000


def archive_next(folder: Path, till: TillStore, now: int) -> bool:
    """Move the oldest stretch that is sealed, acknowledged and old enough; whether there was one.

    The file is whole on the disk before a row leaves journal.db; power may go at any point. No
    sale waits for more than the deleting. Raises OSError, ArchiveDamaged.
    """
    days = till.setting(KEEP_DAYS)
    kept = int(days) if days.isascii() and days.isdecimal() else USUAL_DAYS
    with reading(folder / NAME) as journal:
        rows = journal.to_archive(now - kept * _DAY_MS)
    if not rows:
        return False
    segment = pack(folder / FOLDER, rows)
    with till.work() as work:
        work.archived(segment)
        work.commit()
    return True
