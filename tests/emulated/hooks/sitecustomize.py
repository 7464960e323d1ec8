"""Loaded by Python itself into the program under test: counts its steps and ends it at one.

A step is a commit, a checkpoint or an exchange with a device. STEPS_FILE gets a line for each
as it begins, over all processes of a day. END_AT is `N:MOMENT`: the process kills itself before
or after step N, or midway: the device has been asked and its answer was not read.

FULL_AT is such a moment too: from it on the disk is full, by the file that DISK_FULL names.

With POWER_SHIM power ends instead: the preloaded shim takes back what was not synced. What each
commit of the journal promised to keep goes to `STEPS_FILE.acknowledged`, which is not at risk.

SQLite's own trace goes to `STEPS_FILE.sql`: what it saw of commits and of writes outside a
transaction, to prove that the list lacks none.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import sqlite3
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

FILE = os.environ.get("STEPS_FILE", "")
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "DROP", "ALTER")
END_AT = os.environ.get("END_AT", "")
FULL_AT = os.environ.get("FULL_AT", "")
SHIM = os.environ.get("POWER_SHIM", "")
# The commit is acknowledged without reaching the disk: what the test must notice.
IS_CARELESS = bool(os.environ.get("SYNCHRONOUS_OFF"))
ACKNOWLEDGED = (
    "SELECT 'head', epoch, seq, hex(hash) FROM journal_head",
    "SELECT key, value FROM settings ORDER BY key",
    "SELECT basket, line, name, quantity FROM basket_lines ORDER BY basket, line",
    "SELECT basket, state, card, received FROM baskets ORDER BY basket",
    "SELECT attempt, kind, state, hex(result) FROM attempts ORDER BY attempt",
)


class Steps:
    """The list, and the end."""

    def __init__(self, path: Path, end_at: str) -> None:
        self._path = path
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        self._number = len(path.read_bytes().splitlines())
        self._end_at = end_at

    def begin(self, what: str) -> None:
        """The next step is about to be done."""
        self._number += 1
        os.write(self._file, f"{what}\n".encode())
        self.reach("before")

    def trace(self, word: str) -> None:
        """What SQLite says it does."""
        with open(f"{self._path}.sql", "a", encoding="ascii") as file:
            file.write(f"{word}\n")

    def reach(self, moment: str) -> None:
        """A moment of the present step; the last one for some."""
        here = f"{self._number}:{moment}"
        if here == FULL_AT:
            Path(os.environ["DISK_FULL"]).touch()
        if here == self._end_at:
            end()

    def acknowledge(self, state: list[object]) -> None:
        """What a commit promised to keep."""
        with open(f"{self._path}.acknowledged", "a", encoding="utf-8") as file:
            file.write(json.dumps(state) + "\n")


def end() -> None:
    """The process ends here and now, or power does."""
    if SHIM:
        ctypes.CDLL(SHIM).power_cut()
    os.kill(os.getpid(), signal.SIGKILL)


def watch_database(steps: Steps) -> None:
    """Every COMMIT and every checkpoint of every connection."""

    class Watched(sqlite3.Connection):
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            self._is_journal = str(args[0]).endswith("journal.db")
            self.set_trace_callback(self._traced)

        def _traced(self, sql: str) -> None:
            word = sql.split(None, 1)[0].upper() if sql.strip() else ""
            if word == "COMMIT" or (word in WRITES and not self.in_transaction):
                steps.trace(word)

        def execute(self, sql: str, *rest: Any) -> sqlite3.Cursor:
            what = _database_step(sql)
            if not what:
                return super().execute(_careless(sql), *rest)
            steps.begin(what)
            cursor = super().execute(sql, *rest)
            if what == "commit" and SHIM and self._is_journal:
                steps.acknowledge(self._state())
            steps.reach("after")
            return cursor

        def _state(self) -> list[object]:
            state: list[object] = []
            for query in ACKNOWLEDGED:
                state += super().execute(query)
            return state

    original: Callable[..., sqlite3.Connection] = sqlite3.connect

    def connect(*args: Any, **options: Any) -> sqlite3.Connection:
        return original(*args, **{"factory": Watched, **options})

    sqlite3.connect = connect  # type: ignore[assignment]


def _database_step(sql: str) -> str:
    if sql == "COMMIT":
        return "commit"
    return "checkpoint" if sql.startswith("PRAGMA wal_checkpoint") else ""


def _careless(sql: str) -> str:
    return sql.replace("synchronous=FULL", "synchronous=OFF") if IS_CARELESS else sql


def watch_register(steps: Steps) -> None:
    """Every command the register is sent, with its answer."""
    from drivers.registrars.shtrih.link import Link

    exchange, send = Link._exchange, Link._send

    @wraps(exchange)
    def watched(self: Link, body: bytes, timeout_s: float) -> Any:
        size = 2 if body[:1] == b"\xff" else 1
        steps.begin(f"register {body[:size].hex()}")
        answer = exchange(self, body, timeout_s)
        steps.reach("after")
        return answer

    Link._exchange = watched  # type: ignore[method-assign]
    Link._send = _then(send, lambda: steps.reach("midway"))  # type: ignore[method-assign]


def watch_server(steps: Steps) -> None:
    """Every order handed to the web server of a register, and the first look at what it does."""
    from drivers.registrars.atol import codec
    from drivers.registrars.atol.conversation import Conversation

    carried_out, hand_in = Conversation._carried_out, Conversation._hand_in

    @wraps(carried_out)
    def watched(self: Conversation, order: Any, task: codec.Task, *rest: Any) -> Any:
        steps.begin(f"server {order.kind}")
        reply = carried_out(self, order, task, *rest)
        steps.reach("after")
        return reply

    @wraps(hand_in)
    def handed_in(self: Conversation, name: str, tasks: Any, *rest: Any) -> None:
        hand_in(self, name, tasks, *rest)
        if not str(tasks[0]["type"]).startswith(("get", "ofd")):
            steps.reach("midway")

    Conversation._carried_out = watched  # type: ignore[assignment,method-assign]
    Conversation._hand_in = handed_in  # type: ignore[assignment,method-assign]


def watch_terminal(steps: Steps) -> None:
    """Every request to the terminal, with its answer."""
    from drivers.terminals.emulated.device import EmulatedTerminal

    ask, wait = EmulatedTerminal._ask, EmulatedTerminal._await

    @wraps(ask)
    def watched(self: EmulatedTerminal, verb: Any, *rest: Any, **named: Any) -> Any:
        steps.begin(f"terminal {verb.value}")
        answer = ask(self, verb, *rest, **named)
        steps.reach("after")
        return answer

    @wraps(wait)
    def asked(self: EmulatedTerminal, request: Any, timeout_s: float) -> Any:
        steps.reach("midway")
        return wait(self, request, timeout_s)

    EmulatedTerminal._ask = watched  # type: ignore[method-assign]
    EmulatedTerminal._await = asked  # type: ignore[method-assign]


def _then(do: Callable[..., Any], after: Callable[[], None]) -> Callable[..., Any]:
    @wraps(do)
    def both(*args: Any, **named: Any) -> Any:
        answer = do(*args, **named)
        after()
        return answer

    return both


if FILE:
    _steps = Steps(Path(FILE), END_AT)
    watch_database(_steps)
    watch_register(_steps)
    watch_server(_steps)
    watch_terminal(_steps)
