"""What the demo panel can do to the world; wiring turns it into the emulators' controls."""

from __future__ import annotations

from enum import Enum
from typing import Protocol


class CardAnswer(Enum):
    """What the bank will say to the next card; the values are the emulated terminal's."""

    APPROVE = "approve"
    DECLINE = "decline"
    LOSE = "lost"


class Plug(Enum):
    """Wires that can be pulled."""

    REGISTER = "register"
    TERMINAL = "terminal"
    DISPLAY = "display"
    OFFICE = "office"


class World(Protocol):
    """All calls return at once and are made on the GUI thread."""

    def scan(self, text: str) -> None:
        """The scanner read it: `CODE`, or `1,284*CODE` from the scale."""

    def card(self, answer: CardAnswer) -> None:
        """From now on the bank answers so."""

    def plug(self, plug: Plug, plugged: bool) -> None:
        """Pull a wire or put it back."""

    def paper(self, there: bool) -> None:
        """Let the paper run out, or put a new roll in."""

    def leave(self) -> None:
        """Close the demo and begin the first start in the shop's own data folder."""
