"""The program with a million goods on its disk: memory, and start to the first sellable frame.

    python -m tests.bench.running_till [--folder DIR]

Two lines of JSON; exit code 1 above 130 MB, or above twice the empty window.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench import million, starting
from tests.bench.figure import Figure, shown

ROUNDS, WARM = 7, 2
LIMIT, MOST_MB = 2.0, 130.0
SETTLED_S = 6.0  # after the first frame: link, office and pages have come up


def figures(goods: Path) -> Iterator[Figure]:
    """Start and memory of a till whose catalogue is the one in that folder."""
    with tempfile.TemporaryDirectory() as own:
        till = Path(own) / "till"
        starting.prepare(till)
        (till / "catalog.db").symlink_to((goods / "catalog.db").absolute())
        yield start_figure(till)
        yield Figure("memory_with_a_million_goods", memory_mb(till), [MOST_MB], 1.0, "MB")


def main() -> int:
    """Measure both and print them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, help="where the goods are kept for the next run")
    with million.kept(parser.parse_args().folder) as goods:
        return shown(figures(goods))


def start_figure(till: Path) -> Figure:
    """In turns with an empty window that opens a database."""
    ours: list[float] = []
    empty: list[float] = []
    for _ in range(ROUNDS + WARM):
        ours.append(starting.till_start(till))
        empty.append(starting.empty_start(till))
    return Figure("start_with_a_million_goods", ours[WARM:], empty[WARM:], LIMIT)


def memory_mb(till: Path) -> list[float]:
    """Resident memory in MB of the window's process a while after its first frame."""
    with starting.running_till(till) as (process, _):
        time.sleep(SETTLED_S)
        return [_resident(process) / 1024 for _ in range(3)]


def _resident(pid: int) -> int:
    """KiB."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1])


if __name__ == "__main__":
    sys.exit(main())
