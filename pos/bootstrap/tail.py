"""Whether the journal stands behind its last seal: what each start looks at."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from pos.bootstrap.folder import KEY_FILE
from pos.storage.database import NAME
from sync.errors import ArchiveDamaged
from sync.journal.rows import Mark
from sync.journal.signed import signed_by
from sync.journal.verify import Signed, verify_tail
from sync.storage import keys
from sync.storage.reader import reading


def signed_of(folder: Path) -> Signed:
    """Whether a seal is of this till: by its own key, or by that of an earlier disk."""
    key = keys.load(folder / KEY_FILE)
    return key.signed if key else _signed_before


def tail_faults(folder: Path) -> list[str]:
    """What is wrong behind the last seal, in words; nothing where there is no journal yet."""
    if not (folder / NAME).exists():
        return []
    try:
        with reading(folder / NAME) as journal:
            return verify_tail(journal, signed_of(folder))
    except (sqlite3.DatabaseError, ArchiveDamaged) as error:
        return [f"the journal cannot be read: {error}"]


def _signed_before(place: Mark, signature: bytes, earlier: bytes) -> bool:
    """This disk has made no key yet: only seals of an earlier one can stand."""
    return bool(earlier) and signed_by(earlier, place, signature)
