"""Settings on disk, known in memory: read once, since this program is the file's only writer."""

from __future__ import annotations

import sqlite3


class SettingStore:
    """Reads all at once; what was not committed is forgotten when it is rolled back."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._known: dict[str, str] = dict(db.execute("SELECT key, value FROM settings"))
        self._lasting = self._known

    def get(self, key: str) -> str:
        """A setting as the work that asks sees it, empty when not set."""
        return self._known.get(key, "")

    def lasting(self, key: str) -> str:
        """A setting as it was last committed, for a thread that waits for no work."""
        return self._lasting.get(key, "")

    def put(self, key: str, value: str) -> None:
        """Write a setting."""
        self._db.execute("INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)", (key, value))
        self._known = {**self._known, key: value}

    def committed(self) -> None:
        """What was written lasts."""
        self._lasting = self._known

    def rolled_back(self) -> None:
        """What was written did not last."""
        self._known = self._lasting
