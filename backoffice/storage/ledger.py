"""Copies of journals in tables: exact bytes first, derived rows beside them."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import fields
from operator import attrgetter
from typing import Any, TypeVar, cast

import msgspec
from sqlalchemy import Connection, Select, Table, delete, func, insert, select, text, tuple_
from sqlalchemy.exc import DataError, IntegrityError

from backoffice.domain import derived as d
from backoffice.domain.office import Task, Till
from backoffice.domain.proposals import Proposed
from backoffice.domain.stock import CostBegin, Delivery, DeliveryLine, StockMoves, stock_sums
from backoffice.errors import DoesNotFit
from backoffice.storage import schema
from backoffice.storage.bulk import Values, put_rows, putting_rows
from backoffice.storage.engine import is_postgres
from backoffice.storage.found import FoundTables
from backoffice.storage.schema import facts, quarantine, seals, tasks
from backoffice.storage.stock import learn_costs
from backoffice.storage.sums import Sums, add_up
from sync.journal.rows import Mark
from sync.messages.wire import Row, SealRow

_TABLES: dict[type[d.Derived], Table] = {
    d.Sale: schema.sales,
    d.CashMove: schema.cash_moves,
    d.ShiftBegin: schema.shift_begins,
    d.ShiftEnd: schema.shift_ends,
    d.Counter: schema.shift_counters,
    d.Event: schema.events,
    Delivery: schema.deliveries,
    DeliveryLine: schema.delivery_lines,
    Proposed: schema.proposed,
}
_Kind = TypeVar("_Kind", StockMoves, CostBegin, d.DayVat, d.SaleLines)
_PAGE = 500
_PLACES = 200  # places in one question; SQLite takes a limited number of parameters
_NAMES = {kind: tuple(kind.__annotations__) for kind in _TABLES}
# Named tuples are such rows already.
_VALUES: dict[type[d.Derived], Callable[[d.Derived], Values]] = {
    kind: attrgetter(*names) for kind, names in _NAMES.items() if not issubclass(kind, tuple)
}
_ROW = Row.__struct_fields__
_LINE = tuple(column.name for column in schema.sale_lines.columns)
_FACT = ("till", "shop", *_ROW)


class LedgerTables:
    """Satisfies `Ledger`."""

    def __init__(self, db: Connection, *, careful: bool = False) -> None:
        self._db = db
        self.careful = careful

    @property
    def documents(self) -> FoundTables:
        return FoundTables(self._db)

    def hash_at(self, till: str, epoch: int, seq: int) -> bytes | None:
        return self.hashes(till, [(epoch, seq)]).get((epoch, seq))

    def hashes(self, till: str, places: Sequence[tuple[int, int]]) -> dict[tuple[int, int], bytes]:
        found: dict[tuple[int, int], bytes] = {}
        for start in range(0, len(places), _PLACES):
            there = tuple_(facts.c.epoch, facts.c.seq).in_(places[start : start + _PLACES])
            rows = select(facts.c.epoch, facts.c.seq, facts.c.hash)
            for epoch, seq, hash_ in self._db.execute(rows.where(facts.c.till == till, there)):
                found[epoch, seq] = hash_
        return found

    def named(self, tills: Sequence[str], hash_: bytes) -> tuple[str, Mark] | None:
        for table in (facts, quarantine):
            row = self._db.execute(
                select(table.c.till, table.c.epoch, table.c.seq, table.c.hash)
                .where(table.c.till.in_(tills), table.c.hash == hash_)
                .limit(1)
            ).first()
            if row:
                till, *place = row
                return till, Mark(*place)
        return None

    def first(self, till: str, epoch: int = 0) -> Row | None:
        found = _rows().where(facts.c.till == till)
        within = found.where(facts.c.epoch == epoch) if epoch else found
        row = self._db.execute(within.order_by(facts.c.epoch, facts.c.seq).limit(1)).first()
        return Row(*row) if row else None

    def last(self, till: str) -> Row | None:
        found = _rows().where(facts.c.till == till)
        backwards = found.order_by(facts.c.epoch.desc(), facts.c.seq.desc())
        row = self._db.execute(backwards.limit(1)).first()
        return Row(*row) if row else None

    def stretch(self, till: str, epoch: int, first: int, last: int) -> Iterator[Row]:
        within = _rows().where(facts.c.till == till, facts.c.epoch == epoch)
        for start in range(first, last + 1, _PAGE):
            end = min(start + _PAGE - 1, last)
            page = within.where(facts.c.seq.between(start, end)).order_by(facts.c.seq)
            for row in self._db.execute(page).all():
                yield Row(*row)

    def add(self, till: Till, rows: Sequence[Row]) -> None:
        with self.adding(till, rows):
            pass

    @contextmanager
    def adding(self, till: Till, rows: Sequence[Row]) -> Iterator[None]:
        whose = (till.till, till.shop)
        values: list[Values] = [(*whose, *msgspec.structs.astuple(row)) for row in rows]
        with putting_rows(self._db, facts, _FACT, values):
            yield

    def set_aside(self, till: str, row: Row, why: str, at: int) -> bool:
        content = hashlib.sha256(msgspec.msgpack.encode(row)).digest()
        same = (quarantine.c.till == till, quarantine.c.content_hash == content)
        if self._db.execute(select(quarantine.c.entry).where(*same)).first():
            return False
        columns = {name: _kept(getattr(row, name)) for name in _ROW}
        extra = {"till": till, "why": why, "received": at, "content_hash": content}
        self._db.execute(insert(quarantine), {**extra, **columns})
        return True

    @contextmanager
    def together(self) -> Iterator[None]:
        try:
            with self._db.begin_nested() if self.careful else nullcontext():
                yield
        except (IntegrityError, DataError, OverflowError) as error:
            raise DoesNotFit(str(getattr(error, "orig", error))) from error

    def write(self, rows: Iterable[d.Derived]) -> None:
        kinds = defaultdict[type[d.Derived], list[d.Derived]](list)
        for row in rows:
            kinds[type(row)].append(row)
        moves, paid = _out_of(kinds, StockMoves), _out_of(kinds, CostBegin)
        vat, receipts = _out_of(kinds, d.DayVat), _out_of(kinds, d.SaleLines)
        with putting_rows(self._db, schema.sale_lines, _LINE, _lines(receipts)):
            # Added up while the lines are sorted in.
            sales = [one for one in kinds[d.Sale] if isinstance(one, d.Sale)]
            sums: Sums = {
                schema.day_sums: d.day_sums(sales),
                schema.day_vat: d.vat_sums(vat),
                schema.stock: stock_sums(moves),
            }
        for kind, group in kinds.items():
            put_rows(self._db, _TABLES[kind], _NAMES[kind], _values(kind, group))
        add_up(self._db, sums)
        learn_costs(self._db, paid)

    def add_task(self, task: Task) -> None:
        there = (tasks.c.till == task.till, tasks.c.epoch == task.epoch, tasks.c.seq == task.seq)
        if self._db.execute(select(tasks.c.why).where(*there)).first():
            return  # one row, one task
        values = {field.name: _kept(getattr(task, field.name)) for field in fields(Task)}
        self._db.execute(insert(tasks), values)

    def add_seal(self, till: str, seal: SealRow, why: str) -> None:
        here = (seals.c.epoch == seal.epoch, seals.c.seq == seal.seq, seals.c.hash == seal.hash)
        if not self._db.execute(select(seals.c.why).where(seals.c.till == till, *here)).first():
            values = msgspec.structs.asdict(seal)
            self._db.execute(insert(seals).values(till=till, why=why, **values))

    def key(self, till: str, epoch: int) -> bytes | None:
        found = select(seals.c.key).where(
            seals.c.till == till, seals.c.epoch == epoch, seals.c.why == ""
        )
        return self._db.execute(found.order_by(seals.c.seq).limit(1)).scalar()

    def seals(self, till: str = "") -> list[tuple[str, SealRow, str]]:
        columns = (seals.c[name] for name in SealRow.__struct_fields__)
        found = select(seals.c.till, *columns, seals.c.why)
        if till:
            found = found.where(seals.c.till == till)
        rows = self._db.execute(found.order_by(seals.c.till, seals.c.epoch, seals.c.seq))
        return [(whose, SealRow(*seal), why) for whose, *seal, why in rows]

    def clear_derived(self) -> None:
        if is_postgres(self._db):
            # A push in between would write what is about to be derived from its facts.
            self._db.execute(text("LOCK TABLE facts IN SHARE MODE"))
        for table in schema.DERIVED:
            self._db.execute(delete(table))
        self._db.execute(delete(schema.costs).where(schema.costs.c.shop != ""))

    def rows(self, kind: str = "") -> Iterator[tuple[str, Row]]:
        key = (facts.c.till, facts.c.epoch, facts.c.seq)
        columns = (facts.c.till, *(facts.c[name] for name in _ROW))
        found = select(*columns).order_by(*key).limit(_PAGE)
        if kind:
            found = found.where(facts.c.kind == kind)
        page = self._db.execute(found).all()
        while page:
            for till, *values in page:
                yield till, Row(*values)
            # Read page by page, so that the reader may write between them.
            behind = tuple_(*key) > tuple_(*page[-1][:3])
            page = self._db.execute(found.where(behind)).all()

    def last_aside(self, till: str) -> int:
        found = select(func.max(quarantine.c.received)).where(quarantine.c.till == till)
        return self._db.execute(found).scalar() or 0

    def aside(self) -> list[tuple[str, int, int, str]]:
        found = select(quarantine.c.till, quarantine.c.epoch, quarantine.c.seq, quarantine.c.why)
        return [(*row,) for row in self._db.execute(found.order_by(quarantine.c.entry))]

    def count(self) -> int:
        """How many facts there are."""
        return self._db.execute(select(func.count()).select_from(facts)).scalar_one()


def _values(kind: type[d.Derived], rows: Sequence[d.Derived]) -> Sequence[Values]:
    read = _VALUES.get(kind)
    return list(map(read, rows)) if read else cast("Sequence[Values]", rows)


def _lines(receipts: Sequence[d.SaleLines]) -> list[Values]:
    """All of them at once: a tenth of the time of a row each."""
    return [
        (sale, n, shop, day, kind, o.item, o.name, o.unit, o.quantity, o.amount, o.vat)
        for sale, shop, day, kind, lines in receipts
        for n, o in enumerate(lines, 1)
    ]


def _out_of(kinds: dict[type[d.Derived], list[d.Derived]], kind: type[_Kind]) -> list[_Kind]:
    """Rows of that kind, which are no longer among the others."""
    return [one for one in kinds.pop(kind, []) if isinstance(one, kind)]


def _rows() -> Select[*tuple[Any, ...]]:
    return select(*(facts.c[name] for name in _ROW))


def _kept(value: object) -> object:
    """A value as a column takes it: PostgreSQL has no NUL in a text, so it becomes its picture."""
    return value.replace("\0", "␀") if isinstance(value, str) else value
