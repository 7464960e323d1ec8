"""Write what reports read of stored facts; what is not understood becomes a task for a person."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import NamedTuple

from backoffice.domain.derived import Derived, place
from backoffice.domain.office import Task, Till
from backoffice.domain.ports import Ledger
from backoffice.domain.reduce import derive
from backoffice.errors import DoesNotFit
from backoffice.usecases.found import told_once
from sync.messages.facts import FiscalDocumentFound, UnreadableFact, decode
from sync.messages.wire import Row

log = logging.getLogger(__name__)


class Understood(NamedTuple):
    """A stored row, what reports read of it, and what a person should look at (why, detail)."""

    row: Row
    derived: Sequence[Derived] = ()
    tasks: Sequence[tuple[str, str]] = ()


def derive_rows(ledger: Ledger, till: Till, rows: Sequence[Row]) -> None:
    """Write what reports read of those facts, and a task for each that is not understood.

    Raises DoesNotFit where the transaction is not careful and one of the rows asks for care.
    """
    write_derived(ledger, till, [understand(till, row) for row in rows])


def write_derived(ledger: Ledger, till: Till, rows: Sequence[Understood]) -> None:
    """Write what was understood; raises DoesNotFit as `derive_rows` does."""
    rows = told_once(ledger, till, rows, understand)
    for one in rows:
        for why, detail in one.tasks:
            add_task(ledger, till, one.row, why, detail)
    try:
        _write(ledger, [derived for one in rows for derived in one.derived])
    except DoesNotFit:
        if not ledger.careful:
            raise
        for one in rows:
            _write_alone(ledger, till, one.row, one.derived)


def understand(till: Till, row: Row) -> Understood:
    """What a row means, without asking the database."""
    try:
        fact = decode(row.kind, row.version, row.body)
        at = place(till.till, till.shop, till.zone, row.epoch, row.seq, row.at)
        if isinstance(fact, FiscalDocumentFound):
            found = ("found", f"{fact.number}, FD {fact.fiscal.fd}")
            return Understood(row, derive(fact, at), [found])
        return Understood(row, derive(fact, at))
    except UnreadableFact as error:
        return Understood(row, tasks=[("unreadable", str(error))])
    # Any bug of a reducer: the fact must stand, and a person must hear of it.
    except Exception as error:
        log.exception("row %s/%s of %s was not derived", row.epoch, row.seq, till.till)
        return Understood(row, tasks=[("reducer", f"{type(error).__name__}: {error}")])


def _write(ledger: Ledger, derived: Sequence[Derived]) -> None:
    if derived:
        with ledger.together():
            ledger.write(derived)


def _write_alone(ledger: Ledger, till: Till, row: Row, derived: Sequence[Derived]) -> None:
    """One of the rows does not fit: the facts beside it are written all the same."""
    try:
        _write(ledger, derived)
    except DoesNotFit as error:
        log.warning("row %s/%s of %s does not fit: %s", row.epoch, row.seq, till.till, error)
        add_task(ledger, till, row, "reducer", f"{type(error).__name__}: {error}")


def add_task(ledger: Ledger, till: Till, row: Row, why: str, detail: str) -> None:
    """Something of that row is for a person to look at."""
    ledger.add_task(Task(till.till, row.epoch, row.seq, row.kind, why, detail[:500], row.at))
