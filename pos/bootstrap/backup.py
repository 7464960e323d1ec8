"""Backup and restore of a data folder, checked by the program."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sqlite3
import tempfile
import zipfile
from contextlib import closing
from pathlib import Path

import msgspec

from pos.bootstrap.aside import WITH_OFFICE, set_aside
from pos.bootstrap.epochs import RESTORED, begin_epoch
from pos.bootstrap.folder import KEY_FILE, open_till
from pos.errors import BadFile, NotSetUp
from pos.storage.database import NAME
from sync.storage import keys
from sync.storage.archive import FOLDER

DATABASES = (NAME, "office.db")
PLAIN = (KEY_FILE, "office.json", "office.db-key", "config.toml")
MANIFEST = "manifest.json"
_ARCHIVED = re.compile(FOLDER + r"/[0-9-]+\.rows")
SEAL = 64  # the comment at the end of the archive: SHA-256 of all before it, hexadecimal


def back_up(folder: Path, to: Path) -> list[str]:
    """One file with everything that cannot be fetched again; a till may run meanwhile.

    Returns the names of what is inside. The file appears whole or not at all.
    """
    if not (folder / NAME).exists():
        raise NotSetUp(f"{folder} holds no till")
    with tempfile.TemporaryDirectory(dir=to.resolve().parent) as draft:
        files = _gather(folder, Path(draft))
        packed = Path(draft) / "packed.zip"
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, file in files.items():
                archive.write(file, name)
            sums = {name: _sum(file) for name, file in files.items()}
            archive.writestr(MANIFEST, msgspec.json.encode(sums))
            archive.comment = bytes(SEAL)
        _seal(packed)
        packed.replace(to)
    return list(files)


def restore(source: Path, folder: Path) -> None:
    """Put a backup into a folder; what was there is kept aside under `backups/`.

    Raises BadFile for a damaged one, AlreadyRunning; the folder stays as it was then. The
    journal goes on in a new epoch: the office tells the copy from the original.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.resolve().parent) as draft:
        names = _unpack(source, Path(draft))
        if (folder / NAME).exists():
            set_aside(folder, WITH_OFFICE)
        for name in names:
            (folder / name).parent.mkdir(exist_ok=True)
            shutil.move(Path(draft) / name, folder / name)
    _begin_epoch(folder)


def _gather(folder: Path, draft: Path) -> dict[str, Path]:
    """What goes in, by its name there."""
    files: dict[str, Path] = {}
    for name in DATABASES:
        if (folder / name).exists():
            with (
                closing(sqlite3.connect(folder / name)) as source,
                closing(sqlite3.connect(draft / name)) as copy,
            ):
                source.backup(copy)
            files[name] = draft / name
    for name in PLAIN:
        if (folder / name).exists():
            files[name] = Path(shutil.copy2(folder / name, draft / name))
    if KEY_FILE in files:  # a key store is this machine's own, and the backup leaves it
        files[KEY_FILE].write_bytes(keys.portable(folder / KEY_FILE))
    # Behind journal.db: a stretch that moves meanwhile is in both then, never in neither.
    old = sorted((folder / FOLDER).glob("*.rows"))
    return files | {f"{FOLDER}/{file.name}": file for file in old}


def _unpack(source: Path, draft: Path) -> list[str]:
    _need_sealed(source)
    try:
        with zipfile.ZipFile(source) as archive:
            sums = msgspec.json.decode(archive.read(MANIFEST), type=dict[str, str])
            if NAME not in sums or not all(map(_is_ours, sums)):
                raise BadFile(f"{source} is no backup of a till")
            for name in sums:
                archive.extract(name, draft)
    except (OSError, KeyError, zipfile.BadZipFile, msgspec.DecodeError) as error:
        raise BadFile(f"{source} is damaged or no backup: {error}") from error
    for name, told in sums.items():
        if _sum(draft / name) != told:
            raise BadFile(f"{source} is damaged: {name} was changed")
    return list(sums)


def _is_ours(name: str) -> bool:
    return name in (*DATABASES, *PLAIN) or _ARCHIVED.fullmatch(name) is not None


def _seal(packed: Path) -> None:
    """The sum of the whole file, so that no changed byte is too small to be seen."""
    with packed.open("r+b") as file:
        whole = file.read()[:-SEAL]
        file.seek(len(whole))
        file.write(hashlib.sha256(whole).hexdigest().encode())
        file.flush()
        os.fsync(file.fileno())


def _need_sealed(source: Path) -> None:
    try:
        whole = source.read_bytes()
    except OSError as error:
        raise BadFile(f"{source} cannot be read: {error.strerror}") from error
    if hashlib.sha256(whole[:-SEAL]).hexdigest().encode() != whole[-SEAL:]:
        raise BadFile(f"{source} is damaged or no backup")


def _begin_epoch(folder: Path) -> None:
    till = open_till(folder)
    try:
        begin_epoch(till, RESTORED)
    finally:
        till.close()


def _sum(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
