"""The scales (весы) at the till: what lies on the pan, and how sure they are of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NewType, Protocol

Grams = NewType("Grams", int)


class Load(Enum):
    """Whether the pan bears what the scales can weigh."""

    FINE = "fine"
    OVER = "over"  # more than they can bear
    UNDER = "under"  # less than nothing: something was taken off a tared or zeroed pan


@dataclass(frozen=True, slots=True)
class Weight:
    """One reading. Without tare; of an overloaded pan the grams mean nothing."""

    grams: Grams
    stable: bool
    load: Load = Load.FINE
    tare: Grams = Grams(0)


class Scale(Protocol):
    """Scales that are asked; every call raises a `DeviceError`, and blocks."""

    def weigh(self) -> Weight:
        """What lies there now, at rest or not. A question."""

    def zero(self) -> None:
        """Call what lies there nothing. `Refused` where it is too much for that."""

    def tare(self) -> None:
        """Take what lies there for the packaging. `Refused` while the pan moves."""

    def close(self) -> None:
        """Give the port back."""
