"""Take rows of a till's journal: each exactly once, none refused.

A row that does not fit is set aside and acknowledged, so that one bad row never stops the rows
behind it. A fact that cannot be read or derived stays and becomes a task for a person.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

from backoffice.domain.office import Till
from backoffice.domain.ports import Store, Work
from backoffice.errors import DoesNotFit, UnknownTill
from backoffice.usecases.branches import Branches
from backoffice.usecases.derive_rows import understand, write_derived
from backoffice.usecases.seals import take_seals
from sync.journal import rows as chain
from sync.journal.fit import BODY_LIMIT as BODY_LIMIT
from sync.journal.rows import BEGINNING, GENESIS, Mark
from sync.messages.wire import Head, Place, Row, SealRow

log = logging.getLogger(__name__)

_LEFT = "this till left the office; enrol it again"


def head_of(store: Store, till_id: str) -> Head:
    """What the office says it holds of that till. Raises UnknownTill."""
    with store.look() as work:
        till = _till(work, till_id)
        return _told(till, work.places.branches(till_id), till.head, till.quarantined)


def last_aside(store: Store, till_id: str) -> int:
    """When the last row of that till was set aside, ms UTC; 0 for none."""
    with store.look() as work:
        return work.ledger.last_aside(till_id)


def last_known(store: Store, till_id: str, places: Sequence[Place]) -> Head:
    """The last of those places that the office holds, set aside or not; epoch 0 for none."""
    with store.look() as work:
        tills = [till_id, *(one.till for one in work.places.branches(till_id))]
        found = (work.ledger.named(tills, place.hash) for place in places)
        last = max((mark for _, mark in filter(None, found)), key=_place, default=BEGINNING)
    return Head(last.epoch, last.seq, last.hash.hex() if last.epoch else "")


def accept(
    store: Store, till_id: str, batch: Sequence[Row], now: int, seals: Sequence[SealRow] = ()
) -> Head:
    """Store rows and seals in one transaction; the head behind them. Raises UnknownTill."""
    try:
        return _accept(store, till_id, batch, now, seals)
    except DoesNotFit:
        # One push of many thousands: the others are spared the savepoints it needs.
        return _accept(store, till_id, batch, now, seals, careful=True)


def _accept(
    store: Store,
    till_id: str,
    batch: Sequence[Row],
    now: int,
    seals: Sequence[SealRow],
    *,
    careful: bool = False,
) -> Head:
    with store.work(careful=careful) as work:
        taking = _Taking(work, *_journal(work, till_id), batch, now)
        for row in batch:
            taking.take(row)
        head = taking.finish()
        take_seals(work, till_id, seals)
        return head


def _till(work: Work, till_id: str) -> Till:
    till = work.places.till(till_id)
    if till is None:
        raise UnknownTill(_LEFT)
    return till


def _journal(work: Work, till_id: str) -> tuple[Till, list[Till]]:
    """The till and the branches of its journal."""
    found = work.places.journal(till_id)
    if found is None:
        raise UnknownTill(_LEFT)
    return found


def _told(till: Till, branches: Sequence[Till], head: Mark, aside: int) -> Head:
    last = max([head, *(one.head for one in branches)], key=_place)
    forked = tuple(sorted({one.fork_epoch for one in branches}))
    named = last.hash.hex() if last.epoch else ""
    return Head(last.epoch, last.seq, named, aside, forked, till.revoked)


class _Taking:
    """One push: the head moves as rows come, and what is taken is written at its end."""

    def __init__(
        self, work: Work, till: Till, branches: Sequence[Till], batch: Sequence[Row], now: int
    ) -> None:
        self._work = work
        self._ledger = work.ledger
        self._till = till
        self._now = now
        self._head = till.head
        self._aside = till.quarantined
        known = [place for row in batch if (place := (row.epoch, row.seq)) <= _place(till.head)]
        self._held = self._ledger.hashes(till.till, known) if known else {}
        self._taken: dict[bytes, Row] = {}
        self._branches = Branches(work, till, branches, self._taken)

    def take(self, row: Row) -> None:
        if self._goes_on(row):
            self._held[row.epoch, row.seq] = row.hash
            self._taken[row.hash] = row
            self._head = chain.mark(row)
        else:
            self._look_at(row)

    def _goes_on(self, row: Row) -> bool:
        """Whether that is plainly the next row, as nearly all are: a shorter way to the same."""
        head = self._head
        return (
            row.prev_hash == head.hash
            and row.seq == head.seq + 1
            and row.epoch == head.epoch != 0
            and len(row.body) <= BODY_LIMIT
            and "\0" not in row.fact
            and "\0" not in row.kind
            and not self._till.revoked
            and chain.well_formed(row)
            and chain.intact(row)
        )

    def _look_at(self, row: Row) -> None:
        held = self._held.get((row.epoch, row.seq))
        why = self._fault(row, held)
        if why in ("chain", "taken") and self._branches.take(row):
            return
        if why:
            self._set_aside(row, why)
        elif held is None:
            self._held[row.epoch, row.seq] = row.hash
            self._taken[row.hash] = row
        self._advance(row)

    def _fault(self, row: Row, held: bytes | None) -> str:
        if self._till.revoked:
            return "revoked"
        if len(row.body) > BODY_LIMIT:
            return "oversize"
        if "\0" in row.fact or "\0" in row.kind:
            return "unreadable"
        if held is not None:
            return "" if held == row.hash == chain.seal(row) else "taken"
        return "chain" if any(chain.faults([row], self._before(row))) else ""

    def _before(self, row: Row) -> Mark:
        """The place the row must follow: the head, or for a late row the one it names."""
        if row.prev_hash == self._head.hash:
            return self._head
        if row.prev_hash == GENESIS and (row.epoch, row.seq) < _place(self._head):
            return BEGINNING
        if before := self._taken.get(row.prev_hash):
            return chain.mark(before)
        found = self._ledger.named([self._till.till], row.prev_hash)
        return found[1] if found else self._head

    def _set_aside(self, row: Row, why: str) -> None:
        if self._ledger.set_aside(self._till.till, row, why, self._now):
            self._aside += 1
            log.warning("row %s/%s set aside: %s", row.epoch, row.seq, why)

    def _advance(self, row: Row) -> None:
        if (row.epoch, row.seq) > _place(self._head):
            self._head = chain.mark(row)

    def finish(self) -> Head:
        taken = list(self._taken.values())
        with self._ledger.adding(self._till, taken):
            understood = [understand(self._till, row) for row in taken]
        write_derived(self._ledger, self._till, understood)
        self._work.places.move_head(self._till.till, self._head, self._aside)
        return _told(self._till, self._branches.finish(), self._head, self._aside)


def _place(head: Mark) -> tuple[int, int]:
    return head.epoch, head.seq
