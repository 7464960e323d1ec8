"""A document that a restored till read from the drive counts once, also when its own fact comes.

The old disk may come to light, or another restore may read the same drive: documents are joined by
drive and number. The own fact is the one that counts: it knows the goods.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from backoffice.domain import derived as d
from backoffice.domain.found import FoundDocument
from backoffice.domain.office import Till
from backoffice.domain.ports import Ledger
from sync.messages import facts as f
from sync.messages.wire import Row

if TYPE_CHECKING:
    from backoffice.usecases.derive_rows import Understood

FOUND = f.FiscalDocumentFound.__name__
_OPENED, _CLOSED = 2, 5
_NEAR_MS = 3 * 24 * 3600 * 1000  # a shift's own moment and the register's: their clocks differ
_OWN = (f.SaleClosed, f.SaleReturned, f.ShiftOpened, f.ShiftClosed)
_KINDS = frozenset(kind.__name__ for kind in _OWN) | {FOUND}

_OF_SHIFT = (d.Sale, d.CashMove, d.ShiftBegin, d.ShiftEnd, d.Counter, d.Event)

OfShift = d.Sale | d.CashMove | d.ShiftBegin | d.ShiftEnd | d.Counter | d.Event
Own = f.SaleClosed | f.SaleReturned | f.ShiftOpened | f.ShiftClosed
Key = tuple[str, int]
Understand = Callable[[Till, Row], "Understood"]


def told_once(
    ledger: Ledger, till: Till, rows: Sequence[Understood], understand: Understand
) -> Sequence[Understood]:
    """The rows without what counts already; what was counted wrongly is taken back.

    Joined within a shop: the old disk may have been taken in as a till of its own. Nearly no shop
    had a till restored: it costs one short question a push.
    """
    known = ledger.documents.found(till.shop)
    if not known and not any(one.row.kind == FOUND for one in rows):
        return rows
    return _Joining(ledger, till, known, understand).join(rows)


class _Joining:
    """One push in a shop where a till was restored."""

    def __init__(
        self, ledger: Ledger, till: Till, known: Sequence[FoundDocument], understand: Understand
    ) -> None:
        self._ledger, self._till, self._understand = ledger, till, understand
        self._known = {(one.fn, one.fd): one for one in known}
        self._shifts = {one.shift: one.own for one in known if one.own}
        self._changed: dict[Key, FoundDocument] = {}
        self._own: dict[Key, Own] = {}  # of this push
        self._here: dict[Key, int] = {}  # found ones of this push, by their place in it
        self._base: _Base | None = None

    def join(self, rows: Sequence[Understood]) -> list[Understood]:
        taken = list(rows)
        self._base = _Base(self._ledger, self._till, rows)
        for place, one in enumerate(rows):
            fact = _fiscal(one.row)
            if isinstance(fact, f.FiscalDocumentFound):
                if not self._find(one.row, fact, place):
                    taken[place] = one._replace(derived=(), tasks=())
            elif fact is not None and (at := self._tell(fact)) is not None:
                taken[at] = taken[at]._replace(derived=(), tasks=())
        self._ledger.documents.keep(self._changed.values())
        return [one._replace(derived=self._moved(one.derived)) for one in taken]

    def _find(self, row: Row, fact: f.FiscalDocumentFound, place: int) -> bool:
        """Whether the found document counts: neither found nor told before."""
        key = fact.fiscal.fn, fact.fiscal.fd
        if key in self._known:
            return False
        assert self._base  # noqa: S101 — for the types
        told = self._own.get(key)
        own = told.shift if told else self._base.own(fact, row)
        mark = (*key, self._till.shop, self._till.till, row.epoch, row.seq, fact.shift)
        is_opening = fact.kind == _OPENED
        self._put(FoundDocument(*mark, own or "" if is_opening else "", int(own is None)))
        self._here[key] = place
        return own is None

    def _tell(self, fact: Own) -> int | None:
        """The own fact of a document; where the found one stands that is not written yet."""
        key = fact.fiscal.fn, fact.fiscal.fd
        known = self._known.get(key)
        if known is None or not known.counted:
            self._own[key] = fact
            return None
        if key not in self._here:
            self._take_back(known)
        if isinstance(fact, f.ShiftOpened):
            self._ledger.documents.move_shift(known.shift, fact.shift)
            known = known._replace(own=fact.shift)
        self._put(known._replace(counted=0))
        return self._here.get(key)

    def _take_back(self, known: FoundDocument) -> None:
        documents = self._ledger.documents
        for row in self._ledger.stretch(known.till, known.epoch, known.seq, known.seq):
            told = self._understand(replace(self._till, till=known.till), row)
            documents.take_back(self._moved(told.derived))
        documents.drop_task(known)

    def _put(self, one: FoundDocument) -> None:
        self._known[one.fn, one.fd] = self._changed[one.fn, one.fd] = one
        if one.own:
            self._shifts[one.shift] = one.own

    def _moved(self, rows: Sequence[d.Derived]) -> Sequence[d.Derived]:
        """What was done in a found shift counts in the shift itself, once that is known."""
        if not self._shifts:
            return rows
        return [self._in_own_shift(one) if isinstance(one, _OF_SHIFT) else one for one in rows]

    def _in_own_shift(self, one: OfShift) -> OfShift:
        own = self._shifts.get(one.shift)
        return one._replace(shift=own) if own else one


class _Base:
    """Own facts of found documents that the office had before this push."""

    def __init__(self, ledger: Ledger, till: Till, rows: Sequence[Understood]) -> None:
        self._ledger = ledger
        found = [
            fact for one in rows if isinstance(fact := _fiscal(one.row), f.FiscalDocumentFound)
        ]
        self._receipts: dict[str, list[tuple[str, int, int]]] = {}
        self._shifts: list[tuple[bool, int, str, int]] = []
        if not found:
            return
        named = ledger.documents.receipts(till.shop, [one.number for one in found])
        for number, whose, epoch, seq in named:
            self._receipts.setdefault(number, []).append((whose, epoch, seq))
        numbers = [one.fiscal.shift for one in found if one.kind in (_OPENED, _CLOSED)]
        self._shifts = ledger.documents.shifts(till.trunk or till.till, numbers)

    def own(self, found: f.FiscalDocumentFound, row: Row) -> str | None:
        """The shift of the own fact; None where there is none."""
        if found.kind in (_OPENED, _CLOSED):
            return self._own_shift(found, row)
        key = found.fiscal.fn, found.fiscal.fd
        for till, epoch, seq in self._receipts.get(found.number, []):
            for kept in self._ledger.stretch(till, epoch, seq, seq):
                fact = _fiscal(kept)
                if isinstance(fact, _OWN) and (fact.fiscal.fn, fact.fiscal.fd) == key:
                    return fact.shift
        return None

    def _own_shift(self, found: f.FiscalDocumentFound, row: Row) -> str | None:
        """By number and day: a drive counts its shifts up, another one begins in other years."""
        for is_opening, number, shift, at in self._shifts:
            is_same = is_opening is (found.kind == _OPENED) and number == found.fiscal.shift
            if is_same and abs(at - row.at) < _NEAR_MS:
                return shift
        return None


def _fiscal(row: Row) -> f.FiscalDocumentFound | Own | None:
    """The fact of a fiscal document; None for any other, or one that nobody can read."""
    if row.kind not in _KINDS:
        return None
    try:
        fact = f.decode(row.kind, row.version, row.body)
    except f.UnreadableFact:
        return None
    return fact if isinstance(fact, (f.FiscalDocumentFound, *_OWN)) else None
