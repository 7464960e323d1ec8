"""The link of a till alone: asks for the feed every three seconds, as a till does, and tells.

`python -m tests.bench.fed_till URL TILL FOLDER` prints a line of JSON with its cursor behind each
pull that brought something, until its standard input ends.
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from backoffice.bootstrap import clock
from inventory.storage.feed import CatalogueFeed
from sync.remote.asker import KnownTill
from sync.remote.office import OfficeClient
from sync.usecases.link import EVERY_S
from sync.usecases.ports import State
from sync.usecases.pull import pull
from tests.backoffice.signed import KEY


class NoPeople:
    """People and settings of the feed are another figure."""

    def apply(self, _records: Sequence[State]) -> None:
        """Forget them."""


def client(url: str, till: str, certificate: str = "") -> OfficeClient:
    """Asks as that till, signed."""
    return OfficeClient(url, KnownTill(till, lambda: KEY, clock), certificate=certificate)


def main(url: str, till: str, folder: str) -> None:
    """Follow the feed."""
    end = threading.Event()
    threading.Thread(target=_await_end, args=(end,), daemon=True).start()
    with closing(client(url, till)) as office, closing(_feed(folder)) as goods:
        known = -1
        while not end.is_set():
            if (cursor := pull(office, goods, NoPeople())) != known:
                print(json.dumps({"cursor": cursor}), flush=True)
                known = cursor
            end.wait(EVERY_S)


def _feed(folder: str) -> CatalogueFeed:
    return CatalogueFeed(Path(folder) / "catalog.db")


def _await_end(end: threading.Event) -> None:
    sys.stdin.read()
    end.set()


if __name__ == "__main__":
    main(*sys.argv[1:])
