"""What of that which the scales tell may become a line.

A weight has an age, and belongs to one customer: one that was sold lies there until the pan was
seen empty. Seconds are those of a monotonic clock.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

FRESH_S = 1.5  # six looks; older, and something else may lie there by now
EMPTY = 2  # grams that are called nothing


class PanState(Enum):
    """What keeps a weight from being sold; READY: nothing does."""

    NONE = "none"  # never heard from: there are no scales
    READY = "ready"
    SILENT = "silent"  # not heard from lately
    EMPTY = "empty"
    MOVING = "moving"
    OVERLOADED = "overloaded"
    TAKEN = "taken"  # sold already, and the pan was not empty since


@dataclass(frozen=True, slots=True)
class Reading:
    """What the scales told: grams without tare, negative when something was taken off."""

    grams: int
    is_stable: bool
    is_overloaded: bool = False


@dataclass(frozen=True, slots=True)
class PanView:
    """What a cashier sees of the scales."""

    state: PanState
    grams: int = 0


NO_PAN = PanView(PanState.NONE)
SILENT = PanView(PanState.SILENT)


class Pan:
    """Heard on the device's thread, asked on the till's."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._last: Reading | None = None
        self._at = 0.0
        self._is_taken = False
        self._lock = threading.Lock()

    def hear(self, reading: Reading) -> PanView:
        """The scales told something."""
        with self._lock:
            self._last, self._at = reading, self._clock()
            if not reading.is_overloaded and reading.grams <= EMPTY:
                self._is_taken = False
            return self._view()

    def view(self) -> PanView:
        """How it stands now."""
        with self._lock:
            return self._view()

    def take(self) -> None:
        """What lies there became a line; it cannot become another one."""
        with self._lock:
            self._is_taken = True

    def _view(self) -> PanView:
        last = self._last
        if last is None:
            return NO_PAN
        if self._clock() - self._at > FRESH_S:
            return SILENT
        return PanView(self._state(last), last.grams)

    def _state(self, last: Reading) -> PanState:
        if last.is_overloaded:
            return PanState.OVERLOADED
        if last.grams <= EMPTY:
            return PanState.EMPTY
        if self._is_taken:
            return PanState.TAKEN
        return PanState.READY if last.is_stable else PanState.MOVING
