"""Wiring of backups: which file, which database, and a look at what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from backoffice.bootstrap import clock, open_store
from backoffice.storage import backup as storage
from backoffice.storage.backup import Kept
from backoffice.usecases.verify import verify


@dataclass(frozen=True, slots=True)
class Restored:
    """An office made of a backup; `ok` says that the chains of its journals hold."""

    ok: bool
    schema: str
    rows: int
    facts: int
    faults: list[str]


def backup(url: str, file: Path) -> Kept:
    """Save an office while it runs; raises DamagedStore, OSError."""
    return storage.save(url, file, clock())


def restore(file: Path, url: str) -> Restored:
    """Make an office of a backup; raises DamagedBackup, NotEmpty, DamagedStore."""
    kept = storage.restore(file, url)
    with open_store(url) as store:
        verdict = verify(store)
    return Restored(not verdict.faults, kept.schema, kept.rows, verdict.rows, verdict.faults)
