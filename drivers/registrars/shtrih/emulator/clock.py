"""The register's clock: local, without a zone, and settable."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]


def wall_clock() -> datetime:
    """This machine's local time."""
    return datetime.fromtimestamp(time.time(), UTC).astimezone().replace(tzinfo=None)


def clock_from(start: datetime) -> Clock:
    """A clock that shows `start` now and goes on from there."""
    first, local = time.monotonic(), start.replace(tzinfo=None)
    return lambda: local + timedelta(seconds=time.monotonic() - first)


def to_minute(moment: datetime) -> datetime:
    """The drive counts in minutes."""
    return moment.replace(second=0, microsecond=0)
