"""The life of an emulator as a program: listen, obey the standard input, end when told to."""

from __future__ import annotations

import signal
import sys
import threading
from typing import Protocol, TextIO

from drivers.emulation.control import Emit, Event, flag, nothing, obey_stream
from drivers.emulation.server import Emulator, EmulatorServer


class Obedient(Emulator, Protocol):
    """An emulator that takes words from a person."""

    def obey(self, word: Event) -> None:
        """Change something; `BadWord` for what it does not know."""


def serve(
    emulator: Obedient,
    server: EmulatorServer,
    emit: Emit,
    words: TextIO | None = None,
    *,
    attached: bool = False,
) -> None:
    """Serve until SIGINT or SIGTERM; OSError where the port is taken.

    The first line out is `{"listening": URL}`. Besides what the emulator obeys, `offline` pulls
    the plug (true) and puts it back (false). An end of the input ends nothing, unless it is
    `attached` to the program that gives the words.
    """
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    emit({"listening": server.start()})

    def obey(word: Event) -> None:
        rest = dict(word)
        if "offline" in rest:
            _plug(server, is_out=flag(rest.pop("offline"), "offline"))
        emulator.obey(rest)

    at_end = ended.set if attached else nothing
    obey_stream(words or sys.stdin, obey, emit, at_end)
    ended.wait()
    server.stop()


def _plug(server: EmulatorServer, is_out: bool) -> None:
    if is_out:
        server.stop()
    else:
        server.start()
