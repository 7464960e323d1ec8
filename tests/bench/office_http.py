"""Pushes over HTTP into PostgreSQL: the office's server against a bare ASGI application.

Both serve with one process on one cluster; two tills push hundreds of receipts of ten lines,
packed and signed as a real one does, over connections that stay open. The bare side
(`bare_office`) reads the same body and stores and derives the same, and checks nothing else.
Rounds take turns.
"""

from __future__ import annotations

import sys
import threading
import zlib
from collections.abc import Iterator
from contextlib import closing
from time import perf_counter

import httpx
import msgspec

from backoffice.bootstrap import clock
from backoffice.domain.office import Shop, Till
from backoffice.storage.store import OfficeStore
from sync.messages.wire import Batch, Head
from tests.backoffice import trade
from tests.backoffice.postgres.cluster import new_cluster
from tests.backoffice.signed import KEY, SignedBy
from tests.bench import serving
from tests.bench.figure import Figure, shown
from tests.bench.office import sell

LIMIT = 1 / 0.8  # the most time, in that of the bare side
ROUNDS, WARM = 24, 4
PUSHES, RECEIPTS = 4, 100  # of each till in a round
SIDES = ("office", "bare")
_PACKED = {"Content-Encoding": "deflate", "Content-Type": "application/msgpack"}


def figures() -> Iterator[Figure]:
    """One push of a hundred receipts, two tills at once."""
    with new_cluster() as cluster:
        urls = {side: cluster.url(cluster.create()) for side in SIDES}
        for url in urls.values():
            with closing(OfficeStore(url)) as store:
                _set_up(store)
        with (
            serving.office(urls["office"]) as ours,
            serving.program("tests.bench.bare_office", urls["bare"]) as bare,
        ):
            taken = _rounds({"office": ours, "bare": bare})
    yield Figure("office_takes_a_push_over_http", taken["office"], taken["bare"], LIMIT)


def _set_up(store: OfficeStore) -> None:
    with store.work() as work:
        work.places.make("feed", 0)
        work.places.add_shop(Shop("shop", "Лесная, 5", "", trade.ZONE))
        for name in ("till-1", "till-2"):
            till = Till(name, "shop", "Касса", trade.ZONE, key=KEY.public())
            work.places.add_till(till, name.encode())


def _rounds(urls: dict[str, str]) -> dict[str, list[float]]:
    tills = {side: [_Till(urls[side], name) for name in ("till-1", "till-2")] for side in SIDES}
    taken: dict[str, list[float]] = {side: [] for side in SIDES}
    for n in range(ROUNDS + WARM):
        for side in SIDES if n % 2 else reversed(SIDES):
            ms = _together(tills[side])
            if n >= WARM:
                taken[side].append(ms / PUSHES)
    for till in (*tills["office"], *tills["bare"]):
        till.close()
    return taken


def _together(tills: list[_Till]) -> float:
    """Milliseconds until all of them have pushed what they have."""
    for till in tills:
        till.sell()
    pushing = [threading.Thread(target=till.push) for till in tills]
    begun = perf_counter()
    for one in pushing:
        one.start()
    for one in pushing:
        one.join()
    return (perf_counter() - begun) * 1000


class _Till:
    """A journal and a connection of its own."""

    def __init__(self, url: str, name: str) -> None:
        auth = SignedBy(name, clock)
        self._http = httpx.Client(base_url=url, auth=auth, headers=_PACKED, timeout=60)
        self._path = f"/api/journal?{name}"
        self._journal = trade.Till()
        self._journal.open_shift()
        self._sent = 0
        self._bodies: list[bytes] = []

    def sell(self) -> None:
        """Make the next pushes."""
        for _ in range(PUSHES):
            for n in range(RECEIPTS):
                sell(self._journal, n)
            batch = msgspec.msgpack.encode(Batch(self._journal.rows[self._sent :]))
            self._bodies.append(zlib.compress(batch, 1))
            del self._journal.rows[:-1], self._journal.facts[:]
            self._sent = 1

    def push(self) -> None:
        """Hand them over, one behind the other."""
        for body in self._bodies:
            answer = self._http.post(self._path, content=body)
            head = msgspec.msgpack.decode(answer.content, type=Head)
            assert (answer.status_code, head.quarantined) == (200, 0)
        self._bodies.clear()

    def close(self) -> None:
        """Hang up."""
        self._http.close()


if __name__ == "__main__":
    sys.exit(shown(figures()))
