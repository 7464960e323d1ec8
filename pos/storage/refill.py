"""An empty journal.db takes the rows of its till back, as they were."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pos.storage.database import WriterLock, open_writer
from sync.journal.rows import Mark, Seal
from sync.messages.wire import Row
from sync.storage.journal import Journal


class Refill:
    """Holds the folder as its only writer. Raises AlreadyRunning."""

    def __init__(self, folder: Path) -> None:
        self._guard = WriterLock(folder)
        try:
            self._db = open_writer(folder)
        except BaseException:
            self._guard.release()
            raise
        self._journal = Journal(self._db)

    def head(self) -> Mark:
        """The last row that is back."""
        return self._journal.head()

    def take(self, rows: Iterable[Row], seals: Iterable[Seal]) -> None:
        """Put rows and seals back in one transaction; durable on return."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            for row in rows:
                self._journal.take(row)
            for seal in seals:
                self._journal.take_seal(seal)
            self._db.execute("COMMIT")
        finally:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")

    def acknowledged(self, head: Mark, at: int) -> None:
        """The office holds all of it."""
        self._journal.set_office_head(head, at)

    def close(self) -> None:
        """Close the file, then let another program write."""
        self._db.close()
        self._guard.release()
