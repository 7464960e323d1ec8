"""Make the derived tables anew from the facts."""

from __future__ import annotations

from backoffice.domain.ports import Store
from backoffice.usecases.accept import derive_row


def rebuild(store: Store) -> int:
    """Derive everything again in one transaction; how many facts were read."""
    with store.work() as work:
        tills = {till.till: till for till in work.places.tills()}
        work.ledger.clear_derived()
        count = 0
        for till, row in work.ledger.rows():
            derive_row(work.ledger, tills[till], row)
            count += 1
        return count
