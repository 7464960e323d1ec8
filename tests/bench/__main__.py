"""`make bench`: every figure as a ratio to a raw limit of the same run; exit 1 above one."""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import chain

from tests.bench import catalogue, closing, starting
from tests.bench.figure import Figure

FIGURES: tuple[Callable[[], Figure], ...] = (closing.figure, starting.figure)


def main() -> int:
    """Print a line of JSON for each figure."""
    good = True
    for figure in chain((measure() for measure in FIGURES), catalogue.figures()):
        print(figure.line(), flush=True)
        good = good and figure.good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
