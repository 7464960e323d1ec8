"""A till's first load of a million goods from an office on PostgreSQL, against its embedded one.

Ours comes over TLS with a pinned certificate, as outside the machine; the raw side over HTTP from
an office in SQLite, as the desktop program embeds it. The till sells meanwhile: the link's
thread fills catalog.db, another one scans, each line on the disk at once. What a scan takes at
the 99th percentile is held against the same till without a link.

    python -m tests.bench.office_first_load [GOODS]
"""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from time import perf_counter

import msgspec

from backoffice.bootstrap import clock
from backoffice.storage.bulk import put_rows
from backoffice.storage.engine import open_engine
from backoffice.storage.schema import changes
from backoffice.storage.store import OfficeStore
from backoffice.usecases.certificate import make_certificate
from inventory.domain.catalogue import Item
from inventory.storage.feed import CatalogueFeed
from inventory.values.money import Money
from inventory.values.quantity import Unit, pieces
from inventory.values.vat import VatRate
from pos.bootstrap import turns
from pos.domain.views import Plan
from pos.storage.till import TillStore
from pos.usecases import pay, scan, shift
from pos.usecases.counter import Counter
from sync.remote.office import OfficeClient
from sync.usecases.pull import pull
from tests.backoffice.postgres.cluster import new_cluster
from tests.bench import million, serving
from tests.bench.fed_till import NoPeople, client
from tests.bench.figure import Figure, hundredth, shown
from tests.bench.office_prices import item, set_up
from tests.fakes.catalogue import MemoryCatalogue
from tests.fakes.clock import Clock
from tests.fakes.registrar import MemoryRegistrar
from tests.fakes.till import KEY, make_shop

LIMIT, SCAN = 1.5, 1.2
PIECE, LINES, PAUSE_S = 50_000, 20, 0.01
_MILK = Item("milk", "1", "Молоко", Unit.PIECE, VatRate.VAT_10, Money(9490))


def figures(goods: int = million.GOODS) -> Iterator[Figure]:
    """Both loads, and the scans during ours."""
    turns.share()  # as the window does
    with tempfile.TemporaryDirectory() as own, new_cluster() as cluster:
        folder = Path(own)
        embedded, chain = f"sqlite:///{folder / 'office.db'}", cluster.url(cluster.create())
        for url in (embedded, chain):
            _publish(url, goods)
        made = make_certificate(["127.0.0.1"], clock())
        for name, content in (("office.pem", made.certificate), ("office.key", made.key)):
            (folder / name).write_bytes(content)
        pinned = made.certificate.decode()
        tls = ("--tls-cert", str(folder / "office.pem"), "--tls-key", str(folder / "office.key"))
        with _Till(folder / "till") as till:
            with serving.office(embedded) as url:
                raw, _ = till.load(client(url, "till-0"), folder / "raw.db", goods)
            with serving.office(chain, 1, *tls) as url:
                ours, scans = till.load(client(url, "till-0", pinned), folder / "ours.db", goods)
            idle = till.scan_for(min(ours, 20_000))
    yield Figure("office_first_load", [ours], [raw], LIMIT)
    yield Figure("scan_p99_during_first_load", [hundredth(scans)], [hundredth(idle)], SCAN)


def _publish(url: str, goods: int) -> None:
    """Into the feed alone: the list of goods is no part of a load."""
    with closing(OfficeStore(url)) as store:
        set_up(store, 1)
    engine = open_engine(url)
    piece: list[tuple[object, ...]] = []
    with engine.begin() as db:
        for n, good in enumerate(million.goods(goods), 1):
            piece.append(("item", good.item, msgspec.msgpack.encode(item(good))))
            if len(piece) == PIECE or n == goods:
                put_rows(db, changes, ("kind", "key", "body"), piece)
                piece.clear()
    engine.dispose()


class _Till:
    """A till that sells in this thread while its link works in another."""

    def __init__(self, folder: Path) -> None:
        make_shop(folder)
        self._store = TillStore(folder, KEY.sign_head)
        self._counter = Counter(
            self._store, MemoryCatalogue(), MemoryRegistrar(), None, None, Clock()
        )
        shift.open_shift(self._counter, Money(0))
        self._lines = 0

    def __enter__(self) -> _Till:
        return self

    def __exit__(self, *_of: object) -> None:
        self._store.close()

    def load(self, office: OfficeClient, catalogue: Path, goods: int) -> tuple[float, list[float]]:
        """Milliseconds of a first load into that file, and of each scan meanwhile."""
        loading = threading.Thread(target=_load, args=(office, catalogue, goods))
        scans: list[float] = []
        begun = perf_counter()
        loading.start()
        while loading.is_alive():
            scans.append(self._scan())
        return (perf_counter() - begun) * 1000, scans

    def scan_for(self, ms: float) -> list[float]:
        """Scans of that long without a link."""
        end = perf_counter() + ms / 1000
        scans = []
        while perf_counter() < end:
            scans.append(self._scan())
        return scans

    def _scan(self) -> float:
        time.sleep(PAUSE_S)
        begun = perf_counter()
        scan.add_goods(self._counter, _MILK, pieces(1), "4600000000015")
        taken = (perf_counter() - begun) * 1000
        self._lines += 1
        if self._lines % LINES == 0:
            pay.begin(self._counter, Plan())
            pay.carry_out(self._counter)
        return taken


def _load(office: OfficeClient, catalogue: Path, goods: int) -> None:
    with closing(office), closing(CatalogueFeed(catalogue)) as feed:
        assert pull(office, feed, NoPeople()) >= goods


if __name__ == "__main__":
    sys.exit(shown(figures(*map(int, sys.argv[1:]))))
