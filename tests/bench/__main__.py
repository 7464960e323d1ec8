"""`make bench`: every figure as a ratio to a raw limit of the same run; exit 1 above one."""

from __future__ import annotations

import sys
from collections.abc import Callable

from tests.bench import closing, starting
from tests.bench.figure import Figure

FIGURES: tuple[Callable[[], Figure], ...] = (closing.figure, starting.figure)


def main() -> int:
    """Print a line of JSON for each figure."""
    good = True
    for measure in FIGURES:
        figure = measure()
        print(figure.line(), flush=True)
        good = good and figure.good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
