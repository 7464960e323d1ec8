"""`make bench`: every figure as a ratio to a raw limit of the same run; exit 1 above one."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from tests.bench import (
    catalogue,
    closing,
    million,
    office,
    office_day,
    office_first_load,
    office_http,
    office_prices,
    registrar,
    running_till,
    scan_to_paint,
    starting,
)
from tests.bench.figure import Figure, shown


def figures() -> Iterator[Figure]:
    """All of them, the quick ones first; minutes."""
    yield closing.figure()
    yield from registrar.figures()
    yield starting.figure()
    for chain in (office, office_http, office_day, office_prices, office_first_load):
        yield from chain.figures()
    with million.kept() as goods:
        yield from running_till.figures(goods)
        yield from scan_to_paint.figures(goods)
    yield from catalogue.figures()


if __name__ == "__main__":
    sys.exit(shown(figures()))
