"""Commands without a window: each prints JSON to stdout and words to stderr."""

from __future__ import annotations

import argparse
import sqlite3
import sys
from pathlib import Path

from drivers.contracts.errors import DeviceError
from pos.bootstrap import backup, checks, commands
from pos.bootstrap.complaint import in_words
from pos.bootstrap.doorbell import ring
from pos.bootstrap.folder import default_folder, open_till
from pos.bootstrap.headless import Addresses, opened
from pos.errors import AlreadyRunning, BadFile, SaleError
from pos.storage.disk import refusal
from sync.errors import SyncError

OK, FAILED = 0, 1


def run(asked: argparse.Namespace) -> int:
    """Carry out a parsed command."""
    folder = asked.data or default_folder()
    try:
        return _COMMANDS[asked.command](asked, folder)
    except (SaleError, DeviceError, SyncError) as error:
        print(in_words(error, asked.lang), file=sys.stderr)
    except (OSError, sqlite3.DatabaseError) as error:
        # A folder nobody may write to, a full disk, a file that is no database.
        told = refusal(error) or BadFile(f"{type(error).__name__}: {error}")
        print(in_words(told, asked.lang), file=sys.stderr)
    return FAILED


def _emit(line: bytes) -> None:
    sys.stdout.buffer.write(line + b"\n")
    sys.stdout.buffer.flush()


def _at_the_till(asked: argparse.Namespace, folder: Path, params: dict[str, str]) -> int:
    """Here when no till runs, else handed to the one that does."""
    try:
        with opened(folder, Addresses(asked.register, asked.terminal)) as counter:
            return commands.run(counter, asked.command, params, _emit)
    except AlreadyRunning:
        answer = ring(folder, asked.command, params, _emit, asked.lang)
        if answer.trouble:
            print(answer.trouble, file=sys.stderr)
        return FAILED if answer.exit is None else answer.exit


def _shift(asked: argparse.Namespace, folder: Path) -> int:
    params = {"action": asked.action, "taken": "1" if asked.take_over else ""}
    fund = "" if asked.fund is None else str(asked.fund)
    return _at_the_till(asked, folder, {**params, "fund": fund})


def _replay(asked: argparse.Namespace, folder: Path) -> int:
    params = {"file": str(asked.file.resolve()), "speed": asked.speed}
    return _at_the_till(asked, folder, params)


def _verify(asked: argparse.Namespace, folder: Path) -> int:
    report = checks.check(
        folder,
        registrar=asked.register,
        terminal=asked.terminal,
        office=asked.office,
    )
    _emit(checks.as_json(report))
    for fault in report.faults:
        print(fault, file=sys.stderr)
    return OK if report.ok else FAILED


def _rebuild(asked: argparse.Namespace, folder: Path) -> int:
    if not asked.check:
        till = open_till(folder)
        try:
            till.rebuild()
        finally:
            till.close()
        return OK
    found = checks.rebuild_differences(folder)
    for difference in found:
        print(difference, file=sys.stderr)
    return FAILED if found else OK


def _backup(asked: argparse.Namespace, folder: Path) -> int:
    names = backup.back_up(folder, asked.to)
    print(", ".join(names), file=sys.stderr)
    return OK


def _restore(asked: argparse.Namespace, folder: Path) -> int:
    backup.restore(asked.source, folder)
    return OK


_COMMANDS = {
    "shift": _shift,
    "replay": _replay,
    "verify": _verify,
    "rebuild": _rebuild,
    "backup": _backup,
    "restore": _restore,
}
