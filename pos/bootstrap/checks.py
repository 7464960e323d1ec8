"""`verify` and `rebuild`: the journal against everything that knows of it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import msgspec

from drivers import registry
from drivers.contracts.errors import DeviceError
from drivers.contracts.terminal import CardJournal
from pos.bootstrap.known import client_of
from pos.bootstrap.tail import signed_of
from pos.errors import NotSetUp
from pos.storage.database import NAME, open_reader
from pos.storage.rebuild import differences
from pos.usecases import verify
from pos.usecases.verify import Report
from sync.errors import ArchiveDamaged
from sync.journal.rows import BEGINNING
from sync.journal.verify import verify as journal_faults
from sync.messages.facts import Fact, UnreadableFact, decode
from sync.remote.office import OfficeClient
from sync.storage.journal import Journal
from sync.storage.reader import lenient_text
from sync.usecases.common import last_common
from sync.usecases.push import forked


def check(folder: Path, *, registrar: str, terminal: str, office: str) -> Report:
    """Read-only; a till may run meanwhile. Raises NotSetUp, DeviceError, SyncError.

    Damage is a fault in the report, however deep: also a file that SQLite cannot read.
    """
    if not (folder / NAME).exists():
        raise NotSetUp(f"{folder} holds no till")
    try:
        return _check(folder, registrar, terminal, office)
    except (sqlite3.DatabaseError, ArchiveDamaged) as error:
        unread = Report(chain_ok=False, derived_ok=False)
        unread.faults.append(f"the journal cannot be read: {error}")
        return unread.conclude()


def _check(folder: Path, registrar: str, terminal: str, office: str) -> Report:
    with closing(open_reader(folder)) as db:
        db.text_factory = lenient_text
        # One snapshot for all questions: a till may be writing.
        db.execute("BEGIN")
        report, facts = _journal(folder, db)
        if registrar:
            _register(report, facts, registrar)
        if terminal:
            _terminal(report, facts, terminal, _unsettled_refs(db))
        if office:
            _office(report, Journal(db), client_of(folder, url=office))
    return report.conclude()


def _journal(folder: Path, db: sqlite3.Connection) -> tuple[Report, list[Fact]]:
    journal = Journal(db)
    chain = journal_faults(journal, signed_of(folder))
    facts, unreadable = _facts(journal)
    derived = [] if unreadable else list(differences(db))
    report = Report(
        journal_rows=journal.count_after(0, 0),
        chain_ok=not chain and not unreadable,
        derived_ok=not derived,
        sales=verify.count_sales(facts),
        faults=[_readable(fault) for fault in (*chain, *unreadable, *derived)],
    )
    return report, facts


def _readable(fault: str) -> str:
    """A fault may quote bytes that are no text."""
    return fault.encode("utf-8", "backslashreplace").decode()


def _facts(journal: Journal) -> tuple[list[Fact], list[str]]:
    facts: list[Fact] = []
    unreadable: list[str] = []
    for row in journal.after(BEGINNING):
        try:
            facts.append(decode(row.kind, row.version, row.body))
        except UnreadableFact as error:
            unreadable.append(str(error))
    return facts, unreadable


def _register(report: Report, facts: list[Fact], url: str) -> None:
    registrar = registry.open_registrar(url, allow_emulators=True)
    try:
        others = verify.made_before(facts)
        verify.against_register(report, verify.documents(facts), registrar, others)
    finally:
        registrar.close()


def _terminal(report: Report, facts: list[Fact], url: str, refs: set[str]) -> None:
    terminal = registry.open_terminal(url, allow_emulators=True)
    try:
        if not isinstance(terminal, CardJournal):
            raise DeviceError("this terminal does not list its operations")
        verify.against_terminal(report, facts, terminal.operations(), refs)
    finally:
        terminal.close()


def _office(report: Report, journal: Journal, office: OfficeClient) -> None:
    """What the office lacks, whether it acknowledged that, and whether another wrote as us."""
    with closing(office):
        theirs = office.head()
        held = last_common(office, journal, theirs)
    report.unsent = journal.count_after(held.epoch, held.seq)
    told = journal.office_head()
    if told and (told.epoch, told.seq) > (held.epoch, held.seq):
        report.missing_in_office.append(
            f"it acknowledged {told.epoch}/{told.seq} and holds {held.epoch}/{held.seq}"
        )
    if forked(journal, theirs):
        report.missing_in_office.append(
            f"its head {theirs.epoch}/{theirs.seq} is not in this journal: another till wrote it"
        )


def _unsettled_refs(db: sqlite3.Connection) -> set[str]:
    """Card operations of baskets that still wait: no sale has them yet, rightly."""
    query = (
        "SELECT attempt FROM attempts JOIN baskets USING (basket)"
        " WHERE baskets.state IN ('paying', 'refused')"
    )
    return {str(row[0]) for row in db.execute(query)}


def as_json(report: Report) -> bytes:
    """The report as contract JSON."""
    return msgspec.json.encode(report)


def rebuild_differences(folder: Path) -> list[str]:
    """Where derived tables are not what the facts say."""
    with closing(open_reader(folder)) as db:
        db.execute("BEGIN")
        return list(differences(db))
