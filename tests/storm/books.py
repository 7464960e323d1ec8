"""What a storm must not have changed: books of tills and office, held together."""

from __future__ import annotations

import io
import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, redirect_stdout
from typing import Any

from sqlalchemy import select

from backoffice import __main__ as office_program
from backoffice.storage import schema
from backoffice.storage.store import OfficeStore
from backoffice.usecases.publish import feed_page
from pos.storage.database import open_reader
from sync.journal.rows import BEGINNING
from sync.messages.feed import ItemChanged, Record, UserChanged
from sync.storage.journal import Journal
from tests.backoffice.trade import GOODS
from tests.storm.plan import Plan
from tests.storm.proxy import Acknowledged
from tests.storm.shop import Place

Rows = list[tuple[Any, ...]]


def lost(store: OfficeStore, acknowledged: Sequence[Acknowledged]) -> list[str]:
    """Acknowledged heads that the office has no more."""
    with store.look() as work:
        return [
            f"{one.till} was told {one.head.epoch}/{one.head.seq}, and it is not there"
            for one in acknowledged
            if work.ledger.hash_at(one.till, one.head.epoch, one.head.seq)
            != bytes.fromhex(one.head.hash)
        ]


def unpublished(store: OfficeStore, plan: Plan) -> list[str]:
    """Prices that an author was told are out, and the feed has others."""
    records, _ = _published(store)
    prices = {one.item: one.price for one in records if isinstance(one, ItemChanged)}
    last = {GOODS[number].item: price for number, price in plan.prices}
    return [
        f"{item} costs {prices.get(item)}, not {price}"
        for item, price in last.items()
        if prices.get(item) != price
    ]


def faults(store: OfficeStore, db: str, places: Sequence[Place], url: str) -> Iterator[str]:
    """Everything that does not agree once all is still; `url` is the office itself."""
    for place in places:
        yield from _facts(store, place)
        yield from _feed(store, place)
        told = place.shop.run_here("verify", "--office", url, "--json")
        if told.code:
            yield f"verify of {place.till}: {told.answers} {told.words}"
    yield from _office(db)
    yield from _derived(store, db)


def _facts(store: OfficeStore, place: Place) -> Iterator[str]:
    """Each row of the till there once, byte for byte, and none that it does not have."""
    with closing(open_reader(place.shop.data)) as db:
        ours = list(Journal(db).after(BEGINNING))
    with store.look() as work:
        theirs = [row for till, row in work.ledger.rows() if till == place.till]
        aside = [one for one in work.ledger.aside() if one[0] == place.till]
        branches = work.places.branches(place.till)
    if ours != theirs:
        places = [[(row.epoch, row.seq) for row in rows] for rows in (ours, theirs)]
        yield f"{place.till} has rows {places[0]}, the office {places[1]}"
    if aside or branches:
        yield f"of {place.till} were set aside {aside}, branches {branches}"


def _feed(store: OfficeStore, place: Place) -> Iterator[str]:
    records, cursor = _published(store)
    wanted = {one.item: (one.name, one.price) for one in records if isinstance(one, ItemChanged)}
    with closing(sqlite3.connect(place.shop.data / "catalog.db")) as db:
        held = {row[0]: row[1:] for row in db.execute("SELECT item, name, price FROM items")}
        reached = db.execute("SELECT cursor FROM feed_cursor").fetchone()
    if reached != (cursor,) or held != wanted:
        yield f"{place.till} came to {reached} of {cursor}; {held} instead of {wanted}"
    with closing(open_reader(place.shop.data)) as db:
        people = {row[0] for row in db.execute("SELECT user FROM users WHERE active = 1")}
    if missing := {one.user for one in records if isinstance(one, UserChanged)} - people:
        yield f"{place.till} does not know {missing}"


def _published(store: OfficeStore) -> tuple[list[Record], int]:
    page = feed_page(store, "", 0)
    assert not page.more
    return page.records, page.cursor


def _office(db: str) -> Iterator[str]:
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with redirect_stdout(out):
        code = office_program.main(["verify", "--db", db, "--json"])
    out.seek(0)
    if code:
        yield f"verify of the office: {out.read()}"


def _derived(store: OfficeStore, db: str) -> Iterator[str]:
    """What reports read is what the facts say, no more: counted anew it is the same."""
    before = _tables(store)
    with redirect_stdout(io.TextIOWrapper(io.BytesIO(), encoding="utf-8")):
        assert office_program.main(["rebuild", "--db", db]) == 0
    for name, rows in _tables(store).items():
        if rows != before[name]:
            yield f"{name} had {json.dumps([before[name], rows], default=str)}"


def _tables(store: OfficeStore) -> dict[str, Rows]:
    with store._engine.connect() as db:
        return {
            table.name: sorted(((*row,) for row in db.execute(select(table))), key=repr)
            for table in schema.DERIVED
        }
