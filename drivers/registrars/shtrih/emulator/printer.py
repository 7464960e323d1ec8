"""The printer: paper, cover, and what happens when the paper ends in the middle."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from drivers.registrars.shtrih.codes import Submode
from drivers.registrars.shtrih.emulator.state import State

Tell = Callable[[Mapping[str, object]], None]
CUT = "\f"  # in a paper's lines: here it is cut
QR = "\x01"  # before the text of a QR code
BROKEN_OFF = "*** БУМАГА КОНЧИЛАСЬ, ДОКУМЕНТ НЕДЕЙСТВИТЕЛЕН ***"


class Printer:
    """Prints by telling: each line, cut, QR code is an event."""

    def __init__(self, state: State, tell: Tell) -> None:
        self._state, self._tell = state, tell
        self.paper = True
        self.low = False  # the roll is nearly at its end
        self.cover = False  # open
        self.drawer = False  # open
        self.runs_out = False  # the paper ends with the next thing that is printed
        self.at_top = True  # nothing printed since the last cut

    @property
    def submode(self) -> Submode:
        """The state of paper and printing; an interrupted paper outlives the process."""
        ready = self.paper and not self.cover
        if self._state.unprinted:
            return Submode.AWAITS_CONTINUE if ready else Submode.PAPER_RAN_OUT
        return Submode.IDLE if ready else Submode.NO_PAPER

    def print(self, paper: Sequence[str]) -> None:
        """Print a paper; what could not be printed whole waits for B0h."""
        if not self.runs_out:
            self._emit(paper)
            return
        self.paper = self.runs_out = False
        self._state.unprinted = list(paper)
        self._emit([*paper[: len(paper) // 2], BROKEN_OFF])

    def go_on(self) -> None:
        """B0h: the interrupted paper once more, from its beginning."""
        paper, self._state.unprinted = self._state.unprinted, []
        self.print(paper)

    def kick_drawer(self) -> None:
        """28h."""
        self.drawer = True
        self._tell({"drawer": True})

    def settle(self) -> None:
        """Paper that was to end during a command that printed nothing has ended all the same."""
        if self.runs_out:
            self.paper = self.runs_out = False

    def _emit(self, paper: Sequence[str]) -> None:
        for line in paper:
            self.at_top = line == CUT
            if line == CUT:
                self._tell({"cut": True})
            elif line.startswith(QR):
                self._tell({"qr": line[1:]})
            else:
                self._tell({"paper": line})
