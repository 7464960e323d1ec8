"""Make the derived tables anew from the facts."""

from __future__ import annotations

from itertools import groupby, islice
from operator import itemgetter

from backoffice.domain.ports import Store
from backoffice.usecases.accept import derive_rows

_AT_ONCE = 500  # facts


def rebuild(store: Store) -> int:
    """Derive everything again in one transaction; how many facts were read."""
    with store.work() as work:
        tills = {till.till: till for till in work.places.tills()}
        work.ledger.clear_derived()
        count = 0
        for till, found in groupby(work.ledger.rows(), key=itemgetter(0)):
            rows = (row for _, row in found)
            while some := list(islice(rows, _AT_ONCE)):
                derive_rows(work.ledger, tills[till], some)
                count += len(some)
        return count
