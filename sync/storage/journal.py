"""The journal in SQLite: append in the caller's transaction, read in order.

Plain SQL, since every sale passes here; `schema.py` declares the same tables once, and
importing SQLAlchemy costs more than the first frame of the window.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import chain, islice, takewhile

from sync.journal.rows import BEGINNING, Mark, Seal, begin_row, next_row, uuid7
from sync.messages.facts import Fact, encode
from sync.messages.wire import Row
from sync.storage.archive import Archive, Segment

_COLUMNS = 'epoch, seq, fact, kind, version, at, "offset", body, prev_hash, hash'
_INSERT = f"INSERT INTO journal ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 — constant columns
_AFTER = (
    f"SELECT {_COLUMNS} FROM journal WHERE (epoch, seq) > (?, ?)"  # noqa: S608 — constant columns
    " ORDER BY epoch, seq LIMIT ?"
)
_NEXT_SEAL = (
    "SELECT s.epoch, s.seq FROM journal_seals s JOIN journal j USING (epoch, seq), office_head o"
    " WHERE (s.epoch, s.seq) > (?, ?) AND (s.epoch, s.seq) <= (o.epoch, o.seq) AND j.at < ?"
    " ORDER BY s.epoch, s.seq LIMIT 1"
)
_PUT_SEAL = "INSERT INTO journal_seals (epoch, seq, hash, signature) VALUES (?, ?, ?, ?)"
_SEALS = (
    "SELECT s.epoch, s.seq, s.hash, s.signature, coalesce(k.key, x'')"
    " FROM journal_seals s LEFT JOIN journal_keys k USING (epoch)"
)
_OWN_SEALS = "SELECT s.epoch, s.seq, s.hash, s.signature FROM journal_seals s"


class Journal:
    """Append and read; a transaction belongs to the caller."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._archive = Archive(db)

    def head(self) -> Mark:
        """The last row's place as the head table tells it."""
        row = self._db.execute("SELECT epoch, seq, hash FROM journal_head WHERE one = 1").fetchone()
        return Mark(*row) if row else BEGINNING

    def append(
        self, fact: Fact, *, at: int, offset: int, fact_id: str = "", after: Mark | None = None
    ) -> Row:
        """Append within the open epoch, `after` the head where it is known; the row is returned."""
        row = next_row(
            after or self.head(),
            fact=fact_id or uuid7(at),
            kind=type(fact).__name__,
            version=fact.version,
            at=at,
            offset=offset,
            body=encode(fact),
        )
        self._write(row)
        return row

    def begin_epoch(self, fact: Fact, *, epoch: int, at: int, offset: int) -> Row:
        """Append the first row of an epoch; the chain goes on from the head."""
        row = begin_row(
            epoch,
            1,
            self.head().hash,
            uuid7(at),
            type(fact).__name__,
            fact.version,
            at,
            offset,
            encode(fact),
        )
        self._write(row)
        return row

    def _write(self, row: Row) -> None:
        self._db.execute(
            _INSERT,
            (
                row.epoch,
                row.seq,
                row.fact,
                row.kind,
                row.version,
                row.at,
                row.offset,
                row.body,
                row.prev_hash,
                row.hash,
            ),
        )
        self._db.execute(
            "INSERT INTO journal_head (one, epoch, seq, hash) VALUES (1, ?, ?, ?)"
            " ON CONFLICT (one) DO UPDATE SET epoch = excluded.epoch, seq = excluded.seq,"
            " hash = excluded.hash",
            (row.epoch, row.seq, row.hash),
        )

    def take(self, row: Row) -> None:
        """Put a row of this till's own journal back, as it was; it becomes the head."""
        self._write(row)

    def take_seal(self, seal: Seal) -> None:
        """Put a seal back. Its key is that of the epoch it stands in."""
        columns = (seal.epoch, seal.seq, seal.hash, seal.signature)
        self._db.execute(_PUT_SEAL, columns)
        self._db.execute(
            "INSERT OR IGNORE INTO journal_keys (epoch, key) VALUES (?, ?)", (seal.epoch, seal.key)
        )

    def after(self, place: Mark, limit: int = -1) -> Iterator[Row]:
        """Rows behind that place, in order, those of the archive first. Raises ArchiveDamaged."""
        end = self._archive.end()
        if (place.epoch, place.seq) < (end.epoch, end.seq):
            rows = chain(self._archive.after(place), self._after(end, -1))
            yield from rows if limit < 0 else islice(rows, limit)
        else:
            yield from self._after(place, limit)

    def _after(self, place: Mark, limit: int) -> Iterator[Row]:
        for columns in self._db.execute(_AFTER, (place.epoch, place.seq, limit)):
            yield Row(*columns)

    def at(self, epoch: int, seq: int) -> Row | None:
        """The row at that place. Raises ArchiveDamaged."""
        end = self._archive.end()
        if (epoch, seq) <= (end.epoch, end.seq):
            return self._archive.at(epoch, seq)
        query = f"SELECT {_COLUMNS} FROM journal WHERE epoch = ? AND seq = ?"  # noqa: S608 — constant columns
        row = self._db.execute(query, (epoch, seq)).fetchone()
        return Row(*row) if row else None

    def end_of_epoch_before(self, epoch: int) -> Mark:
        """The last row of the newest epoch before that one; BEGINNING for none."""
        query = (
            "SELECT epoch, seq, hash FROM journal WHERE epoch < ?"
            " ORDER BY epoch DESC, seq DESC LIMIT 1"
        )
        row = self._db.execute(query, (epoch,)).fetchone()
        return Mark(*row) if row else self._archive.end_before(epoch)

    def count_after(self, epoch: int, seq: int) -> int:
        """How many rows stand behind that place."""
        end = self._archive.end()
        place = max((epoch, seq), (end.epoch, end.seq))  # rows of the archive may lie here still
        query = "SELECT count(*) FROM journal WHERE (epoch, seq) > (?, ?)"
        count = int(self._db.execute(query, place).fetchone()[0])
        within = (epoch, seq) < (end.epoch, end.seq)
        return count + self._archive.count_after(epoch, seq) if within else count

    def to_archive(self, before: int) -> list[Row]:
        """The next rows for a file: up to a seal older than that (ms UTC) the office has.

        Empty while there are none.
        """
        end = self._archive.end()
        row = self._db.execute(_NEXT_SEAL, (end.epoch, end.seq, before)).fetchone()
        if row is None:
            return []
        rows = self._after(end, -1)
        return list(takewhile(lambda one: (one.epoch, one.seq) <= tuple(row), rows))

    def archived(self, segment: Segment) -> None:
        """Those rows lie in a file from now on."""
        self._archive.keep(segment)

    def is_unswept(self) -> bool:
        """Whether rows that lie in files are in this one still."""
        return self._archive.is_unswept()

    def sweep(self, limit: int) -> int:
        """Take some rows that lie in files out of this one; how many there were."""
        return self._archive.sweep(limit)

    def segments(self) -> list[Segment]:
        """Files of the archive, in the order of their rows."""
        return self._archive.segments() if self._archive.end() != BEGINNING else []

    def add_seal(self, signature: bytes) -> None:
        """Keep the signature over the present head."""
        head = self.head()
        self._db.execute(_PUT_SEAL, (head.epoch, head.seq, head.hash, signature))

    def seals(self) -> list[Seal]:
        """All seals, oldest first; also of a folder made before there were keys of others."""
        knows = "SELECT 1 FROM sqlite_master WHERE name = 'journal_keys'"
        seals = _SEALS if self._db.execute(knows).fetchone() else _OWN_SEALS
        return [Seal(*row) for row in self._db.execute(f"{seals} ORDER BY s.epoch, s.seq")]

    def seals_between(self, behind: Mark, upto: Mark) -> list[Seal]:
        """Seals behind the first place, up to the second one."""
        query = f"{_SEALS} WHERE (s.epoch, s.seq) > (?, ?) AND (s.epoch, s.seq) <= (?, ?)"
        places = (behind.epoch, behind.seq, upto.epoch, upto.seq)
        return [Seal(*row) for row in self._db.execute(query, places)]

    def last_z(self) -> int:
        """The moment of the last Z that is at hand, ms UTC; 0 for none."""
        query = "SELECT max(j.at) FROM journal_seals s JOIN journal j USING (epoch, seq)"
        return int(self._db.execute(query).fetchone()[0] or 0)

    def is_sealed(self, epoch: int) -> bool:
        """Whether a Z was made in that epoch."""
        query = "SELECT 1 FROM journal_seals WHERE epoch = ? LIMIT 1"
        return self._db.execute(query, (epoch,)).fetchone() is not None

    def office_head(self) -> Mark | None:
        """The last head the office acknowledged."""
        row = self._db.execute("SELECT epoch, seq, hash FROM office_head WHERE one = 1").fetchone()
        return Mark(*row) if row else None

    def set_office_head(self, head: Mark, at: int) -> None:
        """Remember what the office said it holds."""
        self._db.execute(
            "INSERT OR REPLACE INTO office_head (one, epoch, seq, hash, at) VALUES (1, ?, ?, ?, ?)",
            (head.epoch, head.seq, head.hash, at),
        )
