"""Sealed stretches of a journal in files of `archive/`, still readable row by row.

A file holds its rows in order as packed msgpack; `journal_archive` in journal.db tells which rows
lie where, and the SHA-256 of each file.
"""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from sync.errors import ArchiveDamaged
from sync.journal.rows import BEGINNING, Mark
from sync.messages.wire import Row
from sync.storage.files import write_private

FOLDER = "archive"
_COLUMNS = "first_epoch, first_seq, epoch, seq, hash, rows, file, sum"
_SEGMENTS = f"SELECT {_COLUMNS} FROM journal_archive"  # noqa: S608 — constant columns
_SWEEP = (
    "DELETE FROM journal WHERE (epoch, seq) IN"
    " (SELECT epoch, seq FROM journal WHERE (epoch, seq) <= (?, ?) ORDER BY epoch, seq LIMIT ?)"
)
_KEEP = f"INSERT INTO journal_archive ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 — constant columns


@dataclass(frozen=True, slots=True)
class Segment:
    """A file of rows: the place of its first one, its last row, how many."""

    first: tuple[int, int]
    last: Mark
    rows: int
    file: str
    sum: bytes


class Archive:
    """The files beside an open journal.db."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def end(self) -> Mark:
        """The last row that lies in a file; BEGINNING for none."""
        query = "SELECT epoch, seq, hash FROM journal_archive ORDER BY epoch DESC, seq DESC LIMIT 1"
        try:
            row = self._db.execute(query).fetchone()
        except sqlite3.OperationalError:  # a folder of a program that had no archive
            return BEGINNING
        return Mark(*row) if row else BEGINNING

    def segments(self) -> list[Segment]:
        """All files in the order of their rows."""
        rows = self._db.execute(f"{_SEGMENTS} ORDER BY epoch, seq")
        return [
            Segment((first_epoch, first_seq), Mark(epoch, seq, hash_), count, file, sum_)
            for first_epoch, first_seq, epoch, seq, hash_, count, file, sum_ in rows
        ]

    def after(self, place: Mark) -> Iterator[Row]:
        """Archived rows behind that place, in order. Raises ArchiveDamaged."""
        behind = (place.epoch, place.seq)
        for segment in self.segments():
            if (segment.last.epoch, segment.last.seq) > behind:
                yield from (row for row in self.read(segment) if (row.epoch, row.seq) > behind)

    def at(self, epoch: int, seq: int) -> Row | None:
        """The archived row at that place. Raises ArchiveDamaged."""
        for segment in self.segments():
            if segment.first <= (epoch, seq) <= (segment.last.epoch, segment.last.seq):
                found = (row for row in self.read(segment) if (row.epoch, row.seq) == (epoch, seq))
                return next(found, None)
        return None

    def end_before(self, epoch: int) -> Mark:
        """The last archived row of the newest epoch before that one; BEGINNING for none."""
        for segment in reversed(self.segments()):
            if segment.first[0] < epoch:
                rows = [row for row in self.read(segment) if row.epoch < epoch]
                return Mark(rows[-1].epoch, rows[-1].seq, rows[-1].hash)
        return BEGINNING

    def count_after(self, epoch: int, seq: int) -> int:
        """How many archived rows stand behind that place. Reads at most one file."""
        count = 0
        for segment in self.segments():
            if segment.first > (epoch, seq):
                count += segment.rows
            elif (segment.last.epoch, segment.last.seq) > (epoch, seq):
                count += sum((row.epoch, row.seq) > (epoch, seq) for row in self.read(segment))
        return count

    def read(self, segment: Segment) -> list[Row]:
        """The rows of a file as they were in journal.db. Raises ArchiveDamaged."""
        path = self._folder() / segment.file
        try:
            packed = path.read_bytes()
            if hashlib.sha256(packed).digest() != segment.sum:
                raise ArchiveDamaged(f"{path.name} was changed")
            return msgspec.msgpack.decode(zlib.decompress(packed), type=list[Row])
        except (OSError, zlib.error, msgspec.DecodeError) as error:
            raise ArchiveDamaged(f"{path.name} cannot be read: {error}") from error

    def _folder(self) -> Path:
        return folder_of(self._db)

    def keep(self, segment: Segment) -> None:
        """Tell that those rows lie in their file; `sweep` takes them out of journal.db."""
        last, place = segment.last, (segment.last.epoch, segment.last.seq)
        what = (segment.rows, segment.file, segment.sum)
        self._db.execute(_KEEP, (*segment.first, *place, last.hash, *what))

    def is_unswept(self) -> bool:
        """Whether rows that lie in files are in journal.db still."""
        end = self.end()
        query = "SELECT 1 FROM journal WHERE (epoch, seq) <= (?, ?) LIMIT 1"
        return self._db.execute(query, (end.epoch, end.seq)).fetchone() is not None

    def sweep(self, limit: int) -> int:
        """Take some rows that lie in files out of journal.db; how many there were."""
        end = self.end()
        return self._db.execute(_SWEEP, (end.epoch, end.seq, limit)).rowcount


def folder_of(db: sqlite3.Connection) -> Path:
    """Where the files of that journal.db lie."""
    (_, _, file), *_ = db.execute("PRAGMA database_list").fetchall()
    return Path(file).parent / FOLDER


def pack(folder: Path, rows: list[Row]) -> Segment:
    """Write rows into a file of `archive/`, whole and durable on return, and read it back.

    The same rows make the same file. Raises OSError, ArchiveDamaged.
    """
    first, last = rows[0], rows[-1]
    name = f"{first.epoch:04}-{first.seq:08}-{last.epoch:04}-{last.seq:08}.rows"
    packed = zlib.compress(msgspec.msgpack.encode(rows), 9)
    write_private(folder / name, packed)
    if (folder / name).read_bytes() != packed:
        raise ArchiveDamaged(f"{name} does not hold what was written")
    mark = Mark(last.epoch, last.seq, last.hash)
    sum_ = hashlib.sha256(packed).digest()
    return Segment((first.epoch, first.seq), mark, len(rows), name, sum_)
