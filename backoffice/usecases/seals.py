"""Seals of a journal: heads that the till signed at Z, held against the rows and its key."""

from __future__ import annotations

from collections.abc import Sequence

from backoffice.domain.office import Task
from backoffice.domain.ports import Ledger, Work
from sync.journal.rows import Mark
from sync.journal.signed import signed_by
from sync.messages.wire import SealRow

SEAL = "seal"


def take_seals(work: Work, till: str, seals: Sequence[SealRow]) -> None:
    """Keep each as it came; one that is not good becomes a task for a person."""
    if not seals:
        return
    tills = [till, *(one.till for one in work.places.branches(till))]
    for seal in seals:
        why = _fault(work.ledger, till, tills, seal)
        work.ledger.add_seal(till, seal, why)
        if why:
            tell(work.ledger, till, seal, why)


def tell(ledger: Ledger, till: str, seal: SealRow, why: str) -> None:
    """A person should look at a seal that is not good."""
    ledger.add_task(Task(till, seal.epoch, seal.seq, "ShiftClosed", SEAL, why, 0))


def _fault(ledger: Ledger, till: str, tills: Sequence[str], seal: SealRow) -> str:
    found = ledger.named(tills, seal.hash)
    if found is None or (found[1].epoch, found[1].seq) != (seal.epoch, seal.seq):
        return f"no row {seal.epoch}/{seal.seq} with the hash that was signed"
    if (ledger.key(till, seal.epoch) or seal.key) != seal.key:
        return f"the head {seal.epoch}/{seal.seq} is signed with another key than those before"
    if not signed_by(seal.key, Mark(seal.epoch, seal.seq, seal.hash), seal.signature):
        return f"the signature under the head {seal.epoch}/{seal.seq} does not stand"
    return ""
