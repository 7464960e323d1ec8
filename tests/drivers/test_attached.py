"""Emulators that belong to a program end with it, whatever ended it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

COMMANDS = {
    "register": ["fiscal", "emulate", "shtrih"],
    "terminal": ["drivers", "emulate", "terminal"],
    "display": ["drivers", "emulate", "display"],
    "scanner": ["drivers", "emulate", "scanner"],
}


@pytest.mark.parametrize("name", COMMANDS)
def test_an_attached_emulator_ends_when_its_program_is_gone(name: str, tmp_path: Path) -> None:
    options = ["--listen", "tcp:127.0.0.1:0", "--state", str(tmp_path / "state"), "--attached"]
    with subprocess.Popen(  # noqa: S603 — our own module
        [sys.executable, "-m", *COMMANDS[name], *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as emulator:
        assert emulator.stdout is not None
        assert emulator.stdin is not None
        assert b"listening" in emulator.stdout.readline()
        emulator.stdin.close()
        assert emulator.wait(20) == 0
