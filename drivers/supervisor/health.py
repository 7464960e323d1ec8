"""How a device is, in the words of UnifiedPOS."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum


class DeviceState(Enum):
    """What is known of a device at this moment."""

    UNKNOWN = "unknown"  # not asked yet
    ONLINE = "online"
    OFFLINE = "offline"  # its link is lost or it keeps silent
    BUSY = "busy"  # at work for somebody


@dataclass(frozen=True, slots=True)
class Health:
    """State since a moment, the last trouble with the link, and counters since the start."""

    state: DeviceState
    since: datetime
    last_error: str = ""
    calls: int = 0
    failures: int = 0  # of the link only: a refusal is an answer

    def moved(self, state: DeviceState, at: datetime) -> Health:
        """The same in another state; `since` stays where the state does."""
        return self if state is self.state else replace(self, state=state, since=at)
