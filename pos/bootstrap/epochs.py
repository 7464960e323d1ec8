"""A journal goes on in a new epoch: after a restore, and where two tills wrote under one name."""

from __future__ import annotations

from pos.bootstrap.folder import now
from pos.storage.till import TillStore, TillWork
from sync.journal.rows import BEGINNING
from sync.messages.facts import EpochBegan

RESTORED, FORK = "restored", "fork"


def begin_epoch(till: TillStore, reason: str, above: int = 0) -> None:
    """Begin an epoch of a number above that one; it names the head as its parent."""
    with till.work() as work:
        if work.head() != BEGINNING:
            go_on(work, reason, above)
            work.commit()


def go_on(work: TillWork, reason: str, above: int = 0) -> None:
    """The same within the caller's transaction."""
    head = work.head()
    fact = EpochBegan(
        till=work.setting("till.id"),
        reason=reason,
        parent_epoch=head.epoch,
        parent_seq=head.seq,
        parent_hash=head.hash.hex() if head.epoch else "",
    )
    work.begin_epoch(fact, max(head.epoch, above) + 1, now())
