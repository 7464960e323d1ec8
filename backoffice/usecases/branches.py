"""Branches of a journal: an old copy of a till's data went on under the same name.

Both are believed, since the chain of each holds and both were really sold. The rows that came
second are kept as a till of its own beside the first, and reports count them as such.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace

from backoffice.domain.office import Till
from backoffice.domain.ports import Ledger, Work
from backoffice.usecases.derive_rows import add_task, derive_rows
from sync.journal import rows as chain
from sync.journal.rows import BEGINNING, GENESIS, Mark
from sync.messages.wire import Row

FORK = "fork"


class Branches:
    """The branches of one till within one push."""

    def __init__(
        self, work: Work, trunk: Till, branches: Sequence[Till], taken: Mapping[bytes, Row]
    ) -> None:
        """`taken` are rows of the trunk that the same push has brought."""
        self._work, self._trunk, self._trunk_taken = work, trunk, taken
        self._kept = {one.till: one for one in branches}
        self._made: list[Till] = []
        self._rows: dict[str, list[Row]] = {}
        self._taken: dict[bytes, tuple[str, Mark]] = {}

    def take(self, row: Row) -> bool:
        """Whether the row belongs to a branch, old or new; it is kept there then."""
        if not chain.intact(row):
            return False
        if row.hash in self._taken or self._work.ledger.named(list(self._kept), row.hash):
            return True
        parent = self._parent(row)
        if parent is None or any(chain.faults([row], parent[1])):
            return False
        branch = self._branch(row, parent[0])
        self._rows.setdefault(branch, []).append(row)
        self._taken[row.hash] = branch, chain.mark(row)
        return True

    def finish(self) -> list[Till]:
        """Write what was taken; all branches as they are now."""
        for one in self._made:
            self._work.places.add_till(one, secrets.token_bytes(32))  # nobody has a token of it
        for name, rows in self._rows.items():
            branch = self._kept[name]
            self._work.ledger.add(branch, rows)
            derive_rows(self._work.ledger, branch, rows)
            head = max([branch.head, *map(chain.mark, rows)], key=lambda at: (at.epoch, at.seq))
            self._kept[name] = replace(branch, head=head)
            self._work.places.move_head(name, head, branch.quarantined)
        for one in self._made:
            tell(self._work.ledger, one, self._rows[one.till][0])
        return list(self._kept.values())

    def _parent(self, row: Row) -> tuple[str, Mark] | None:
        """The branch or trunk of the row before it, and that row's place."""
        trunk = self._trunk.till
        if row.prev_hash == GENESIS:
            return trunk, BEGINNING
        if before := self._trunk_taken.get(row.prev_hash):
            return trunk, chain.mark(before)
        if found := self._taken.get(row.prev_hash):
            return found
        return self._work.ledger.named([trunk, *self._kept], row.prev_hash)

    def _branch(self, row: Row, of: str) -> str:
        """Where the row before it stands, if there is room; else a branch of its own."""
        if of != self._trunk.till and self._is_free(of, row):
            return of
        name = f"{self._trunk.till}~{len(self._kept) + 2}"
        self._kept[name] = Till(
            name,
            self._trunk.shop,
            f"{self._trunk.name} ({len(self._kept) + 2})",
            self._trunk.zone,
            trunk=self._trunk.till,
            fork_epoch=row.epoch,
        )
        self._made.append(self._kept[name])
        return name

    def _is_free(self, branch: str, row: Row) -> bool:
        place = row.epoch, row.seq
        if any((one.epoch, one.seq) == place for one in self._rows.get(branch, [])):
            return False
        return self._work.ledger.hash_at(branch, *place) is None


def tell(ledger: Ledger, branch: Till, first: Row) -> None:
    """A person should know that two tills sell under one name."""
    place = f"{first.epoch}/{first.seq}"
    add_task(ledger, branch, first, FORK, f"{branch.name}: another row than at {place} before")
