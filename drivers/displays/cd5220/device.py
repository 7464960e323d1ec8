"""The program's side of a CD5220 display: it never answers, so only its port can be lost."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from drivers.contracts.errors import NoLink
from drivers.contracts.transport import Transport
from drivers.displays.cd5220 import codec

CHUNK = 64
# Some units acknowledge (06) over a return line; nobody waits for that.
LOOK_S = 0.002
LOOKS = 16  # one that babbles all the time is not listened to for longer


@dataclass(frozen=True, slots=True)
class Settings:
    """Of one unit: its code page, what makes it show that page, pauses.

    Units differ in what they want to hear: the letter of a code table (ESC c), the letter of an
    international set (ESC f), the number of a page (ESC t); empty or None: not sent. Real units
    lose bytes that follow too soon: 200 ms after the start, 10 ms between commands.
    """

    encoding: str = "cp866"
    code_table: str = "R"
    international: str = ""
    code_page: int | None = None
    start_s: float = 0.2
    gap_s: float = 0.01


class Cd5220Display:
    """A `CustomerDisplay`; for one thread."""

    def __init__(
        self,
        pipe: Transport,
        settings: Settings | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._pipe, self._sleep = pipe, sleep
        self._settings = settings or Settings()
        self._is_ready = False

    def show(self, upper: str, lower: str) -> None:
        """Show two lines, each cut to 20 characters. `NoLink` when the port is lost."""
        self.check()
        for row, text in enumerate((upper, lower), 1):
            self._send(codec.line(row, codec.cells(text, self._settings.encoding)))
            self._sleep(self._settings.gap_s)

    def clear(self) -> None:
        """Blank it."""
        self.check()
        self._send(codec.CLEAR)

    def check(self) -> None:
        """`NoLink` unless the port is open or can be opened. A unit just opened is reset."""
        if self._is_ready:
            self._look()
        if not self._is_ready:
            self._start()

    def close(self) -> None:
        """Give the port back."""
        self._is_ready = False
        self._pipe.close()

    def _look(self) -> None:
        try:
            for _ in range(LOOKS):
                if not self._pipe.read(CHUNK, LOOK_S):
                    return
        except NoLink:
            self.close()

    def _start(self) -> None:
        # CLEAR first: a unit in string mode may be deaf to everything else.
        self._send(codec.CLEAR + codec.INITIALISE)
        self._sleep(self._settings.start_s)
        self._send(self._alphabet() + codec.cursor(shown=False))
        self._sleep(self._settings.gap_s)
        self._is_ready = True

    def _alphabet(self) -> bytes:
        settings, commands = self._settings, b""
        if settings.code_table:
            commands += codec.code_table(settings.code_table)
        if settings.international:
            commands += codec.international(settings.international)
        if settings.code_page is not None:
            commands += codec.code_page(settings.code_page)
        return commands

    def _send(self, data: bytes) -> None:
        try:
            self._pipe.write(data)
        except NoLink:
            self.close()
            raise
