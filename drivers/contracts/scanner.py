"""The barcode scanner (сканер) on a wire: codes come by themselves, nobody asks for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Scanned:
    """One code as it was read.

    `raw` is what the wire brought between prefix and suffix. `text` is that without the symbology
    identifier, GS (1Dh) kept. `symbology` is the AIM identifier ("]E0", "]d2", ISO/IEC 15424),
    empty where the scanner sends none.
    """

    raw: bytes
    text: str
    symbology: str = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """Bytes that are no code: half a message, noise, another speed; `why` is for the log."""

    raw: bytes
    why: str


Heard = Scanned | Unread


class Scanner(Protocol):
    """A port that is listened to; for one thread."""

    def listen(self, timeout_s: float) -> Sequence[Heard]:
        """What came, at once when something whole has come; none when the time is over.

        `NoLink` when the port cannot be opened or is lost; half a message is forgotten then.
        """

    def close(self) -> None:
        """Give the port back."""
