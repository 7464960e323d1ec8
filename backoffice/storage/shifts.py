"""Cash and counters of shifts out of the derived tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, exists, null, select, text, union_all

from backoffice.domain.figures import CounterRow, ShiftCash
from backoffice.storage.dialects import members
from backoffice.storage.schema import shift_begins, shift_ends, tills

_PAID = (
    "SELECT shift, kind, CAST(sum(cash) AS BIGINT), CAST(sum(card) AS BIGINT) FROM sales"
    " WHERE shift IN ({keys}) GROUP BY shift, kind"
)
_MOVED = (
    "SELECT shift, direction, CAST(sum(amount) AS BIGINT) FROM cash_moves"
    " WHERE shift IN ({keys}) GROUP BY shift, direction"
)
_COUNTERS = (
    "SELECT shift, name, ours, registrar FROM shift_counters WHERE shift IN ({keys})"
    " ORDER BY shift, name"
)


class ShiftTables:
    """Each figure of a shift is whole, whatever day it was made on."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def touching(self, first: str, last: str, shop: str | None) -> list[ShiftCash]:
        """Shifts that were open on one of those days, in one shop or all, oldest first."""
        begun, ended = shift_begins.c, shift_ends.c
        # A shift touches a day when it began by its end and was not closed before its start. Both
        # sorts apart: each has an index of its own.
        own = [begun.day <= last, *([begun.shop == shop] if shop else [])]
        whole = (begun.shift, begun.till, begun.number, begun.at, begun.fund)
        closed = select(*whole, ended.at.label("end"), ended.drawer)
        closed = closed.join(shift_ends, ended.shift == begun.shift).where(ended.day >= first, *own)
        left = select(*whole, null(), null())
        left = left.where(*own, ~exists().where(ended.shift == begun.shift))
        found = union_all(closed, left).subquery()
        named = select(found, tills.c.name).join(tills, tills.c.till == found.c.till)
        rows = self._db.execute(named.order_by(found.c.at)).all()
        figures = _Figures(self._db, [row.shift for row in rows])
        return [
            ShiftCash(
                shift=row.shift,
                till=row.name,
                number=row.number,
                opened_at=row.at,
                closed_at=row.end,
                fund=row.fund,
                drawer=row.drawer,
                **figures.of(row.shift),
            )
            for row in rows
        ]


class _Figures:
    """What receipts, moves of cash and counters say of some shifts; a question each for all."""

    def __init__(self, db: Connection, shifts: Sequence[str]) -> None:
        self._db = db
        self._shifts = {"keys": msgspec.json.encode(shifts).decode()}
        self._paid = {(shift, kind): sums for shift, kind, *sums in self._asked(_PAID)}
        self._moved = {(shift, way): amount for shift, way, amount in self._asked(_MOVED)}
        self._counters: dict[str, list[CounterRow]] = {}
        for shift, *counter in self._asked(_COUNTERS):
            self._counters.setdefault(shift, []).append(CounterRow(*counter))

    def _asked(self, query: str) -> Iterable[Any]:
        return self._db.execute(text(query.format(keys=members(self._db))), self._shifts)

    def of(self, shift: str) -> dict[str, Any]:
        """By the names of `ShiftCash`."""
        sale, back, bought = (
            self._paid.get((shift, kind), (0, 0)) for kind in ("sale", "return", "purchase")
        )
        return {
            "sale_cash": sale[0],
            "sale_card": sale[1],
            "return_cash": back[0],
            "return_card": back[1],
            "purchase_cash": bought[0],
            "cash_in": self._moved.get((shift, "in"), 0),
            "cash_out": self._moved.get((shift, "out"), 0),
            "counters": self._counters.get(shift, []),
        }
