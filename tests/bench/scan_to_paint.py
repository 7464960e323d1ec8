"""Scan to painted frame with a million goods, against a QTableView doing the same.

    python -m tests.bench.scan_to_paint [--folder DIR] [--rounds N] [--goods N]

Two windows of one size in one process, each over a journal of its own on disk and the same
catalogue of a million goods. A round is one scan into a basket of so many lines, from the code
that a scanner sends to the frame on the screen, in both: the good is looked up, the line is written
and synced, the view made and brought from the lane (`CounterDesk.scan`, the same object of code),
the total, the count, the last good with its sum, the three likely sums and what the keys can do are
shown, and everything that changed is painted. The till is the window of `python -m pos`
(`pos.ui.window`), wrapped names, status strip and quick keys with it. The table is a `QTableView`
over a Python model, `QLabel` and `QPushButton` (`tests.bench.table_till`); its names are cut at one
line. Then the line is voided and both come to rest, outside the measure.

They take turns in blocks of ten, so that a busy machine is busy for both. Limits: half of the
table's p50, and one frame of 60 Hz for p99. A real window on Xvfb where it is installed, else
offscreen. Python's garbage is collected as in the program, on the Qt thread between events.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench import million
from tests.bench.figure import Figure, hundredth, shown

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from pos.ui.till.desk import CounterDesk

LINES = (1, 50, 500)
LIMIT = 0.5  # of the table's p50
FRAME_MS = 1000 / 60
BLOCK, ROUNDS = 10, 300
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
    busy: Callable[[], bool]


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


def figures(folder: Path, rounds: int = ROUNDS, goods: int = million.GOODS) -> Iterator[Figure]:
    """Measured in a process of their own that has a screen; `folder` holds the goods."""
    command = [sys.executable, "-m", "tests.bench.scan_to_paint", "--folder", str(folder)]
    command += ["--rounds", str(rounds), "--goods", str(goods)]
    with screen() as platform:
        environment = os.environ | platform | {CHILD: "1"}
        done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE)  # noqa: S603  ourselves
    for line in done.stdout.splitlines():
        taken = json.loads(line)
        name, till = f"scan_to_paint_{taken['lines']}", taken["till"]
        yield Figure(name, till, taken["table"], LIMIT)
        yield Figure(f"{name}_p99", [hundredth(till)], [FRAME_MS], 1.0)


def main() -> int:
    """Make the goods and print what was found; in the child, measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, help="where the goods are kept for the next run")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--goods", type=int, default=million.GOODS)
    asked = parser.parse_args()
    if os.environ.get(CHILD):
        measure(asked.folder, asked.rounds, asked.goods)
        return 0
    with million.kept(asked.folder, asked.goods) as folder:
        return shown(figures(folder, asked.rounds, asked.goods))


def measure(folder: Path, rounds: int, goods: int) -> None:
    """In the process with the windows: every basket size, both sides in turn."""
    with sides(folder) as (till, table):
        for lines in LINES:
            taken = compare(till, table, lines, rounds, goods)
            print(json.dumps({"lines": lines} | taken), flush=True)


def compare(till: Side, table: Side, lines: int, rounds: int, goods: int) -> dict[str, list[float]]:
    """Fill both to that many lines less one, then scan the last one again and again."""
    taken: dict[str, list[float]] = {"till": [], "table": []}
    for side in (till, table):
        fill(side, lines - 1, goods)
    for start in range(-BLOCK, rounds, BLOCK):  # the first block of each is for warming up
        for name, side in (("till", till), ("table", table)):
            for turn in range(start, start + BLOCK):
                taken[name].append(one(side, million.code((turn * 7919 + 600) % goods)))
                side.forget(lines)
                settle(side)
    return {name: found[BLOCK:] for name, found in taken.items()}


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
    """Let everything come home and be painted that has changed."""
    from PySide6.QtCore import QCoreApplication

    until = time.perf_counter() + 0.004
    while side.busy() or time.perf_counter() < until:
        QCoreApplication.processEvents()


@contextmanager
def sides(folder: Path) -> Iterator[tuple[Side, Side]]:
    """The till's window and the table's, each over a journal of its own and the same goods."""
    from tests.bench.two_tills import two_tills

    with two_tills(folder) as both:
        yield both


if __name__ == "__main__":
    sys.exit(main())
