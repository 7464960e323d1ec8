"""journal.db for those who only read: the link, `status` and the check of the whole journal."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sync.journal.verify import Signed, verify
from sync.storage.journal import Journal

NAME = "journal.db"


@contextmanager
def reading(path: Path) -> Iterator[Journal]:
    """The journal on a read-only connection of its own; raises sqlite3.Error without a file."""
    with closing(_connect(path)) as db:
        yield Journal(db)


def check(path: Path, signed: Signed) -> list[str]:
    """All that is wrong with the journal in that file, in words; never raises for damage."""
    try:
        with reading(path) as journal:
            return verify(journal, signed)
    except sqlite3.DatabaseError as error:
        return [f"{path.name} cannot be read: {error}"]


def _connect(path: Path) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?mode=ro"
    db = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=5)
    # A changed byte may break UTF-8: that is a fault to report, not a reason to stop reading.
    db.text_factory = lenient_text
    return db


def lenient_text(raw: bytes) -> str:
    """A text of SQLite whatever its bytes are: what is no UTF-8 stays in it as surrogates."""
    return raw.decode("utf-8", "surrogateescape")
