"""Write what reports read of stored facts; what is not understood becomes a task for a person."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from backoffice.domain.derived import Derived, place
from backoffice.domain.office import Task, Till
from backoffice.domain.ports import Ledger
from backoffice.domain.reduce import derive
from backoffice.errors import DoesNotFit
from sync.messages.facts import FiscalDocumentFound, UnreadableFact, decode
from sync.messages.wire import Row

log = logging.getLogger(__name__)


def derive_rows(ledger: Ledger, till: Till, rows: Sequence[Row]) -> None:
    """Write what reports read of those facts, and a task for each that is not understood.

    Raises DoesNotFit where the transaction is not careful and one of the rows asks for care.
    """
    made = [(row, understood) for row in rows if (understood := _understand(ledger, till, row))]
    try:
        _write(ledger, [one for _, understood in made for one in understood])
    except DoesNotFit:
        if not ledger.careful:
            raise
        for row, understood in made:
            _write_alone(ledger, till, row, understood)


def _understand(ledger: Ledger, till: Till, row: Row) -> list[Derived]:
    try:
        fact = decode(row.kind, row.version, row.body)
        if isinstance(fact, FiscalDocumentFound):
            add_task(ledger, till, row, "found", f"{fact.number}, FD {fact.fiscal.fd}")
        return derive(fact, place(till.till, till.shop, till.zone, row.epoch, row.seq, row.at))
    except UnreadableFact as error:
        add_task(ledger, till, row, "unreadable", str(error))
    # Any bug of a reducer: the fact must stand, and a person must hear of it.
    except Exception as error:
        log.exception("row %s/%s of %s was not derived", row.epoch, row.seq, till.till)
        add_task(ledger, till, row, "reducer", f"{type(error).__name__}: {error}")
    return []


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
