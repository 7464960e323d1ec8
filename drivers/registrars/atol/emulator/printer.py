"""The printer: paper, cover, and what happens when the paper ends in the middle."""

from __future__ import annotations

from collections.abc import Sequence

from drivers.emulation.control import Emit
from drivers.registrars.atol.emulator.failures import Failure, Why
from drivers.registrars.atol.emulator.state import State

CUT = "\f"  # in a paper's lines: here it is cut
QR = "\x01"  # before the text of a QR code
FAKE = "*** ЭМУЛЯТОР: НЕ ФИСКАЛЬНЫЙ ДОКУМЕНТ ***"
BROKEN_OFF = "*** БУМАГА КОНЧИЛАСЬ, ДОКУМЕНТ НЕДЕЙСТВИТЕЛЕН ***"


class Printer:
    """Prints by telling: each line, cut, QR code is an event."""

    def __init__(self, state: State, tell: Emit) -> None:
        self._state, self._tell = state, tell
        self.paper = True
        self.cover = False  # open
        self.drawer = False  # open
        self.runs_out = False  # the paper ends with the next thing that is printed

    def need_paper(self) -> None:
        """`Failure` unless something could be printed now."""
        if self.cover:
            raise Failure(Why.COVER_OPEN)
        if not self.paper:
            raise Failure(Why.NO_PAPER)

    def print(self, paper: Sequence[str]) -> bool:
        """Print a paper, one that was interrupted before it; whether it came out whole."""
        if self._state.unprinted:
            self.go_on()
        if not self.runs_out:
            self._emit([FAKE, *paper, FAKE, CUT])
            return True
        self.paper = self.runs_out = False
        self._state.unprinted = list(paper)
        self._emit([*paper[: len(paper) // 2], BROKEN_OFF])
        return False

    def go_on(self) -> None:
        """continuePrint: the interrupted paper once more, from its beginning."""
        paper, self._state.unprinted = self._state.unprinted, []
        self.print(paper)

    def kick_drawer(self) -> None:
        """openCashDrawer."""
        self.drawer = True
        self._tell({"drawer": True})

    def _emit(self, paper: Sequence[str]) -> None:
        for line in paper:
            if line == CUT:
                self._tell({"cut": True})
            elif line.startswith(QR):
                self._tell({"qr": line[1:]})
            else:
                self._tell({"paper": line})
