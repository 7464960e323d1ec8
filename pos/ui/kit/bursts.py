"""Told apart by rhythm: keys a person types, and a burst a scanner types. No Qt here.

A scanner sends a character every 1 to 25 ms. A fast typist needs 60 ms; rolling over two or
three keys he can be quicker for a moment, never for six, nor for four and Enter at once. The
times are those of the key events themselves, so a busy program does not blur them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

GAP_MS: Final = 35
SHORTEST: Final = 6  # without a suffix
SHORTEST_ENDED: Final = 4  # followed by Enter or Tab in the same rhythm
DEAF_MS: Final = 300
SUFFIXES: Final = "\r\t"

Event = TypeVar("Event")


@dataclass(frozen=True, slots=True)
class Scan:
    """What a scanner sent, without its suffix."""

    text: str


@dataclass(frozen=True, slots=True)
class Typed(Generic[Event]):
    """Held events to be delivered after all, in order."""

    events: tuple[Event, ...]


@dataclass(slots=True)
class Bursts(Generic[Event]):
    """Holds keys until their rhythm tells what they are."""

    _held: list[Event] = field(default_factory=list)
    _text: str = ""
    _last_ms: int = 0
    _scanned_ms: int = -DEAF_MS
    _cut_ms: int = -1

    @property
    def holding(self) -> bool:
        """Whether keys wait for a verdict."""
        return bool(self._held)

    def key(self, at_ms: int, char: str, event: Event) -> list[Scan | Typed[Event]]:
        """A key with a character, Enter and Tab included ("\\r", "\\t")."""
        out = self.settle() if self.holding and not self._in_rhythm(at_ms) else []
        if char in SUFFIXES:
            return [*out, *self._end(at_ms, event)]
        self._held.append(event)
        self._text += char
        self._last_ms = at_ms
        if len(self._text) >= SHORTEST_ENDED:
            self._scanned_ms = at_ms
        return out

    def other(self, at_ms: int, event: Event) -> list[Scan | Typed[Event]]:
        """A key without a character. In the rhythm of held keys it is no deliberate press."""
        if self.holding and self._in_rhythm(at_ms):
            self._cut_ms = at_ms
        return [*self.settle(), Typed((event,))]

    def along(self, event: Event) -> None:
        """A release that belongs to the held keys."""
        self._held.append(event)

    def settle(self) -> list[Scan | Typed[Event]]:
        """The rhythm has ended: a scan, typing, or nothing held."""
        return self._verdict(SHORTEST)

    def deaf(self, at_ms: int) -> bool:
        """Whether a payment key pressed at that time must do nothing."""
        return at_ms == self._cut_ms or 0 <= at_ms - self._scanned_ms < DEAF_MS

    def _in_rhythm(self, at_ms: int) -> bool:
        return at_ms - self._last_ms <= GAP_MS

    def _end(self, at_ms: int, event: Event) -> list[Scan | Typed[Event]]:
        if len(self._text) >= SHORTEST_ENDED:
            self._scanned_ms = at_ms
            return self._verdict(SHORTEST_ENDED)
        self._held.append(event)
        return self._verdict(SHORTEST)

    def _verdict(self, shortest: int) -> list[Scan | Typed[Event]]:
        held, text = tuple(self._held), self._text
        self._held, self._text = [], ""
        if len(text) >= shortest:
            return [Scan(text)]
        return [Typed(held)] if held else []
