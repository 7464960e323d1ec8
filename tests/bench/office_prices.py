"""Ten thousand prices change in an office on PostgreSQL: how long until twenty tills sell by them.

The office's server has two workers; the tills are programs of their own (`fed_till`) that ask
every three seconds, all of it on the same two processors. From before the change is written to the
moment the last till has it on its disk.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from time import perf_counter

import msgspec

from backoffice.domain.office import Shop, Till
from backoffice.storage.store import OfficeStore
from backoffice.usecases.publish import publish_items
from sync.messages.feed import ItemChanged
from tests.backoffice import trade
from tests.backoffice.postgres.cluster import new_cluster
from tests.backoffice.signed import KEY
from tests.bench import million, serving
from tests.bench.figure import Figure, shown

PRICES, TILLS, ROUNDS, LIMIT_MS = 10_000, 20, 3, 10_000.0


def figures() -> Iterator[Figure]:
    """The slowest of the tills, some changes one behind the other."""
    with new_cluster() as cluster:
        url = cluster.url(cluster.create())
        with closing(OfficeStore(url)) as store:
            set_up(store, TILLS)
            goods = items(PRICES)
            publish_items(store, goods)
            with serving.office(url, workers=2) as listening, _tills(listening) as tills:
                _await(tills)
                taken = [_change(store, goods, n, tills) for n in range(1, ROUNDS + 1)]
    yield Figure("office_prices_at_twenty_tills", taken, [LIMIT_MS], 1.0)


def set_up(store: OfficeStore, tills: int) -> None:
    """A shop with so many tills, till-0 the first."""
    with store.work() as work:
        work.places.make("feed", 0)
        work.places.add_shop(Shop("shop", "Лесная, 5", "", trade.ZONE))
        for n in range(tills):
            till = Till(f"till-{n}", "shop", "Касса", trade.ZONE, key=KEY.public())
            work.places.add_till(till, till.till.encode())


def items(count: int) -> list[ItemChanged]:
    """So many goods as records of the feed."""
    return [item(good) for good in million.goods(count)]


def item(good: million.Good) -> ItemChanged:
    """A made-up good as a record of the feed."""
    return ItemChanged(
        item=good.item,
        article=good.article,
        name=good.name,
        unit=good.unit,
        vat=good.vat,
        price=good.price,
        group=good.group,
        codes=good.codes,
    )


@contextmanager
def _tills(url: str) -> Iterator[list[subprocess.Popen[str]]]:
    with tempfile.TemporaryDirectory() as own, ExitStack() as running:
        tills = []
        for n in range(TILLS):
            (folder := Path(own) / str(n)).mkdir()
            command = [sys.executable, "-m", "tests.bench.fed_till", url, f"till-{n}", str(folder)]
            till = subprocess.Popen(  # noqa: S603 — our own program
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
            tills.append(running.enter_context(till))
        yield tills
        for till in tills:
            assert till.stdin
            till.stdin.close()


def _await(tills: list[subprocess.Popen[str]], cursor: int = 0) -> None:
    """Until each has told of a cursor that far."""
    for till in tills:
        assert till.stdout
        while json.loads(till.stdout.readline())["cursor"] < cursor:
            pass


def _change(
    store: OfficeStore, goods: Sequence[ItemChanged], more: int, tills: list[subprocess.Popen[str]]
) -> float:
    changed = [msgspec.structs.replace(one, price=one.price + more) for one in goods]
    begun = perf_counter()
    publish_items(store, changed)
    with store.look() as work:
        last = work.feed.page("feed", 0, PRICES).cursor
    _await(tills, last)
    return (perf_counter() - begun) * 1000


if __name__ == "__main__":
    sys.exit(shown(figures()))
