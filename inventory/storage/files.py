"""The file catalog.db: where it lies, and how damage found by a reader reaches the writer."""

from __future__ import annotations

import os
from pathlib import Path

NAME = "catalog.db"
# Raised when the tables or the words of the index change: an older file is thrown away and fetched
# again.
VERSION = 3


class Watched:
    """A file that may be replaced at any time, looked at before each use of it.

    Texts instead of paths: that halves the time of a lookup, which asks this each time.
    """

    def __init__(self, path: Path) -> None:
        self._path, self._mark = str(path), str(damage_mark(path))

    def identity(self) -> int | None:
        """Which file has the name now; None for none, or for one that is to be made anew."""
        if os.access(self._mark, os.F_OK):
            return None
        try:
            return os.stat(self._path).st_ino
        except FileNotFoundError:
            return None


def identity(path: Path) -> int | None:
    """Which file has the name now; None for none, or for one that is to be made anew."""
    return Watched(path).identity()


def damage_mark(path: Path) -> Path:
    """A file that says: somebody met damage, make the catalogue anew.

    A reader never touches the database itself, and it may be another process than the writer.
    """
    return path.with_name(f"{path.name}-damaged")


def discard(path: Path) -> None:
    """Remove the database with its companions; the mark goes last, so a power cut repeats it."""
    for suffix in ("-wal", "-shm", ""):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    damage_mark(path).unlink(missing_ok=True)
