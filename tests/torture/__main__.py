"""`python -m tests.torture`: random days through the till; a JSON line each, exit 1 on the first
disagreement.

Shops of five days each: that of seed S is repeated by `--days 5 --seed S`.
"""

from __future__ import annotations

import argparse
import os
import secrets
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import msgspec

from tests.torture.broken import LIES
from tests.torture.errors import Disagreement
from tests.torture.torture import LONGEST, Day, Shop

MEMORY = Path("/dev/shm")  # noqa: S108 — SIGKILL takes nothing from a disk, so none is waited for


def main() -> int:
    """Run them; the seed comes first, so that it is known whatever happens."""
    asked = _parser().parse_args()
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the folder goes, the count is told
    print(f"seed {asked.seed}", file=sys.stderr, flush=True)
    days = 0
    try:
        for day in _days(asked):
            sys.stdout.write(msgspec.json.encode(day).decode() + "\n")
            sys.stdout.flush()
            days += 1
    except Disagreement as error:
        print(f"the books differ: {error}", file=sys.stderr)
        return 1
    finally:
        print(f"{days} days", file=sys.stderr)
    return 0


def _days(asked: argparse.Namespace) -> Iterator[Day]:
    """As many as are asked for, and then until the time is over."""
    until, left = time.monotonic() + asked.seconds, asked.days
    for seed in count(asked.seed):
        if left <= 0 and time.monotonic() >= until:
            return
        with tempfile.TemporaryDirectory(prefix="prilavok-torture-", dir=_place()) as folder:
            days = left if 0 < left < LONGEST else LONGEST
            for day in Shop(seed, Path(folder), asked.lie).live(days):
                yield day
                left -= 1


def _place() -> Path | None:
    return MEMORY if MEMORY.is_dir() else None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("--days", type=int, default=10, metavar="N")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**9), metavar="S")
    parser.add_argument("--seconds", type=float, default=0, metavar="T", help="at least so long")
    parser.add_argument("--lie", choices=LIES, default="", help="plant a fault: it must be found")
    return parser


if __name__ == "__main__":
    sys.exit(main())
