"""A way for bytes between the program and a device."""

from __future__ import annotations

from typing import Protocol


class Transport(Protocol):
    """Opened lazily; `NoLink` when it cannot be, or when the other end has gone."""

    def write(self, data: bytes) -> None:
        """Send all of it."""

    def read(self, size: int, timeout_s: float) -> bytes:
        """Up to `size` bytes: fewer, or none, when the time is over."""

    def close(self) -> None:
        """Close the port; the next write opens it again."""
