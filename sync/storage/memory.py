"""What the link remembers for another process to read: link.json in the data folder."""

from __future__ import annotations

from pathlib import Path

import msgspec

from sync.storage.files import write_private

NAME = "link.json"
FRESH_MS = 60_000  # a disk is not written every few seconds to say that all is well


class Memory(msgspec.Struct, frozen=True):
    """When the office answered last (ms UTC), and what was wrong since, if anything."""

    last_contact: int | None = None
    last_error: str = ""
    news: tuple[str, ...] = ()  # class names of what a person should know besides


class LinkMemory:
    """Keeps the last Memory on disk: at once when trouble comes or goes, else once a minute."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._kept = load(path)

    def note(self, memory: Memory) -> None:
        """Remember that. Raises OSError."""
        if memory.last_contact is None:  # not in this run yet
            memory = Memory(self._kept.last_contact, memory.last_error, memory.news)
        same = (memory.last_error, memory.news) == (self._kept.last_error, self._kept.news)
        if same and not self._is_old(memory):
            return
        write_private(self._path, msgspec.json.encode(memory) + b"\n")
        self._kept = memory

    def _is_old(self, memory: Memory) -> bool:
        kept, new = self._kept.last_contact, memory.last_contact
        return new is not None and (kept is None or abs(new - kept) >= FRESH_MS)


def load(path: Path) -> Memory:
    """What was remembered; nothing without a file, or for one that cannot be read."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Memory)
    except (FileNotFoundError, msgspec.DecodeError):
        return Memory()
