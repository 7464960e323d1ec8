"""Words between an emulator and the person who plays the world: JSON lines in and out."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import TextIO

Event = Mapping[str, object]
Emit = Callable[[Event], None]


class BadWord(ValueError):
    """A word that this emulator does not know; the text lists what it knows."""


def silence(event: Event) -> None:
    """Tell nobody: for an emulator inside a program."""


class Printer:
    """Prints events as JSON lines, each at once; nobody reading is no reason to stop."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream: TextIO | None = stream or sys.stdout
        self._lock = threading.Lock()

    def __call__(self, event: Event) -> None:
        """One event, one line."""
        line = json.dumps(event, ensure_ascii=False)
        with self._lock:
            try:
                if self._stream is not None:
                    print(line, file=self._stream, flush=True)
            except BrokenPipeError:
                self._stream = None


def nothing() -> None:
    """An end of the input ends nothing."""


def obey_stream(
    stream: TextIO,
    obey: Callable[[Event], None],
    emit: Emit,
    at_end: Callable[[], None] = nothing,
) -> None:
    """Hand each JSON line of `stream` to `obey` on a thread of its own; bad ones are told."""

    def listen() -> None:
        for line in stream:
            try:
                obey(_word(line))
            except BadWord as error:
                emit({"error": str(error)})
        at_end()

    threading.Thread(target=listen, name="emulator control", daemon=True).start()


def flag(value: object, name: str) -> bool:
    """The value of a switch; `BadWord` unless it is true or false."""
    if not isinstance(value, bool):
        raise BadWord(f"{name} is true or false, not {value!r}")
    return value


def choice(value: object, known: Iterable[str]) -> str:
    """One word of some; `BadWord` lists them."""
    if not isinstance(value, str) or value not in known:
        raise BadWord(f"{value!r} is none of {', '.join(known)}")
    return value


def moment(value: object) -> datetime:
    """A moment without a zone, ISO; `BadWord` for anything else."""
    try:
        return datetime.fromisoformat(str(value)).replace(tzinfo=None)
    except ValueError as error:
        raise BadWord(f"not a moment: {value!r}") from error


def whole(value: object) -> int:
    """A whole number; `BadWord` for anything else."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise BadWord(f"not a whole number: {value!r}")
    return value


def _word(line: str) -> Event:
    try:
        word = json.loads(line)
    except ValueError:
        raise BadWord(f"not a JSON line: {line.strip()!r}") from None
    if not isinstance(word, dict):
        raise BadWord(f"not a JSON object: {line.strip()!r}")
    return word
