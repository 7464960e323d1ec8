"""Documents found on drives, and what is taken back when their own facts come to light."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, delete, insert, or_, select, update

from backoffice.domain import derived as d
from backoffice.domain.found import FoundDocument
from backoffice.storage.schema import (
    cash_moves,
    day_sums,
    day_vat,
    events,
    found_documents,
    sales,
    shift_begins,
    shift_counters,
    shift_ends,
    tasks,
    tills,
)
from backoffice.storage.sums import add_up

_OF_SHIFT = (sales, cash_moves, events, shift_ends, shift_counters)


class FoundTables:
    """Satisfies `Documents`."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def found(self, shop: str) -> list[FoundDocument]:
        known = select(found_documents).where(found_documents.c.shop == shop)
        return [FoundDocument(*row) for row in self._db.execute(known)]

    def keep(self, documents: Iterable[FoundDocument]) -> None:
        rows = [one._asdict() for one in documents]
        for row in rows:
            same = found_documents.c.fn == row["fn"], found_documents.c.fd == row["fd"]
            self._db.execute(delete(found_documents).where(*same))
        if rows:
            self._db.execute(insert(found_documents), rows)

    def receipts(self, shop: str, numbers: Sequence[str]) -> list[tuple[str, str, int, int]]:
        c = sales.c
        found = select(c.number, c.till, c.epoch, c.seq)
        named = c.shop == shop, c.number.in_(numbers)
        return [(*row,) for row in self._db.execute(found.where(*named))]

    def shifts(self, trunk: str, numbers: Sequence[int]) -> list[tuple[bool, int, str, int]]:
        told: list[tuple[bool, int, str, int]] = []
        family = select(tills.c.till).where(or_(tills.c.till == trunk, tills.c.trunk == trunk))
        for is_opening, table in ((True, shift_begins), (False, shift_ends)):
            c = table.c
            named = c.number.in_(numbers), c.till.in_(family)
            rows = self._db.execute(select(c.number, c.shift, c.at).where(*named))
            told += [(is_opening, *row) for row in rows]
        return told

    def take_back(self, rows: Sequence[d.Derived]) -> None:
        receipts = [one for one in rows if isinstance(one, d.Sale)]
        vat = [one for one in rows if isinstance(one, d.DayVat)]
        less = [_negative(one) for one in d.day_sums(receipts)]
        less_vat = [one._replace(amount=-one.amount) for one in d.vat_sums(vat)]
        add_up(self._db, {day_sums: less, day_vat: less_vat})
        for one in receipts:
            self._db.execute(delete(sales).where(sales.c.sale == one.sale))
            self._forget_empty(one)
        for row in rows:
            if isinstance(row, d.ShiftBegin | d.ShiftEnd):
                table = shift_begins if isinstance(row, d.ShiftBegin) else shift_ends
                self._db.execute(delete(table).where(table.c.shift == row.shift))

    def _forget_empty(self, of: d.Sale) -> None:
        """A day whose only receipt is gone has no sums, as after a rebuild."""
        c = day_sums.c
        day = c.shop == of.shop, c.day == of.day, c.kind == of.kind
        if self._db.execute(select(c.receipts).where(*day, c.receipts == 0)).first():
            self._db.execute(delete(day_sums).where(*day))
            v = day_vat.c
            same = v.shop == of.shop, v.day == of.day, v.kind == of.kind
            self._db.execute(delete(day_vat).where(*same))

    def move_shift(self, found: str, own: str) -> None:
        for table in _OF_SHIFT:
            moved = update(table).where(table.c.shift == found)
            self._db.execute(moved.values(shift=own))

    def drop_task(self, of: FoundDocument) -> None:
        c = tasks.c
        here = c.till == of.till, c.epoch == of.epoch, c.seq == of.seq, c.why == "found"
        self._db.execute(delete(tasks).where(*here))


def _negative(one: d.DaySum) -> d.DaySum:
    shop, day, kind, *sums = one
    return d.DaySum(shop, day, kind, *(-int(sum_) for sum_ in sums))
