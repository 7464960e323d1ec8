"""Start to the first sellable frame, against an empty widgets window with a database open.

Each start is a process of its own, measured from its beginning by what the system tells; both
kinds take turns, and nothing of the one before runs any more. The till's folder has a shop, a shift
and a basket, as after a power cut. Python keeps what it has compiled, as it does where a program is
installed: the first rounds, which compile, do not count.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from inventory.values.money import Money
from pos.storage.till import TillStore
from pos.usecases import scan, shift
from pos.usecases.counter import Counter
from tests.bench.figure import Figure
from tests.fakes.catalogue import MemoryCatalogue
from tests.fakes.clock import Clock
from tests.fakes.registrar import MemoryRegistrar
from tests.fakes.selling import BREAD, MILK
from tests.fakes.till import KEY, make_shop

ROUNDS, WARM = 9, 2
LIMIT = 2.0
ROOT = Path(__file__).parents[2]
PATIENCE_S = 60.0
READY = re.compile(r"ready_ms=(\d+)")


def figure() -> Figure:
    """Measure both, in turns."""
    with tempfile.TemporaryDirectory() as folder:
        till = Path(folder) / "till"
        prepare(till)
        ours: list[float] = []
        empty: list[float] = []
        for _ in range(ROUNDS + WARM):
            ours.append(till_start(till))
            empty.append(empty_start(till))
    return Figure("start_to_first_frame", ours[WARM:], empty[WARM:], LIMIT)


def prepare(folder: Path) -> None:
    """A shop with a shift and a basket of two lines."""
    make_shop(folder)
    store = TillStore(folder, KEY.sign_head)
    counter = Counter(store, MemoryCatalogue(), MemoryRegistrar(), None, None, Clock())
    shift.open_shift(counter, Money(100_000))
    for code in (MILK, BREAD):
        scan.scan(counter, code, scanned=True)
    store.close()


def till_start(folder: Path) -> float:
    """`ready_ms` of a till that is started and ended."""
    with running_till(folder) as (_, ready):
        return ready


@contextmanager
def running_till(folder: Path) -> Iterator[tuple[int, float]]:
    """Process and `ready_ms` of the log of a till; ended with the office it has begun."""
    log = folder / "logs" / "pos.log"
    log.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pos", "run", "--data", str(folder)]
    with subprocess.Popen(  # noqa: S603 — our own program
        command, cwd=ROOT, env=_environment(folder), start_new_session=True
    ) as till:
        try:
            yield till.pid, _ready(log)
        finally:
            os.killpg(till.pid, signal.SIGKILL)


def _ready(log: Path) -> float:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        time.sleep(0.02)
        found = READY.search(log.read_text("utf-8")) if log.exists() else None
        if found:
            return float(found.group(1))
    raise RuntimeError("the till showed no first frame")


def empty_start(folder: Path) -> float:
    """Milliseconds to the first frame of an empty window with a database open."""
    command = [sys.executable, "-m", "tests.bench.empty_window", str(folder / "journal.db")]
    done = subprocess.run(  # noqa: S603 — our own program
        command, cwd=ROOT, env=_environment(folder), check=True, capture_output=True, text=True
    )
    return float(done.stdout)


def _environment(folder: Path) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    compiled = str(folder / "compiled")
    return {**kept, "QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": compiled}
