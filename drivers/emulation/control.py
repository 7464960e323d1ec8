"""Words between an emulator and the person who plays the world: JSON lines in and out."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable, Mapping
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


def _word(line: str) -> Event:
    try:
        word = json.loads(line)
    except ValueError:
        raise BadWord(f"not a JSON line: {line.strip()!r}") from None
    if not isinstance(word, dict):
        raise BadWord(f"not a JSON object: {line.strip()!r}")
    return word
