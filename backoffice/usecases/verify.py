"""Hold the stored journals against their chains."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from backoffice.domain.office import Till
from backoffice.domain.ports import Ledger, Store
from sync.journal import rows as chain
from sync.journal.rows import BEGINNING, Mark
from sync.journal.signed import signed_by
from sync.messages.wire import Row

NOT_DERIVED = ("unreadable", "reducer")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found; `ok` for whole chains with nothing set aside and every fact understood.

    Other tasks are for a person to look at: nothing of them is missing.
    """

    ok: bool
    tills: int
    rows: int
    quarantined: int
    tasks: int
    faults: list[str]


def verify(store: Store) -> Verdict:
    """Check every row of every till and the heads kept beside them."""
    with store.look() as work:
        tills = work.places.tills()
        check = _Check(work.ledger, tills)
        faults = [
            f"{till}: {fault}" for till, row in work.ledger.rows() for fault in check(till, row)
        ]
        faults += [f"{till}: {fault}" for till, fault in _heads(work.ledger, tills)]
        faults += [f"{till}: {fault}" for till, fault in _seals(work.ledger)]
        aside, tasks = len(work.ledger.aside()), work.reports.tasks()
        ok = not faults and not aside and not any(task.why in NOT_DERIVED for task in tasks)
        journals = sum(not till.trunk for till in tills)
        return Verdict(ok, journals, check.rows, aside, len(tasks), faults)


class _Check:
    """Walks rows in order of till and place."""

    def __init__(self, ledger: Ledger, tills: Iterable[Till]) -> None:
        self._ledger = ledger
        self._trunks = {till.till: till.trunk or till.till for till in tills}
        self._last: dict[str, Mark] = {}
        self.rows = 0

    def __call__(self, till: str, row: Row) -> Iterator[str]:
        last = self._last.get(till, BEGINNING)
        # A chain may go on from another row than the one before it: a restored till began its
        # epoch knowing less than the office, and a row set aside leaves a gap.
        if row.prev_hash != last.hash:
            last = self._named(till, row.prev_hash) or last
        yield from chain.faults([row], last)
        self._last[till] = chain.mark(row)
        self.rows += 1

    def _named(self, till: str, hash_: bytes) -> Mark | None:
        """The place of that row, in the same journal or a branch of it."""
        trunk = self._trunks.get(till, till)
        family = [one for one, of in self._trunks.items() if of == trunk]
        found = self._ledger.named(family, hash_)
        return found[1] if found else None


def _seals(ledger: Ledger) -> Iterator[tuple[str, str]]:
    """A seal that was good must still be; one that was not is a task already."""
    for till, seal, why in ledger.seals():
        place = Mark(seal.epoch, seal.seq, seal.hash)
        if not why and not signed_by(seal.key, place, seal.signature):
            yield till, f"the seal of {seal.epoch}/{seal.seq} was changed"


def _heads(ledger: Ledger, tills: Iterable[Till]) -> Iterator[tuple[str, str]]:
    aside = {(till, epoch, seq) for till, epoch, seq, _ in ledger.aside()}
    for till in tills:
        head = till.head
        held = ledger.hash_at(till.till, head.epoch, head.seq)
        if head.epoch and held != head.hash and (till.till, head.epoch, head.seq) not in aside:
            yield till.till, f"the last row {head.epoch}/{head.seq} is missing or another"
