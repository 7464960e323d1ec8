"""A clock that moves only when it is told to, or by a fixed step at each look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

MORNING = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)


@dataclass
class Clock:
    """`pos.domain.ports.Clock`; each look moves it on by `step`, zero freezes it."""

    moment: datetime = MORNING
    step: timedelta = timedelta(seconds=1)

    def __call__(self) -> datetime:
        """The moment of now."""
        now = self.moment
        self.moment += self.step
        return now

    def move(self, by: timedelta) -> None:
        """Let time pass, or set the clock back."""
        self.moment += by
