"""One storm: two tills sell and an office publishes while everything between them goes wrong."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack, closing, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

import msgspec
from sqlalchemy.exc import OperationalError

from backoffice.storage.store import OfficeStore
from backoffice.usecases.publish import publish_items
from tests.backoffice.trade import GOODS
from tests.storm import books
from tests.storm.databases import Database, in_file, on_postgres
from tests.storm.plan import Fault, Plan, plan
from tests.storm.postgres import Mortal
from tests.storm.processes import Office, Till
from tests.storm.proxy import Proxy
from tests.storm.shop import Place, made_known, opened_places

_LOOK_S = 0.02
_PATIENCE_S = 600.0
_Answer = TypeVar("_Answer")


class Disagreement(Exception):
    """The books do not tell the same story, or one of the programs did not come back."""


@dataclass(frozen=True, slots=True)
class Calm:
    """What a storm was, once it is over and nothing was lost."""

    seed: int
    engine: str
    rows: int
    faults: dict[str, int]
    acknowledged: int


def weather(seed: int, folder: Path, cluster: Mortal) -> Calm:
    """Live through the storm of that seed. Raises Disagreement."""
    told = plan(seed, goods=len(GOODS))
    made = on_postgres(cluster) if told.on_postgres else nullcontext(in_file(folder))
    with made as database, closing(OfficeStore(database.url)) as store:
        try:
            return Storm(told, folder, database, store).live()
        except Disagreement as error:
            again = f"repeat it: make storm N=1 SEED={seed}"
            raise Disagreement(f"{error}\n{again}") from error


class Storm:
    """The programs of one storm, and who brings them back."""

    def __init__(
        self,
        told: Plan,
        folder: Path,
        database: Database,
        store: OfficeStore,
        environment: dict[str, str] | None = None,
    ) -> None:
        self._plan, self._folder, self._database, self._store = told, folder, database, store
        self._office = Office(database.url, workers=database.workers, environment=environment)
        self._strikes = threading.Lock()
        self._tills: dict[str, Till] = {}
        self._still = threading.Event()

    def live(self) -> Calm:
        """From the first receipt to the last agreement. Raises Disagreement."""
        with ExitStack() as stack:
            shops = stack.enter_context(opened_places(self._folder, len(self._plan.tills)))
            self._office.start()
            stack.callback(self._office.kill)
            proxy = Proxy(self._plan, self._office.address, self._strike)
            stack.callback(proxy.close)
            places = made_known(self._store, shops, proxy.url)
            for place, receipts in zip(places, self._plan.tills, strict=True):
                till = Till(place.shop, place.shop.write(receipts))
                stack.callback(till.kill)
                self._tills[place.till] = till
            self._blow(proxy)
            return self._agreed(proxy, places)

    def _blow(self, proxy: Proxy) -> None:
        """Until both tills have sold and sent everything."""
        authors = [threading.Thread(target=self._publish, args=(n,)) for n in (0, 1)]
        for till in self._tills.values():
            till.start()
        for author in authors:
            author.start()
        try:
            until = time.monotonic() + _PATIENCE_S
            while any(till.ended != 0 for till in self._tills.values()):
                self._bring_back(proxy)
                if proxy.is_over and not any(author.is_alive() for author in authors):
                    for till in self._tills.values():
                        till.finish()
                if time.monotonic() > until:
                    words = [till.words for till in self._tills.values()]
                    raise Disagreement(f"no end of it: {proxy.happened} {words}")
                time.sleep(_LOOK_S)
        finally:
            self._still.set()
            self._database.start()
            for author in authors:
                author.join()

    def _bring_back(self, proxy: Proxy) -> None:
        """What was killed starts again, once what it had promised was looked for."""
        with self._strikes:
            if self._database.is_dead or self._office.is_dead:
                self._database.start()
                told = list(proxy.acknowledged)
                if gone := _patiently(lambda: books.lost(self._store, told)):
                    raise Disagreement(str(gone))
            if self._office.is_dead:
                self._office.start()
            for till in self._tills.values():
                if till.ended not in (None, 0):
                    if till.ended != -9:
                        raise Disagreement(f"a till ended with {till.ended}: {till.words}")
                    till.start()

    def _strike(self, fault: Fault, till: str) -> None:
        with self._strikes:
            match fault:
                case Fault.KILL_WORKER:
                    self._office.kill_worker(self._plan.seed)
                case Fault.KILL_DATABASE if self._database.lives:
                    self._database.kill()
                case Fault.KILL_TILL:
                    self._tills[till].kill()
                case _:
                    self._office.kill()

    def _publish(self, author: int) -> None:
        """Every second one of the prices, one transaction each, beside another author's."""
        for number, price in self._plan.prices[author::2]:
            changed = msgspec.structs.replace(GOODS[number], price=price)
            _patiently(partial(publish_items, self._store, [changed]))
            self._still.wait(_LOOK_S * 2)

    def _agreed(self, proxy: Proxy, places: list[Place]) -> Calm:
        proxy.settle()
        host, port = self._office.address
        url = f"http://{host}:{port}"
        told = [f"the office failed at {question}" for question in proxy.failed]
        told += books.lost(self._store, proxy.acknowledged)
        told += books.unpublished(self._store, self._plan)
        told += books.faults(self._store, self._database.url, places, url)
        if told:
            raise Disagreement("\n".join(told))
        with self._store.look() as work:
            rows = sum(1 for _ in work.ledger.rows())
        happened = Counter(fault.name.lower() for fault in proxy.happened if fault.value != "none")
        engine = self._database.url.partition(":")[0]
        return Calm(self._plan.seed, engine, rows, dict(happened), len(proxy.acknowledged))


def _patiently(call: Callable[[], _Answer]) -> _Answer:
    """Again until the database is there."""
    while True:
        try:
            return call()
        except OperationalError:
            time.sleep(_LOOK_S)
