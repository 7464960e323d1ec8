"""Programs as processes of their own: each a fork that calls its program's `main` at once.

A fork has loaded everything, so a day that kills a program thirty times does not spend itself on
starting Python. It shares no memory and no file with anybody, ends by SIGKILL like any other, and
ends with us: its standard input does.
"""

from __future__ import annotations

import io
import json
import os
import signal
import sys
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

Program = Callable[[], object]
KILLED = -signal.SIGKILL
DIED = 137  # an emulator that was told to die
_LAST_FILE = 1 << 12


class Child:
    """One program; its standard output is a pipe to us, or that file."""

    def __init__(self, program: Program, log: Path, told: Path | None = None) -> None:
        ours, theirs = os.pipe()
        self._answers, answers = (-1, _appended(told)) if told else os.pipe()
        words = _appended(log)
        sys.stdout.flush()
        sys.stderr.flush()
        self.pid = os.fork()
        if self.pid == 0:
            _become(program, (ours, answers, words))
        for file in (ours, answers, words):
            os.close(file)
        self._orders = theirs
        self._waiting = b""
        self._code: int | None = None

    def say(self, order: Mapping[str, object]) -> None:
        """One JSON line; whoever is dead does not hear it."""
        with suppress(BrokenPipeError):
            os.write(self._orders, json.dumps(order).encode() + b"\n")

    def hear(self) -> dict[str, Any] | None:
        """The next JSON line of it; None when it has ended instead."""
        while b"\n" not in self._waiting:
            piece = os.read(self._answers, 1 << 16)
            if not piece:
                return None
            self._waiting += piece
        line, _, self._waiting = self._waiting.partition(b"\n")
        answer: dict[str, Any] = json.loads(line)
        return answer

    @property
    def ended(self) -> int | None:
        """None while it runs, else its exit code, below zero for a signal."""
        if self._code is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self._code = os.waitstatus_to_exitcode(status)
        return self._code

    def kill(self) -> None:
        """SIGKILL; gone on return."""
        if self.ended is None:
            os.kill(self.pid, signal.SIGKILL)
        self.wait()

    def finish(self) -> int:
        """End its input, and wait for its end."""
        os.close(self._orders)
        self._orders = -1
        return self.wait()

    def wait(self) -> int:
        """Its exit code, once it has ended."""
        if self._code is None:
            _, status = os.waitpid(self.pid, 0)
            self._code = os.waitstatus_to_exitcode(status)
        for file in (self._orders, self._answers):
            if file >= 0:
                os.close(file)
        self._orders = self._answers = -1
        return self._code


def _appended(path: Path) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)


def _text(file: int, mode: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.FileIO(file, mode, closefd=False), encoding="utf-8")


def _become(program: Program, files: tuple[int, int, int]) -> None:
    """In the fork: nothing of ours goes on, whatever happens."""
    code = 1
    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        for number, file in enumerate(files):
            os.dup2(file, number)
        os.closerange(len(files), _LAST_FILE)
        sys.stdin, sys.stdout, sys.stderr = _text(0, "r"), _text(1, "w"), _text(2, "w")
        code = int(bool(program()))
        sys.stdout.flush()
    except BaseException:  # the log gets it, and the exit code tells
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)
