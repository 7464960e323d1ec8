"""The customer display (дисплей покупателя)."""

from __future__ import annotations

from typing import Protocol, runtime_checkable


class CustomerDisplay(Protocol):
    """Two lines of text for the customer; loss of it never stops a sale."""

    def show(self, upper: str, lower: str) -> None:
        """Show two lines; each is cut to the width of the device."""

    def clear(self) -> None:
        """Blank it."""

    def close(self) -> None:
        """Give the port back."""


@runtime_checkable
class PortChecked(Protocol):
    """A display that answers nothing, but whose port can be looked at."""

    def check(self) -> None:
        """`NoLink` unless the port is open or can be opened; changes no text that is shown."""
