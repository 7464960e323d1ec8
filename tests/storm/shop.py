"""A shop of two tills with an office, as it stands before a storm."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from backoffice.bootstrap import clock
from backoffice.storage.store import OfficeStore
from backoffice.usecases import enrol, first_run
from pos.bootstrap.known import public_key, remember
from sync.messages.wire import Enrol, Enrolled
from tests.backoffice.conftest import ask
from tests.emulated.harness import Shop, opened_shop


@dataclass(frozen=True, slots=True)
class Place:
    """A till's folder with its devices switched on, and its name in the office."""

    shop: Shop
    till: str


@contextmanager
def opened_places(folder: Path, count: int) -> Iterator[list[Shop]]:
    """So many tills with an open shift, known to nobody yet."""
    with ExitStack() as stack:
        shops = [stack.enter_context(opened_shop(folder / f"till-{n}")) for n in range(count)]
        for shop in shops:
            opened = shop.run_here("shift", "open")
            assert opened.code == 0, opened.words
        yield shops


def made_known(store: OfficeStore, shops: list[Shop], url: str) -> list[Place]:
    """The office's first day: all tills enter it, and ask at that address from then on."""
    first, *rest = shops
    code = first_run.offer_code(store, clock())
    asked = ask(code or "", key=public_key(first.data))
    known = [first_run.first_run(store, asked, clock())]
    known += [_enrolled(store, known[0].shop, shop, n) for n, shop in enumerate(rest, 2)]
    for shop, enrolled in zip(shops, known, strict=True):
        remember(shop.data, url, enrolled)
    return [Place(shop, one.till) for shop, one in zip(shops, known, strict=True)]


def _enrolled(store: OfficeStore, name: str, shop: Shop, number: int) -> Enrolled:
    code = enrol.offer_code(store, name, clock())
    return enrol.enrol(store, Enrol(code, f"Касса {number}", public_key(shop.data)), clock())
