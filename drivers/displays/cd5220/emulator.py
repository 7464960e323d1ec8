"""The CD5220 display as software: forty cells, told as JSON whenever they change."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from drivers.displays.cd5220.codec import HEIGHT, WIDTH, Command, Kind, split
from drivers.emulation.control import BadWord, Emit, Event, silence
from drivers.emulation.faults import Fault, FaultKind, Faults, die
from drivers.emulation.server import Session

# It never answers, so an answer can be neither lost nor spoilt.
FAULTS = (FaultKind.DROP_REQUEST, FaultKind.DELAY, FaultKind.DIE_BEFORE, FaultKind.DIE_AFTER)
NO_FAULT = Fault(FaultKind.DELAY, delay_s=0.0)
BLANK = b" " * WIDTH


def blank() -> list[bytearray]:
    """The cells of a display that shows nothing."""
    return [bytearray(BLANK) for _ in range(HEIGHT)]


@dataclass
class Cd5220Emulator:
    """One display. Like the real one it is deaf to cursor commands after ESC Q A/B."""

    encoding: str = "cp866"
    faults: Faults = field(default_factory=Faults.none)
    emit: Emit = silence
    die: Callable[[], None] = die
    _rows: list[bytearray] = field(
        default_factory=lambda: [bytearray(BLANK) for _ in range(HEIGHT)]
    )
    _row: int = 0
    _column: int = 0
    _is_string_mode: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def lines(self) -> tuple[str, str]:
        """What the customer sees: two lines of 20 characters."""
        upper, lower = (row.decode(self.encoding, "replace") for row in self._rows)
        return upper, lower

    def session(self) -> Session:
        """A conversation: commands of any cut in, nothing out."""
        rest = b""

        def receive(data: bytes) -> bytes:
            nonlocal rest
            with self._lock:
                commands, rest = split(rest + data)
                before = self.lines
                for command in commands:
                    self._take(command)
                if self.lines != before:
                    self.emit({"display": list(self.lines)})
            return b""

        return receive

    def obey(self, word: Event) -> None:
        """Change the faults. `BadWord` for anything else."""
        for name, value in word.items():
            if name != "faults" or not isinstance(value, str):
                raise BadWord(f"cannot obey {name}: {value!r}; known is faults: SPEC")
            self.faults = Faults.parse(value, FAULTS)

    def _take(self, command: Command) -> None:
        fault = self.faults.next() or NO_FAULT
        if fault.kind is FaultKind.DIE_BEFORE:
            self.die()
        if fault.kind is not FaultKind.DROP_REQUEST:
            time.sleep(fault.delay_s)
            self._obey(command)
        if fault.kind is FaultKind.DIE_AFTER:
            self.die()

    def _obey(self, command: Command) -> None:
        match command.kind:
            case Kind.LINE:
                self._is_string_mode = True
                self._rows[command.row - 1][:] = command.data[:WIDTH].ljust(WIDTH)
            case Kind.CLEAR | Kind.INITIALISE:
                self._is_string_mode = False
                self._row = self._column = 0
                self._rows[:] = blank()
            case Kind.CLEAR_LINE:
                self._is_string_mode = False
                self._column = 0
                self._rows[self._row][:] = BLANK
            case _ if not self._is_string_mode:
                self._move_or_write(command)

    def _move_or_write(self, command: Command) -> None:
        match command.kind:
            case Kind.HOME:
                self._row = self._column = 0
            case Kind.MOVE if 1 <= command.row <= HEIGHT and 1 <= command.column <= WIDTH:
                self._row, self._column = command.row - 1, command.column - 1
            case Kind.CHARACTERS:
                for byte in command.data:
                    self._write(byte)

    def _write(self, byte: int) -> None:
        self._rows[self._row][self._column] = byte
        self._column = (self._column + 1) % WIDTH
        if not self._column:
            self._row = (self._row + 1) % HEIGHT
