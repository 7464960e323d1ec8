"""Settings on disk, known in memory: read once, since this program is the file's only writer."""

from __future__ import annotations

import sqlite3


class SettingStore:
    """Reads all at the first question; forgotten when a write of theirs is rolled back."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._known: dict[str, str] = {}
        self._read = self._unsure = False

    def get(self, key: str) -> str:
        """A setting, empty when not set."""
        if not self._read:
            self._known = dict(self._db.execute("SELECT key, value FROM settings"))
            self._read = True
        return self._known.get(key, "")

    def put(self, key: str, value: str) -> None:
        """Write a setting."""
        self._db.execute("INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)", (key, value))
        self._known[key] = value
        self._unsure = True

    def committed(self) -> None:
        """What was written lasts."""
        self._unsure = False

    def rolled_back(self) -> None:
        """What was written did not last."""
        if self._unsure:
            self._read = self._unsure = False
