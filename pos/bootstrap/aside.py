"""What a restore takes the place of is kept under `backups/`."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from pos.bootstrap.folder import KEY_FILE, now
from pos.storage.database import NAME, WriterLock
from sync.storage import memory, office
from sync.storage.archive import FOLDER

OF_TILL = (NAME, KEY_FILE, office.NAME, memory.NAME, FOLDER)
WITH_OFFICE = (*OF_TILL, "office.db", "office.db-key", "config.toml")


def set_aside(folder: Path, names: Sequence[str]) -> None:
    """Move those files of a folder away. Raises AlreadyRunning; nothing is moved then."""
    folder.mkdir(parents=True, exist_ok=True)
    there = [file for name in names for file in _files(folder, name) if file.exists()]
    if not there:
        return
    guard = WriterLock(folder)
    try:
        aside = folder / "backups" / f"before-restore-{now():%Y%m%d-%H%M%S}"
        aside.mkdir(parents=True)
        for file in there:
            shutil.move(file, aside / file.name)
    finally:
        guard.release()


def _files(folder: Path, name: str) -> tuple[Path, ...]:
    return folder / name, folder / f"{name}-wal", folder / f"{name}-shm"
