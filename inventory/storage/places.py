"""The place of a good among all: what sells here first, then by age in the catalogue.

The full-text index gives its rows in order of rowid for nothing, while sorting a million rows by
anything else takes longer than a keystroke. So the order is in the rowid: a rank in its upper
bits, a number that is never given out twice in the lower ones.
"""

from __future__ import annotations

SERIAL_BITS = 30  # a thousand million changes
RANKS = 15
FIRST_UNSOLD = RANKS << SERIAL_BITS


def rank(times_sold: int) -> int:
    """0 for a good that was never sold here, one more with each doubling.

    A good moves in the index only then: twelve times in its first four thousand sales.
    """
    return min(times_sold.bit_length(), RANKS)


def place(times_sold: int, serial: int) -> int:
    """The rowid of a good; smaller comes first."""
    if not times_sold:
        return FIRST_UNSOLD | serial  # a million times in a first load
    return (RANKS - rank(times_sold)) << SERIAL_BITS | serial


def sells_here(n: int) -> bool:
    """Whether the good at that place was ever sold at this till."""
    return n < FIRST_UNSOLD
