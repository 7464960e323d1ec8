"""When Python looks for garbage: a push makes thousands of objects, and no circle of them."""

from __future__ import annotations

import gc

# New objects, and collections of the younger ones, between two looks. As Python has it (700, 10,
# 10) a push of a hundred receipts was looked through ten times, a twelfth of its time.
_YOUNG, _MIDDLE, _OLD = 50_000, 20, 20


def collect_seldom() -> None:
    """Leave alone what the program consists of, and look at the rest when it has become much."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)
