"""What each book says of the same day: drive, bank, journal, office."""

from __future__ import annotations

import contextlib
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from drivers.registrars.shtrih.emulator.state import Document
from drivers.registrars.shtrih.emulator.store import archived
from pos.bootstrap import checks
from pos.bootstrap.folder import office_token
from pos.bootstrap.link import status
from pos.storage.database import open_reader
from sync.journal.rows import BEGINNING
from sync.messages.facts import Fact, decode
from sync.storage.journal import Journal


def facts(folder: Path) -> list[Fact]:
    """Every fact of the journal, oldest first."""
    with contextlib.closing(open_reader(folder)) as db:
        rows = list(Journal(db).after(BEGINNING))
    return [decode(row.kind, row.version, row.body) for row in rows]


def kinds(folder: Path) -> list[str]:
    """Names of the facts, oldest first."""
    return [type(fact).__name__ for fact in facts(folder)]


def documents(folder: Path) -> list[Document]:
    """Every document of the fiscal drive."""
    return list(archived(folder / "devices" / "register.state"))


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
        token=office_token(folder) if office else "",
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
