"""Make the derived tables anew from the facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby, islice
from operator import itemgetter

from backoffice.domain.office import Till
from backoffice.domain.ports import Store, Work
from backoffice.usecases import branches, posted_twice, seals
from backoffice.usecases.derive_rows import derive_rows
from backoffice.usecases.found import FOUND
from sync.messages.wire import Row

_AT_ONCE = 500  # facts


def rebuild(store: Store) -> int:
    """Derive everything again in one transaction; how many facts were read."""
    with store.work(careful=True) as work:
        tills = {till.till: till for till in work.places.tills()}
        work.ledger.clear_derived()
        # What was read from drives comes first: the own facts of the same then stand in its place.
        count = _derive(work, tills, work.ledger.rows(FOUND))
        count += _derive(work, tills, (one for one in work.ledger.rows() if one[1].kind != FOUND))
        _tell_again(work, list(tills.values()))
        return count


def _derive(work: Work, tills: Mapping[str, Till], facts: Iterator[tuple[str, Row]]) -> int:
    """How many facts there were; they come in order of their tills."""
    count = 0
    for till, found in groupby(facts, key=itemgetter(0)):
        rows = (row for _, row in found)
        while some := list(islice(rows, _AT_ONCE)):
            derive_rows(work.ledger, tills[till], some)
            count += len(some)
    return count


def _tell_again(work: Work, tills: list[Till]) -> None:
    """Tasks that speak of more than one fact."""
    for till in tills:
        if till.trunk and (first := work.ledger.first(till.till)):
            branches.tell(work.ledger, till, first)
    posted_twice.tell_again(work)
    for name, seal, why in work.ledger.seals():
        if why:
            seals.tell(work.ledger, name, seal, why)
