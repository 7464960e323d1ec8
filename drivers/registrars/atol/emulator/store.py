"""The file of the register and its server: JSON lines, only ever appended to.

A document, or a move of cash, is one line together with the state it leaves behind and the uuid
it was made for, flushed to the disk before anybody is told. So a server that was killed in the
middle can find out what it did. `python -m fiscal archive` reads the documents.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from drivers.contracts.errors import BadFrame
from drivers.emulation.drive import Document
from drivers.registrars.atol import exact
from drivers.registrars.atol.emulator.state import State, from_json, to_json


@dataclass(slots=True)
class Job:
    """Tasks under one uuid and how far each has come, as they stand in the file."""

    uuid: str
    tasks: list[dict[str, Any]]
    replies: list[dict[str, Any]]  # status, code, description, result


@dataclass(frozen=True, slots=True)
class Done:
    """What was done for a task: which document it made, None for a move of cash."""

    task: int  # its place in the job
    fd: int | None = None


@dataclass(slots=True)
class _Loaded:
    state: State | None = None
    documents: list[Document] = field(default_factory=list)
    jobs: dict[str, Job] = field(default_factory=dict)
    done: dict[str, Done] = field(default_factory=dict)  # the last of each uuid


class StoreInUse(OSError):
    """Another emulator works on this file."""


class StoreDamaged(OSError):
    """The file holds something that no emulator wrote."""


class Store:
    """State, documents and queue, with the file behind them."""

    def __init__(self, path: Path, *, forget_queue: bool = False) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
        try:
            _lock(self._file, path)
            loaded = _load(self._file, path)
        except Exception:
            os.close(self._file)
            raise
        self.state, self.documents, self.done = loaded.state, loaded.documents, loaded.done
        self.jobs = loaded.jobs
        if forget_queue:
            self.forget()

    def save(self, state: State, document: Document | None, by: str, task: int) -> None:
        """Append what one task has changed; on the disk when this returns."""
        record: dict[str, Any] = {"state": to_json(state), "by": by, "task": task}
        if document is not None:
            record["document"] = asdict(document)
        self._append(record)
        os.fsync(self._file)
        if by:
            self.done[by] = Done(task, document.fd if document else None)

    def keep(self, job: Job) -> None:
        """Append how far a job has come: enough to survive a kill, not a power cut."""
        self.jobs[job.uuid] = job
        self._append({"state": None, "job": asdict(job)})

    def forget(self) -> None:
        """Lose the queue; what was done stays done."""
        self.jobs.clear()
        self._append({"state": None, "forgotten": True})

    def close(self) -> None:
        """Give the file to another; closing twice does no harm."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def _append(self, record: dict[str, Any]) -> None:
        data = exact.dumps(record).encode() + b"\n"
        written = 0
        while written < len(data):
            written += os.write(self._file, data[written:])


def _load(file: int, path: Path) -> _Loaded:
    """All records; a torn last line, which was never answered, is cut off."""
    data = path.read_bytes()
    whole = data.rfind(b"\n") + 1
    if whole < len(data):
        os.ftruncate(file, whole)
    loaded = _Loaded()
    for record in _records(data[:whole], path):
        _take(record, loaded)
    return loaded


def _take(record: dict[str, Any], loaded: _Loaded) -> None:
    document = Document(**record["document"]) if "document" in record else None
    if document is not None:
        loaded.documents.append(document)
    if record["state"]:
        loaded.state = from_json(record["state"])
        loaded.done[record["by"]] = Done(record["task"], document.fd if document else None)
    if "job" in record:
        job = Job(**record["job"])
        loaded.jobs[job.uuid] = job
    if "forgotten" in record:
        loaded.jobs.clear()


def _records(data: bytes, path: Path) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(data.splitlines(), start=1):
        try:
            record = exact.loads(line)
        except BadFrame:
            record = None
        if not isinstance(record, dict) or "state" not in record:
            raise StoreDamaged(f"{path}: line {number} is no record of a register")
        yield record


def _lock(file: int, path: Path) -> None:
    if sys.platform == "win32":  # Windows locks by opening; two emulators there are on their own.
        return
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise StoreInUse(f"{path} is in use by another emulator") from None
