"""A damaged catalog.db of a million goods comes back by itself while the till sells by price.

    python -m tests.bench.coming_back [FILE.tsv.xz]

The real import, the real office as a program of its own, the link as the window runs it. Prints
how long it took until the first good was found again and until all were, and what was sold
meanwhile, at which pace.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from inventory.storage.catalogue import CatalogueStore
from inventory.storage.files import NAME
from inventory.values.money import Money
from pos.bootstrap.child import Child
from pos.bootstrap.goods import Wanted, import_goods
from pos.bootstrap.link import link_for
from pos.domain.views import Plan
from pos.storage.till import TillStore
from pos.usecases import pay, scan, shift
from pos.usecases.counter import Counter
from tests.bench.catalogue import REFERENCE
from tests.bench.figure import hundredth
from tests.fakes.clock import Clock
from tests.fakes.registrar import MemoryRegistrar
from tests.fakes.till import KEY, make_shop

OUTER = 8192  # bytes that stay; what is behind them is torn
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def main() -> int:
    """Import, tear, wait; 1 unless every good is there again."""
    table = Path(sys.argv[1]) if len(sys.argv) > 1 else REFERENCE
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_shop(folder)
        report, _ = import_goods(Wanted(table, folder), lambda words: None)
        _tear(folder / NAME)
        database = f"sqlite:///{folder / 'office.db'}"
        serve = ["backoffice", "serve", "--db", database, "--listen", "127.0.0.1:0", "--attached"]
        office = Child("office", serve)
        try:
            came_back = _sell_on(folder, str(office.listening()["listening"]), report.added)
        finally:
            office.stop()
    figures = {"goods": report.added, "import_s": report.seconds, **came_back}
    print(json.dumps({"name": "catalogue_comes_back", **figures}))
    return 0


def _tear(path: Path) -> None:
    """As a bad disk does it: the beginning is whole, the rest is not."""
    with path.open("r+b") as file:
        file.seek(OUTER)
        for _ in range(OUTER, path.stat().st_size, 1 << 20):
            file.write(b"\xa5" * (1 << 20))


def _sell_on(folder: Path, url: str, goods: int) -> dict[str, float | int]:
    """Sell by price until all goods are there; moments in seconds since the damage was met."""
    first, sales = 0.0, list[float]()
    with closing(TillStore(folder, KEY.sign_head)) as till, closing(_catalogue(folder)) as store:
        link = link_for(folder, till, url=url)
        counter = Counter(till, store, MemoryRegistrar(), None, None, Clock())
        shift.open_shift(counter, Money(0))
        began = time.monotonic()
        link.start()
        while store.count() < goods:
            sales.append(_sale(counter))
            found = store.search("молоко", NOW, 1)
            first = first or (time.monotonic() - began if found else 0.0)
            time.sleep(0.1)
        whole = time.monotonic() - began
        link.stop()
    return {
        "first_good_s": round(first, 2),
        "all_goods_s": round(whole, 2),
        "sold_by_price": len(sales),
        "sale_p50_ms": round(median(sales), 2),
        "sale_p99_ms": round(hundredth(sales), 2),
        "slowest_sale_ms": round(max(sales), 1),
    }


def _catalogue(folder: Path) -> CatalogueStore:
    return CatalogueStore(folder / NAME)


def _sale(counter: Counter) -> float:
    began = time.perf_counter()
    scan.sell_by_price(counter, "94,90", "Товар по свободной цене")
    pay.begin(counter, Plan())
    pay.carry_out(counter)
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    sys.exit(main())
