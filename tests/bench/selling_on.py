"""Closing sales while ten thousand prices change, against the same till with no feed.

The feed runs in a thread of the same process, as the link does, and changes prices strewn over
the whole catalogue. Page by page it takes turns with sales alone, so that both have the same
neighbours. What is compared is the slowest sale of a thousand; twenty of each kind stand behind it.
"""

from __future__ import annotations

import itertools
import queue
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec

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
from sync.messages.feed import ItemChanged
from tests.bench.figure import Figure
from tests.fakes.catalogue import MemoryCatalogue
from tests.fakes.clock import Clock
from tests.fakes.registrar import MemoryRegistrar
from tests.fakes.till import KEY, make_shop

PRICES, PAGE, LIMIT = 10_000, 1000, 2.0
SALES, WARM = 20_000, 50
_MILK = Item("milk", "1", "Молоко", Unit.PIECE, VatRate.VAT_10, Money(9490))


def figure(catalogue: Path, items: Sequence[ItemChanged]) -> Figure:
    """The thousandth part of the slowest sales, with the feed and without."""
    turns.share()  # as the window does
    idle: list[float] = []
    busy: list[float] = []
    with tempfile.TemporaryDirectory() as name, _feeding(catalogue, items) as feeding:
        make_shop(Path(name))
        with closing(TillStore(Path(name), KEY.sign_head)) as store:
            counter = Counter(store, MemoryCatalogue(), MemoryRegistrar(), None, None, Clock())
            shift.open_shift(counter, Money(0))
            for _ in range(WARM):
                _sale(counter)
            while min(len(idle), len(busy)) < SALES:
                feeding.begin()
                before = len(busy)
                while feeding.under_way:
                    busy.append(_sale(counter))
                idle += [_sale(counter) for _ in range(len(busy) - before)]
    return Figure("sale_close_p999_while_prices_change", [_thousandth(busy)],
                  [_thousandth(idle)], LIMIT)  # fmt: skip


class _Feeding(threading.Thread):
    """The link's thread: it keeps the catalogue open and takes in a page of prices when told."""

    def __init__(self, catalogue: Path, items: Sequence[ItemChanged]) -> None:
        super().__init__()
        self._catalogue, self._pages = catalogue, _pages(items)
        self._orders: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self.under_way = False

    def begin(self) -> None:
        """Change the next prices; their page is made before that, as by the office."""
        page = next(self._pages)
        self.under_way = True
        self._orders.put(page)

    def stop(self) -> None:
        """End the thread."""
        self._orders.put(b"")
        self.join()

    def run(self) -> None:
        with closing(CatalogueFeed(self._catalogue)) as feed:
            _, cursor = feed.place()
            while page := self._orders.get():
                records = msgspec.msgpack.decode(page, type=list[ItemChanged])
                cursor += len(records)
                feed.apply(records, cursor, more=True)
                self.under_way = False


@contextmanager
def _feeding(catalogue: Path, items: Sequence[ItemChanged]) -> Iterator[_Feeding]:
    feeding = _Feeding(catalogue, items)
    feeding.start()
    try:
        yield feeding
    finally:
        feeding.stop()


def _pages(items: Sequence[ItemChanged]) -> Iterator[bytes]:
    """Pages of goods, each time around a kopeck dearer."""
    for more in itertools.count(1):
        for start in range(0, len(items), PAGE):
            page = items[start : start + PAGE]
            dearer = [msgspec.structs.replace(one, price=one.price + more) for one in page]
            yield msgspec.msgpack.encode(dearer)


def _sale(counter: Counter) -> float:
    scan.add_goods(counter, _MILK, pieces(1), "4600000000015")
    started = time.perf_counter()
    pay.begin(counter, Plan())
    pay.carry_out(counter)
    return (time.perf_counter() - started) * 1000


def _thousandth(taken: list[float]) -> float:
    """The 99,9th percentile."""
    return sorted(taken)[int(len(taken) * 0.999)]
