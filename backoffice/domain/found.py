"""Documents of a fiscal drive that a restored till read, and whether they are what counts."""

from __future__ import annotations

from typing import NamedTuple


class FoundDocument(NamedTuple):
    """A document as a found fact told it, known by its drive and number (1041, 1040).

    `own` is the shift by its own opening, where that came to light; what was sold in the found
    one counts as its.
    """

    fn: str
    fd: int
    shop: str
    till: str
    epoch: int
    seq: int
    shift: str
    own: str = ""
    counted: int = 1  # 0: its own fact is there, and counts instead
