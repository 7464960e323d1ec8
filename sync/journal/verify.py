"""The whole journal against itself, its seals and what the office acknowledged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from sync.errors import ArchiveDamaged
from sync.journal.rows import BEGINNING, Mark, Seal, faults, mark, well_formed
from sync.messages.facts import EpochBegan, UnreadableFact, decode
from sync.messages.wire import Row

# Does that signature stand under that place, by the till's own key or that of an earlier disk?
Signed = Callable[[Mark, bytes, bytes], bool]

_SEALED_KIND = "ShiftClosed"  # each Z seals what came before it (design.md, section 1)


class Kept(Protocol):
    """A journal as it lies on the disk."""

    def after(self, place: Mark, limit: int = -1) -> Iterator[Row]:
        """Rows behind that place, in order."""

    def head(self) -> Mark:
        """The last row's place as the head table tells it."""

    def seals(self) -> list[Seal]:
        """All seals, oldest first."""

    def office_head(self) -> Mark | None:
        """The last head the office acknowledged."""


def verify(journal: Kept, signed: Signed) -> list[str]:
    """All that is wrong, in words; empty for a whole journal.

    Found are a changed, added or missing row, a cut tail, a changed or missing seal, a fact
    nobody can read, and a journal that lacks what the office holds. Rows are read once, in
    order; what is kept meanwhile are the hashes that seals and the office name.
    """
    named = _Named(journal.seals(), journal.office_head())
    try:
        found = list(faults(named.watch(journal.after(BEGINNING))))
    except ArchiveDamaged as error:
        return [str(error)]
    return [*found, *named.row_faults, *_head_faults(journal, named.last), *named.faults(signed)]


def verify_tail(journal: Kept, signed: Signed) -> list[str]:
    """The same of what stands behind the last seal: a start does not wait for years of rows.

    That seal must stand for itself; what it covers is held by `verify`.
    """
    seals = journal.seals()
    last = seals[-1] if seals else None
    start = Mark(last.epoch, last.seq, last.hash) if last else BEGINNING
    rows = list(journal.after(start))
    found = list(faults(rows, start))
    if last and not signed(start, last.signature, last.key):
        found.append(f"the seal of {last.epoch}/{last.seq} is not signed with this till's key")
    well = [mark(row) for row in rows if well_formed(row)]
    return [*found, *_head_faults(journal, well[-1] if well else start)]


def _head_faults(journal: Kept, last: Mark) -> Iterator[str]:
    head = journal.head()
    if head != last:
        yield (
            f"the journal ends at {last.epoch}/{last.seq},"
            f" its head is told to be {head.epoch}/{head.seq}: rows were cut off or changed"
        )


class _Named:
    """Rows watched as they pass: are the facts readable, do seals and the office agree?"""

    def __init__(self, seals: list[Seal], office: Mark | None) -> None:
        self._seals = {(s.epoch, s.seq): s for s in seals}
        self._office = office
        self._hashes: dict[tuple[int, int], bytes] = {(0, 0): BEGINNING.hash}
        self.last = BEGINNING
        self.row_faults: list[str] = []

    def watch(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The same rows, with what they say about themselves noted."""
        for row in rows:
            if well_formed(row):
                self._note(row)
                self.last = mark(row)
            yield row

    def _note(self, row: Row) -> None:
        place = row.epoch, row.seq
        if place in self._seals or (self._office and place == self._place_of(self._office)):
            self._hashes[place] = row.hash
        if row.kind == _SEALED_KIND and place not in self._seals:
            self.row_faults.append(f"row {row.epoch}/{row.seq} closes a shift and has no seal")
        self.row_faults += (f"row {row.epoch}/{row.seq}: {why}" for why in _unfit(row, self.last))

    def faults(self, signed: Signed) -> Iterator[str]:
        """What is wrong with the seals and with the office's head."""
        for seal in self._seals.values():
            where = f"the seal of {seal.epoch}/{seal.seq}"
            place = Mark(seal.epoch, seal.seq, seal.hash)
            if not self._holds(place):
                yield f"{where} does not fit the journal: the row is missing or was changed"
            elif not signed(place, seal.signature, seal.key):
                yield f"{where} is not signed with this till's key"
        if self._office and not self._holds(self._office):
            yield (
                f"the office holds {self._office.epoch}/{self._office.seq},"
                " which is missing here or was changed"
            )

    def _holds(self, place: Mark) -> bool:
        return self._hashes.get(self._place_of(place)) == place.hash

    @staticmethod
    def _place_of(place: Mark) -> tuple[int, int]:
        return place.epoch, place.seq


def _unfit(row: Row, last: Mark) -> Iterator[str]:
    """Why a row is no fact of its place: unreadable, or an epoch that does not name its parent."""
    try:
        fact = decode(row.kind, row.version, row.body)
    except UnreadableFact as error:
        yield f"nobody can read it: {error}"
        return
    if isinstance(fact, EpochBegan) != (row.seq == 1):
        yield "an epoch begins with its first row and with no other"
    elif isinstance(fact, EpochBegan) and not _names(fact, last):
        yield f"it does not name {last.epoch}/{last.seq} as what it goes on from"


def _names(fact: EpochBegan, parent: Mark) -> bool:
    """Whether the epoch names that row; the first of all names nothing."""
    if parent == BEGINNING:
        return (fact.parent_epoch, fact.parent_seq, fact.parent_hash) == (0, 0, "")
    named = (fact.parent_epoch, fact.parent_seq, fact.parent_hash)
    return named == (parent.epoch, parent.seq, parent.hash.hex())
