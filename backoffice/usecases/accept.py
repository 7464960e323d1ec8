"""Take rows of a till's journal: each exactly once, none refused.

A row that does not fit is set aside and acknowledged, so that one bad row never stops the rows
behind it. A fact that cannot be read or derived stays and becomes a task for a person.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

from backoffice.domain.derived import Derived, place
from backoffice.domain.office import Task, Till
from backoffice.domain.ports import Ledger, Store, Work
from backoffice.domain.reduce import derive
from backoffice.errors import DoesNotFit, UnknownTill
from sync.journal import rows as chain
from sync.journal.rows import BEGINNING, GENESIS, Mark
from sync.messages.facts import UnreadableFact, decode
from sync.messages.wire import Head, Row

BODY_LIMIT = 1 << 20  # bytes; a sale of 1000 lines has about 300 KiB

log = logging.getLogger(__name__)


def head_of(till: Till) -> Head:
    """What the office says it holds of that till."""
    head = till.head
    named = head.hash.hex() if head.epoch else ""
    return Head(head.epoch, head.seq, named, till.quarantined)


def accept(store: Store, till_id: str, batch: Sequence[Row], now: int) -> Head:
    """Store the rows in one transaction and return the head behind them. Raises UnknownTill."""
    with store.work() as work:
        till = work.places.till(till_id)
        if till is None:
            raise UnknownTill("this till left the office; enrol it again")
        taking = _Taking(work, till, batch, now)
        for row in batch:
            taking.take(row)
        return taking.finish()


class _Taking:
    """One push: the head moves as rows come, and what is taken is written at its end."""

    def __init__(self, work: Work, till: Till, batch: Sequence[Row], now: int) -> None:
        self._work = work
        self._ledger = work.ledger
        self._till = till
        self._now = now
        self._head = till.head
        self._aside = till.quarantined
        known = [place for row in batch if (place := (row.epoch, row.seq)) <= _place(till.head)]
        self._held = self._ledger.hashes(till.till, known) if known else {}
        self._taken: dict[bytes, Row] = {}

    def take(self, row: Row) -> None:
        held = self._held.get((row.epoch, row.seq))
        why = self._fault(row, held)
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
        return self._ledger.named(self._till.till, row.prev_hash) or self._head

    def _set_aside(self, row: Row, why: str) -> None:
        if self._ledger.set_aside(self._till.till, row, why, self._now):
            self._aside += 1
            log.warning("row %s/%s set aside: %s", row.epoch, row.seq, why)

    def _advance(self, row: Row) -> None:
        if (row.epoch, row.seq) > _place(self._head):
            self._head = chain.mark(row)

    def finish(self) -> Head:
        taken = list(self._taken.values())
        self._ledger.add(self._till, taken)
        derive_rows(self._ledger, self._till, taken)
        self._work.places.move_head(self._till.till, self._head, self._aside)
        return Head(self._head.epoch, self._head.seq, self._head.hash.hex(), self._aside)


def _place(head: Mark) -> tuple[int, int]:
    return head.epoch, head.seq


def derive_rows(ledger: Ledger, till: Till, rows: Sequence[Row]) -> None:
    """Write what reports read of those facts, and a task for each that is not understood."""
    made = [(row, understood) for row in rows if (understood := _understand(ledger, till, row))]
    try:
        _write(ledger, [one for _, understood in made for one in understood])
    except DoesNotFit:
        for row, understood in made:
            _write_alone(ledger, till, row, understood)


def _understand(ledger: Ledger, till: Till, row: Row) -> list[Derived]:
    try:
        fact = decode(row.kind, row.version, row.body)
        return derive(fact, place(till.till, till.shop, till.zone, row.epoch, row.seq, row.at))
    except UnreadableFact as error:
        ledger.add_task(_task(till, row, "unreadable", str(error)))
    # Any bug of a reducer: the fact must stand, and a person must hear of it.
    except Exception as error:
        log.exception("row %s/%s of %s was not derived", row.epoch, row.seq, till.till)
        ledger.add_task(_task(till, row, "reducer", f"{type(error).__name__}: {error}"))
    return []


def _write(ledger: Ledger, derived: Sequence[Derived]) -> None:
    if derived:
        with ledger.savepoint():
            ledger.write(derived)


def _write_alone(ledger: Ledger, till: Till, row: Row, derived: Sequence[Derived]) -> None:
    """One of the rows does not fit: the facts beside it are written all the same."""
    try:
        _write(ledger, derived)
    except DoesNotFit as error:
        log.warning("row %s/%s of %s does not fit: %s", row.epoch, row.seq, till.till, error)
        ledger.add_task(_task(till, row, "reducer", f"{type(error).__name__}: {error}"))


def _task(till: Till, row: Row, why: str, detail: str) -> Task:
    return Task(till.till, row.epoch, row.seq, row.kind, why, detail[:500], row.at)
