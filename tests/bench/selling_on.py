"""Closing sales while ten thousand prices change, against the same till with no feed.

The feed runs in a thread of the same process, as the link does. Rounds with and without it take
turns; what is compared is the slowest sale of a thousand.
"""

from __future__ import annotations

import itertools
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import msgspec

from inventory.domain.catalogue import Item
from inventory.storage.feed import CatalogueFeed
from inventory.values.money import Money
from inventory.values.quantity import Unit, pieces
from inventory.values.vat import VatRate
from pos.domain.views import Plan
from pos.storage.till import TillStore
from pos.usecases import pay, scan, shift
from pos.usecases.counter import Counter
from sync.messages.feed import ItemChanged
from tests.bench.figure import Figure
from tests.fakes.catalogue import MemoryCatalogue
from tests.fakes.clock import Clock
from tests.fakes.registrar import MemoryRegistrar
from tests.fakes.till import KEY, make_shop

PRICES, PAGE, LIMIT = 10_000, 2000, 2.0
SALES, WARM = 2000, 50
_MILK = Item("milk", "1", "Молоко", Unit.PIECE, VatRate.VAT_10, Money(9490))


def figure(catalogue: Path, items: Sequence[ItemChanged]) -> Figure:
    """The thousandth part of the slowest sales, with the feed and without."""
    idle: list[float] = []
    busy: list[float] = []
    with tempfile.TemporaryDirectory() as name:
        make_shop(Path(name))
        with closing(TillStore(Path(name), KEY.sign_head)) as store:
            counter = Counter(store, MemoryCatalogue(), MemoryRegistrar(), None, None, Clock())
            shift.open_shift(counter, Money(0))
            for _ in range(WARM):
                _sale(counter)
            for price in itertools.count(1):
                if min(len(idle), len(busy)) >= SALES:
                    break
                busy += _while_feeding(counter, catalogue, items, price)
                idle += [_sale(counter) for _ in range(len(busy) - len(idle))]
    return Figure("sale_close_p999_while_prices_change", [_thousandth(busy)],
                  [_thousandth(idle)], LIMIT)  # fmt: skip


def _while_feeding(
    counter: Counter, catalogue: Path, items: Sequence[ItemChanged], price: int
) -> list[float]:
    feeding = threading.Thread(target=_feed, args=(catalogue, items[:PRICES], price))
    feeding.start()
    taken: list[float] = []
    while feeding.is_alive():
        taken.append(_sale(counter))
    feeding.join()
    return taken


def _feed(path: Path, items: Sequence[ItemChanged], more: int) -> None:
    feed = CatalogueFeed(path)
    _, cursor = feed.place()
    for page in _pages(items, more):
        records = msgspec.msgpack.decode(page, type=list[ItemChanged])
        cursor += len(records)
        feed.apply(records, cursor, more=True)
    feed.close()


def _pages(items: Sequence[ItemChanged], more: int) -> Iterator[bytes]:
    for start in range(0, len(items), PAGE):
        page = items[start : start + PAGE]
        yield msgspec.msgpack.encode(
            [msgspec.structs.replace(one, price=one.price + more) for one in page]
        )


def _sale(counter: Counter) -> float:
    scan.add_goods(counter, _MILK, pieces(1), "4600000000015")
    started = time.perf_counter()
    pay.begin(counter, Plan())
    pay.carry_out(counter)
    return (time.perf_counter() - started) * 1000


def _thousandth(taken: list[float]) -> float:
    """The 99,9th percentile."""
    return sorted(taken)[int(len(taken) * 0.999)]
