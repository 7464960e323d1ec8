"""Copies of journals in tables: exact bytes first, derived rows beside them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from itertools import groupby

import msgspec
from sqlalchemy import Connection, Table, delete, func, insert, select, tuple_

from backoffice.domain import derived as d
from backoffice.domain.office import Task
from backoffice.storage import schema
from backoffice.storage.schema import facts, quarantine, tasks
from sync.journal.rows import Mark
from sync.messages.wire import Row

_TABLES: dict[type[d.Derived], Table] = {
    d.Sale: schema.sales,
    d.SaleLine: schema.sale_lines,
    d.SaleVat: schema.sale_vat,
    d.CashMove: schema.cash_moves,
    d.ShiftBegin: schema.shift_begins,
    d.ShiftEnd: schema.shift_ends,
    d.Counter: schema.shift_counters,
    d.Event: schema.events,
}
_PAGE = 500
_NAMES = {kind: tuple(field.name for field in fields(kind)) for kind in _TABLES}


class LedgerTables:
    """Satisfies `Ledger`."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def hash_at(self, till: str, epoch: int, seq: int) -> bytes | None:
        place = (facts.c.till == till, facts.c.epoch == epoch, facts.c.seq == seq)
        return self._db.execute(select(facts.c.hash).where(*place)).scalar()

    def named(self, till: str, hash_: bytes) -> Mark | None:
        for table in (facts, quarantine):
            row = self._db.execute(
                select(table.c.epoch, table.c.seq, table.c.hash)
                .where(table.c.till == till, table.c.hash == hash_)
                .limit(1)
            ).first()
            if row:
                return Mark(*row)
        return None

    def add(self, till: str, row: Row) -> None:
        self._db.execute(insert(facts), {"till": till, **_columns(row)})

    def set_aside(self, till: str, row: Row, why: str, at: int) -> bool:
        content = hashlib.sha256(msgspec.msgpack.encode(row)).digest()
        same = (quarantine.c.till == till, quarantine.c.content_hash == content)
        if self._db.execute(select(quarantine.c.entry).where(*same)).first():
            return False
        extra = {"till": till, "why": why, "received": at, "content_hash": content}
        self._db.execute(insert(quarantine), {**extra, **_columns(row)})
        return True

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        with self._db.begin_nested():
            yield

    def write(self, rows: Iterable[d.Derived]) -> None:
        for kind, group in groupby(rows, key=type):
            names = _NAMES[kind]
            values = [{name: getattr(row, name) for name in names} for row in group]
            self._db.execute(insert(_TABLES[kind]), values)

    def add_task(self, task: Task) -> None:
        values = {field.name: getattr(task, field.name) for field in fields(Task)}
        self._db.execute(insert(tasks), values)

    def clear_derived(self) -> None:
        for table in schema.DERIVED:
            self._db.execute(delete(table))

    def rows(self) -> Iterator[tuple[str, Row]]:
        key = (facts.c.till, facts.c.epoch, facts.c.seq)
        found = select(facts).order_by(*key).limit(_PAGE)
        page = self._db.execute(found).all()
        while page:
            for till, *columns in page:
                yield till, Row(*columns)
            # Read page by page, so that the reader may write between them.
            behind = tuple_(*key) > tuple_(*page[-1][:3])
            page = self._db.execute(found.where(behind)).all()

    def aside(self) -> list[tuple[str, int, int, str]]:
        found = select(quarantine.c.till, quarantine.c.epoch, quarantine.c.seq, quarantine.c.why)
        return [row._tuple() for row in self._db.execute(found.order_by(quarantine.c.entry))]

    def count(self) -> int:
        """How many facts there are."""
        return self._db.execute(select(func.count()).select_from(facts)).scalar_one()


def _columns(row: Row) -> dict[str, object]:
    return {name: getattr(row, name) for name in row.__struct_fields__}
