"""The page of a day's end of a shop, with ten million lines of 200 shops in the base.

`python -m tests.bench.office_day` prints the page of all shops too, which has no limit: it counts
27 000 lines of that day. Asked over HTTP of the real server; the base is that of `ten_million`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from time import perf_counter

import httpx

from tests.backoffice.browser import token_in
from tests.bench import serving, ten_million
from tests.bench.figure import Figure, shown
from tests.bench.ten_million import LAST, LOGIN, PASSWORD

PAGE_MS, ALL_SHOPS_MS = 50.0, 5000.0
ROUNDS, WARM = 40, 5


def figures() -> Iterator[Figure]:
    """The page of one shop, another one each time."""
    with _asked() as (owner, shops):
        yield _page(owner, "office_day_page", [f"?shop={shop}" for shop in shops], PAGE_MS)


def all_shops() -> Iterator[Figure]:
    """The same, and of all shops together."""
    with _asked() as (owner, shops):
        yield _page(owner, "office_day_page", [f"?shop={shop}" for shop in shops], PAGE_MS)
        yield _page(owner, "office_day_page_of_all_shops", [""] * 10, ALL_SHOPS_MS)


@contextmanager
def _asked() -> Iterator[tuple[httpx.Client, list[str]]]:
    """The owner, signed in, and the shops."""
    with ten_million.served() as cluster, serving.office(cluster.url()) as url:
        shops = [str(shop) for (shop,) in cluster.execute("SELECT shop FROM shops ORDER BY shop")]
        with httpx.Client(base_url=url, timeout=60) as owner:
            form = {"csrf": token_in(owner.get("/login").text)}
            owner.post("/login", data={**form, "login": LOGIN, "password": PASSWORD})
            yield owner, shops[: ROUNDS + WARM]


def _page(owner: httpx.Client, name: str, asked: list[str], limit_ms: float) -> Figure:
    day = (LAST - timedelta(1)).isoformat()  # over, whatever day it is
    taken: list[float] = []
    for of in asked:
        begun = perf_counter()
        page = owner.get(f"/day/{day}{of}")
        taken.append((perf_counter() - begun) * 1000)
        assert page.status_code == 200
    return Figure(name, taken[min(WARM, len(taken) // 2) :], [limit_ms], 1.0)


if __name__ == "__main__":
    sys.exit(shown(all_shops()))
