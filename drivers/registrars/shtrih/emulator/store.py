"""The file of the fiscal drive: JSON lines, only ever appended to.

One command writes one line, before its answer is given. A process that is killed while
writing leaves at most a torn last line, which never was answered and is cut off at the next
start. What registers or moves money is flushed to the disk (fdatasync); lines of a receipt that
is still open are only handed to the system, which is enough to survive a kill.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from drivers.emulation.drive import Document
from drivers.registrars.shtrih.emulator.state import Line, State, from_json, to_json


class StateInUse(Exception):
    """Another emulator works on this file."""


class StateDamaged(Exception):
    """The file holds something that no emulator wrote."""


class Store:
    """State, documents and lines of the open receipt, with the file behind them."""

    def __init__(self, path: Path) -> None:
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
        try:
            _lock(self._file, path)
            self.state: State | None = None
            self.documents: list[Document] = []
            self.lines: list[Line] = []
            self._load()
        except Exception:
            os.close(self._file)
            raise

    def save(
        self,
        state: State,
        line: int | None = None,
        document: Document | None = None,
        durable: bool = False,
    ) -> None:
        """Append one record: the state, the line at that index, the document just made."""
        record: dict[str, Any] = {"state": to_json(state)}
        if line is not None:
            # Lines of a long receipt would make the whole state be written again and again.
            record = {"at": line, "line": asdict(self.lines[line]), "state": None}
            if line == 0:
                record["state"] = to_json(state)
        if document is not None:
            record["document"] = asdict(document)
        self._append(record, durable or document is not None)

    def close(self) -> None:
        """Give the file to another; closing twice does no harm."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def _append(self, record: dict[str, Any], durable: bool) -> None:
        data = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        written = 0
        while written < len(data):
            written += os.write(self._file, data[written:])
        if durable:
            getattr(os, "fdatasync", os.fsync)(self._file)

    def _load(self) -> None:
        data = self._path.read_bytes()
        whole = data.rfind(b"\n") + 1
        if whole < len(data):
            os.ftruncate(self._file, whole)
        for record in _records(data[:whole], self._path):
            self._take(record)

    def _take(self, record: dict[str, Any]) -> None:
        if record["state"]:
            self.state = from_json(record["state"])
            if self.state.receipt is None:
                self.lines.clear()
        if "line" in record:
            self.lines[record["at"] :] = [Line(**record["line"])]
        if "document" in record:
            self.documents.append(Document(**record["document"]))


def archived(path: Path) -> Iterator[Document]:
    """Every document in the file, whether its emulator runs or not."""
    data = path.read_bytes()
    for record in _records(data[: data.rfind(b"\n") + 1], path):
        if "document" in record:
            yield Document(**record["document"])


def _records(data: bytes, path: Path) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(data.splitlines(), start=1):
        try:
            record = json.loads(line)
        except ValueError:
            raise StateDamaged(f"{path}: line {number} is no record of a drive") from None
        if not isinstance(record, dict) or "state" not in record:
            raise StateDamaged(f"{path}: line {number} is no record of a drive")
        yield record


def _lock(file: int, path: Path) -> None:
    if sys.platform == "win32":  # Windows locks by opening; two emulators there are on their own.
        return
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise StateInUse(f"{path} is in use by another emulator") from None
