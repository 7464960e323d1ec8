"""Take rows of a till's journal: each exactly once, none refused.

A row that does not fit is set aside and acknowledged, so that one bad row never stops the rows
behind it. A fact that cannot be read or derived stays and becomes a task for a person.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

from backoffice.domain.derived import place
from backoffice.domain.office import Task, Till
from backoffice.domain.ports import Ledger, Store, Work
from backoffice.domain.reduce import derive
from backoffice.errors import UnknownTill
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
        taking = _Taking(work, till, now)
        for row in batch:
            taking.take(row)
        return taking.finish()


class _Taking:
    """One push: the head moves as rows come."""

    def __init__(self, work: Work, till: Till, now: int) -> None:
        self._work = work
        self._ledger = work.ledger
        self._till = till
        self._now = now
        self._head = till.head
        self._aside = till.quarantined

    def take(self, row: Row) -> None:
        held = self._held(row)
        why = self._fault(row, held)
        if why:
            self._set_aside(row, why)
        elif held is None:
            self._ledger.add(self._till.till, row)
            derive_row(self._ledger, self._till, row)
        self._advance(row)

    def _held(self, row: Row) -> bytes | None:
        if (row.epoch, row.seq) > (self._head.epoch, self._head.seq):
            return None
        return self._ledger.hash_at(self._till.till, row.epoch, row.seq)

    def _fault(self, row: Row, held: bytes | None) -> str:
        if self._till.revoked:
            return "revoked"
        if len(row.body) > BODY_LIMIT:
            return "oversize"
        if held is not None:
            return "" if held == row.hash == chain.seal(row) else "taken"
        return "chain" if any(chain.faults([row], self._before(row))) else ""

    def _before(self, row: Row) -> Mark:
        """The place the row must follow: the head, or for a late row the one it names."""
        if row.prev_hash == self._head.hash:
            return self._head
        if row.prev_hash == GENESIS and (row.epoch, row.seq) < (self._head.epoch, self._head.seq):
            return BEGINNING
        return self._ledger.named(self._till.till, row.prev_hash) or self._head

    def _set_aside(self, row: Row, why: str) -> None:
        if self._ledger.set_aside(self._till.till, row, why, self._now):
            self._aside += 1
            log.warning("row %s/%s set aside: %s", row.epoch, row.seq, why)

    def _advance(self, row: Row) -> None:
        if (row.epoch, row.seq) > (self._head.epoch, self._head.seq):
            self._head = chain.mark(row)

    def finish(self) -> Head:
        self._work.places.move_head(self._till.till, self._head, self._aside)
        return Head(self._head.epoch, self._head.seq, self._head.hash.hex(), self._aside)


def derive_row(ledger: Ledger, till: Till, row: Row) -> None:
    """Write what reports read of that fact, or a task when it is not understood."""
    try:
        fact = decode(row.kind, row.version, row.body)
    except UnreadableFact as error:
        ledger.add_task(_task(till, row, "unreadable", str(error)))
        return
    try:
        with ledger.savepoint():
            at = place(till.till, till.shop, till.zone, row.epoch, row.seq, row.at)
            ledger.write(derive(fact, at))
    # Any bug of a reducer: the fact must stand, and a person must hear of it.
    except Exception as error:
        log.exception("row %s/%s of %s was not derived", row.epoch, row.seq, till.till)
        ledger.add_task(_task(till, row, "reducer", f"{type(error).__name__}: {error}"))


def _task(till: Till, row: Row, why: str, detail: str) -> Task:
    return Task(till.till, row.epoch, row.seq, row.kind, why, detail[:500], row.at)
