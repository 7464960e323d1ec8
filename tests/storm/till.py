"""A till without its window: sells the receipts of a file while its link runs beside it.

The wiring is the program's own. Started again after its end it sells what is not sold yet. It
keeps the link at work until its standard input ends, then until all is sent and fetched.
"""

from __future__ import annotations

import argparse
import os
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from pos.bootstrap import commands
from pos.bootstrap.headless import Addresses, opened
from pos.bootstrap.link import link_for
from pos.storage.till import TillStore
from pos.usecases.counter import Counter
from pos.usecases.look import view
from sync.journal.rows import BEGINNING
from sync.usecases.link import Link

SOLD = ("SaleClosed", "SaleReturned")
_BEAT_S = 0.05
_PATIENCE_S = 300.0
_NEXT_S = 0.1  # until the next customer: the link pushes between sales


def main(arguments: Sequence[str]) -> None:
    """Sell, close the shift, and end when told and when the office has it all."""
    parser = argparse.ArgumentParser()
    for name in ("--data", "--receipts"):
        parser.add_argument(name, type=Path, required=True)
    for name in ("--register", "--terminal"):
        parser.add_argument(name, required=True)
    asked = parser.parse_args(arguments)
    with opened(asked.data, Addresses(asked.register, asked.terminal)) as counter:
        assert isinstance(counter.till, TillStore)
        talk = link_for(asked.data, counter.till)
        talk.start()
        try:
            _trade(counter, talk, asked.receipts)
            _keep_at_work(talk)
        finally:
            talk.stop()
        _settle(asked.data, counter.till)


def _trade(counter: Counter, talk: Link, receipts: Path) -> None:
    def told(line: bytes) -> None:
        print(line.decode(), flush=True)
        talk.wake()
        time.sleep(_NEXT_S)

    rest = receipts.read_bytes().splitlines(keepends=True)[_sold(counter) :]
    if rest:
        file = receipts.with_suffix(".rest")
        file.write_bytes(b"".join(rest))
        assert commands.run(counter, "replay", {"file": str(file)}, told) == commands.OK
    if view(counter).shift is not None:
        assert commands.run(counter, "shift", {"action": "close"}, told) == commands.OK


def _sold(counter: Counter) -> int:
    with counter.till.work() as work:
        return sum(row.kind in SOLD for row in work.rows_after(BEGINNING))


def _keep_at_work(talk: Link) -> None:
    """Until standard input ends."""
    told = threading.Event()
    threading.Thread(target=_wait_to_be_told, args=(told,), daemon=True).start()
    while not told.wait(_BEAT_S):
        talk.wake()


def _settle(folder: Path, till: TillStore) -> None:
    """Until the office has all; whoever is told to end by a program that died has no office."""
    until = time.monotonic() + _PATIENCE_S
    while not (state := link_for(folder, till).once()).online or state.unsent:
        assert time.monotonic() < until, state
        time.sleep(_BEAT_S)


def _wait_to_be_told(told: threading.Event) -> None:
    while os.read(sys.stdin.fileno(), 64):
        pass
    told.set()


if __name__ == "__main__":
    main(sys.argv[1:])
