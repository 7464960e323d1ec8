"""What each book says of the same day: drive, bank, journal, office."""

from __future__ import annotations

import contextlib
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from drivers.emulation.drive import Document
from drivers.registrars.shtrih.emulator.store import archived
from pos.bootstrap import checks
from pos.bootstrap.link import status
from pos.domain.deal import AttemptKind
from pos.storage.database import open_reader
from sync.journal.rows import BEGINNING
from sync.messages.facts import Fact, decode
from sync.storage.journal import Journal

RECEIPT = 3


def facts(folder: Path) -> list[Fact]:
    """Every fact of the journal, oldest first."""
    with contextlib.closing(open_reader(folder)) as db:
        rows = list(Journal(db).after(BEGINNING))
    return [decode(row.kind, row.version, row.body) for row in rows]


def kinds(folder: Path) -> list[str]:
    """Names of the facts, oldest first."""
    return [type(fact).__name__ for fact in facts(folder)]


def slowly(milliseconds: int) -> str:
    """Faults of a device that takes so long for each of the next hundred commands."""
    return ",".join(f"delay@{number}:{milliseconds}" for number in range(1, 101))


def documents(folder: Path) -> list[Document]:
    """Every document of the fiscal drive."""
    return list(archived(folder / "devices" / "register.state"))


def receipts(folder: Path) -> list[Document]:
    """Every receipt of the fiscal drive."""
    return [document for document in documents(folder) if document.kind == RECEIPT]


def has_begun_a_receipt(folder: Path) -> bool:
    """Whether the drive has taken a line of a receipt."""
    return b'"line":' in (folder / "devices" / "register.state").read_bytes()


def has_asked_the_bank(folder: Path) -> bool:
    """Whether the intent of a card payment is on disk."""
    with contextlib.closing(open_reader(folder)) as db:
        query = "SELECT count(*) FROM attempts WHERE kind = ?"
        return bool(db.execute(query, (AttemptKind.CARD_PAY.value,)).fetchone()[0])


def charges(folder: Path) -> list[dict[str, Any]]:
    """Every operation that the bank approved."""
    lines = (folder / "devices" / "terminal.ledger").read_text(encoding="utf-8").splitlines()
    entries = [json.loads(line) for line in lines]
    return [entry for entry in entries if entry["approved"]]


def unsent(folder: Path) -> int:
    """Facts that the office has not acknowledged, as `python -m sync status` tells."""
    return status(folder).unsent


@dataclass(frozen=True, slots=True)
class Verdict:
    """What `python -m pos verify` says."""

    ok: bool
    unsent: int
    faults: list[str]


def verify(folder: Path, register: str, terminal: str, office: str) -> Verdict:
    """Hold journal, drive, bank and office together."""
    report = checks.check(
        folder,
        registrar=register,
        terminal=terminal,
        office=office,
    )
    return Verdict(report.ok, report.unsent, report.faults)


def day_report(folder: Path, day: str) -> dict[str, Any]:
    """`python -m backoffice report day` of that day."""
    from backoffice.__main__ import main

    out = io.StringIO()
    database = f"sqlite:///{folder / 'office.db'}"
    with contextlib.redirect_stdout(out):
        assert main(["report", "day", "--db", database, "--from", day, "--to", day]) == 0
    answer: dict[str, Any] = json.loads(out.getvalue())
    return answer
