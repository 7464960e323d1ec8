"""What a chain's office takes in on PostgreSQL, against COPY of the same receipts as plain rows.

Pushes of a hundred receipts of ten lines. The raw side copies a header, the lines and the means of
payment of each receipt into plain tables, with a key and an index, in one transaction: no chain, no
exact bytes, no idempotence, no sums. Ours is the use-case of the sync API, from the bytes of a
batch to the head that acknowledges it; `facts` leaves out what reports read, `derived` is all of
it. Both write to the same cluster (fsync on) from one connection each, in turns.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext
from functools import partial
from time import perf_counter
from unittest.mock import patch

import msgspec
import psycopg

from backoffice.bootstrap.garbage import collect_seldom
from backoffice.domain.office import Shop, Till
from backoffice.storage.store import OfficeStore
from backoffice.usecases.accept import accept
from backoffice.usecases.derive_rows import Understood
from sync.messages import facts as f
from sync.messages.wire import Batch, Row
from tests.backoffice import trade
from tests.backoffice.postgres.cluster import Cluster, new_cluster
from tests.bench.figure import Figure

ROUNDS, RECEIPTS, LINES = 100, 100, 10
FACTS, DERIVED = 1.0, 2.0  # the most time they may take, in that of the raw side
_UNDERSTAND = "backoffice.usecases.accept.understand"
_TILL = Till("5b0c4b5e-6f0e-7c0f-8a51-0d3c2b1a9f01", "shop", "Касса 1", trade.ZONE)
_TABLES = """
    CREATE TABLE raw_receipts (
        sale text PRIMARY KEY, till text, shop text, at bigint, day text, number text, kind text,
        shift text, cashier text, total bigint, discount bigint, received bigint, change bigint);
    CREATE TABLE raw_lines (
        sale text, line bigint, item text, name text, unit bigint, quantity bigint, price bigint,
        amount bigint, vat bigint, PRIMARY KEY (sale, line));
    CREATE TABLE raw_tenders (sale text, kind text, amount bigint);
    CREATE INDEX ON raw_receipts (day, shop);
    CREATE INDEX ON raw_tenders (sale);
"""


def figures() -> Iterator[Figure]:
    """Accepting facts, and accepting them with all that is derived."""
    with new_cluster() as cluster, as_the_server_collects():
        database = cluster.create()
        with closing(OfficeStore(cluster.url(database))) as store:
            _set_up(store, cluster, database)
            with psycopg.connect(cluster.libpq(database)) as db:
                taken = _rounds(store, db)
    for name, limit in (("facts", FACTS), ("derived", DERIVED)):
        yield Figure(f"office_accepts_{name}", taken[name], taken["raw"], limit)


@contextmanager
def as_the_server_collects() -> Iterator[None]:
    """Both sides with the garbage collector as the office's server sets it."""
    before = gc.get_threshold()
    collect_seldom()
    try:
        yield
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)


def _set_up(store: OfficeStore, cluster: Cluster, database: str) -> None:
    with store.work() as work:
        work.places.make("feed", 0)
        work.places.add_shop(Shop("shop", "Лесная, 5", "", trade.ZONE))
        work.places.add_till(_TILL, b"token")
    for statement in _TABLES.split(";")[:-1]:
        cluster.execute(statement, database)


def _rounds(store: OfficeStore, db: psycopg.Connection) -> dict[str, list[float]]:
    journal = trade.Till()
    journal.open_shift()
    accept(store, _TILL.till, journal.rows, 0)
    taken: dict[str, list[float]] = {"raw": [], "facts": [], "derived": []}
    for n in range(ROUNDS + 2):
        for name in taken:
            known = len(journal.rows)
            sales = [sell(journal, receipt) for receipt in range(RECEIPTS)]
            batch = msgspec.msgpack.encode(Batch(journal.rows[known:]))
            if name == "raw":
                ms = _timed(partial(_copy, db, sales))
                del journal.rows[known:]  # the office never heard of them
            else:
                derived = nullcontext() if name == "derived" else patch(_UNDERSTAND, _nothing)
                with derived:
                    ms = _timed(partial(_push, store, batch))
            del journal.rows[:-1], journal.facts[:]  # so that rounds do not differ in memory
            if n >= 2:  # the first ones warm up
                taken[name].append(ms)
    return taken


def sell(journal: trade.Till, receipt: int) -> f.SaleClosed:
    """A receipt of ten lines."""
    journal.at += 1000
    goods = [trade.GOODS[(receipt + n) % len(trade.GOODS)] for n in range(LINES)]
    lines = [trade.sold_line(n, good, 1000) for n, good in enumerate(goods, 1)]
    return journal.sell(*lines, cash=None if receipt % 3 else 100)


def _nothing(_till: Till, row: Row) -> Understood:
    return Understood(row)


def _timed(do: Callable[[], None]) -> float:
    begun = perf_counter()
    do()
    return (perf_counter() - begun) * 1000


def _push(store: OfficeStore, batch: bytes) -> None:
    rows = msgspec.msgpack.decode(batch, type=Batch).rows
    head = accept(store, _TILL.till, rows, 0)
    assert (head.seq, head.quarantined) == (rows[-1].seq, 0)


def _copy(db: psycopg.Connection, sales: list[f.SaleClosed]) -> None:
    with db.cursor() as cursor:
        with cursor.copy("COPY raw_receipts FROM STDIN") as copy:
            for s in sales:
                copy.write_row(
                    (s.sale, _TILL.till, "shop", 0, "2026-11-24", s.number, "sale", s.shift, s.user,
                     s.total, s.discount, s.received, s.change)
                )  # fmt: skip
        with cursor.copy("COPY raw_lines FROM STDIN") as copy:
            for s in sales:
                for one in s.lines:
                    copy.write_row(
                        (s.sale, one.line, one.item, one.name, one.unit, one.quantity, one.price,
                         one.amount, one.vat)
                    )  # fmt: skip
        with cursor.copy("COPY raw_tenders FROM STDIN") as copy:
            for s in sales:
                for tender in s.tenders:
                    copy.write_row((s.sale, tender.kind, tender.amount))
    db.commit()


if __name__ == "__main__":
    for figure in figures():
        print(figure.line(), flush=True)
