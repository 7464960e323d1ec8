"""Scan to painted frame with a million goods, against a QTableView doing the same.

    python -m tests.bench.scan_to_paint [--folder DIR] [--rounds N] [--goods N]

A line of JSON for 1, 50 and 500 lines: from the scanned code to the painted frame, the line on
disk in between, the total and the rest of the screen repainted. Exit code 1 above a
limit: half of the table's p50, and one frame of 60 Hz for p99. A real window on Xvfb where it is
installed, else offscreen. Rounds of both take turns, so that a busy machine is busy for both.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench import million

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from pos.ui.till.desk import CounterDesk

LIMITS = {1: 0.5, 50: 0.5, 500: 0.5}  # of the table's p50
FRAME_MS = 1000 / 60
BLOCK = 10
SIZE = (1024, 768)
CHILD = "PRILAVOK_BENCH_CHILD"


@dataclass
class Side:
    """One of the two: how it scans, how often it has painted, how its last line goes away.

    `shown` has the count of paintings at each moment a view was shown: the frame after it is the
    one that is waited for.
    """

    window: QWidget
    desk: CounterDesk
    scan: Callable[[str], None]
    painted: Callable[[], int]
    shown: list[int]
    forget: Callable[[int], None]


@contextmanager
def screen() -> Iterator[dict[str, str]]:
    """Environment of a real window where there is an X server to start, else offscreen."""
    server = shutil.which("Xvfb")
    if server is None:
        yield {"QT_QPA_PLATFORM": "offscreen"}
        return
    read, write = os.pipe()
    command = [server, "-displayfd", str(write), "-screen", "0", "1280x900x24", "-nolisten", "tcp"]
    running = subprocess.Popen(command, pass_fds=(write,), stderr=subprocess.DEVNULL)  # noqa: S603  our own server
    os.close(write)
    with os.fdopen(read) as pipe:
        display = f":{pipe.readline().strip()}"
    try:
        yield {"QT_QPA_PLATFORM": "xcb", "DISPLAY": display}
    finally:
        running.terminate()
        running.wait()


def main() -> int:
    """Make the goods, start the child on a screen, judge what it measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, help="where the goods are kept for the next run")
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--goods", type=int, default=million.GOODS)
    asked = parser.parse_args()
    if os.environ.get(CHILD):
        return measure(asked.folder, asked.rounds, asked.goods)
    with tempfile.TemporaryDirectory() as own, screen() as platform:
        folder: Path = asked.folder or Path(own)
        folder.mkdir(parents=True, exist_ok=True)
        million.make(folder / "catalog.db", asked.goods)
        command = [sys.executable, "-m", "tests.bench.scan_to_paint", "--folder", str(folder)]
        command += ["--rounds", str(asked.rounds), "--goods", str(asked.goods)]
        environment = os.environ | platform | {CHILD: "1"}
        return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603  ourselves


def measure(folder: Path, rounds: int, goods: int) -> int:
    """In the process with the window: every basket size, both sides in turn."""
    good = True
    with sides(folder) as (till, table):
        for lines in LIMITS:
            found = compare(till, table, lines, rounds, goods)
            print(json.dumps(found), flush=True)
            good = good and bool(found["ok"])
    return 0 if good else 1


def compare(till: Side, table: Side, lines: int, rounds: int, goods: int) -> dict[str, object]:
    """Fill both to that many lines less one, then scan the last one again and again."""
    taken: dict[str, list[float]] = {"till": [], "table": []}
    for side in (till, table):
        fill(side, lines - 1, goods)
    for start in range(0, rounds, BLOCK):
        for name, side in (("till", till), ("table", table)):
            for turn in range(start, start + BLOCK):
                taken[name].append(one(side, million.code((turn * 7919 + 600) % goods)))
                side.forget(lines)
                settle(side)
    ours, theirs = figures(taken["till"]), figures(taken["table"])
    ratio = ours[0] / theirs[0]
    return {
        "bench": "scan to paint",
        "lines": lines,
        "goods": goods,
        "p50_ms": ours[0],
        "p99_ms": ours[1],
        "table_p50_ms": theirs[0],
        "table_p99_ms": theirs[1],
        "ratio_p50": round(ratio, 2),
        "limit_ratio_p50": LIMITS[lines],
        "limit_p99_ms": round(FRAME_MS, 1),
        "ok": ratio <= LIMITS[lines] and ours[1] <= FRAME_MS,
    }


def figures(taken: list[float]) -> tuple[float, float]:
    """p50 and p99 in ms."""
    return round(statistics.median(taken), 2), round(statistics.quantiles(taken, n=100)[98], 2)


def one(side: Side, code: str) -> float:
    """One scan until its frame is painted, ms."""
    from PySide6.QtCore import QCoreApplication, QEventLoop

    wait = QEventLoop.ProcessEventsFlag.WaitForMoreEvents
    side.shown.clear()
    started = time.perf_counter()
    side.scan(code)
    while not side.shown or side.painted() == side.shown[0]:
        QCoreApplication.processEvents(wait)
    return (time.perf_counter() - started) * 1000


def fill(side: Side, lines: int, goods: int) -> None:
    """Different goods until the basket has so many lines."""
    have = len(side.desk.view().basket.lines)
    for number in range(have, lines):
        side.desk.scan(million.code(number * 13 % goods), scanned=True)
    side.forget(lines + 1)
    settle(side)


def settle(side: Side) -> None:
    """Let everything be painted that has changed."""
    from PySide6.QtCore import QCoreApplication

    until = time.perf_counter() + 0.004
    while time.perf_counter() < until:
        QCoreApplication.processEvents()


@contextmanager
def sides(folder: Path) -> Iterator[tuple[Side, Side]]:
    """The till's window and the table's, each over a journal of its own and the same goods."""
    from tests.bench.two_tills import two_tills

    with two_tills(folder) as both:
        yield both


if __name__ == "__main__":
    sys.exit(main())
