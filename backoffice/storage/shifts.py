"""Cash and counters of shifts out of the derived tables."""

from __future__ import annotations

from sqlalchemy import Connection, select

from backoffice.domain.figures import CounterRow, ShiftCash
from backoffice.storage.dialects import total
from backoffice.storage.schema import (
    cash_moves,
    sales,
    shift_begins,
    shift_counters,
    shift_ends,
    tills,
)


class ShiftTables:
    """Each figure of a shift is whole, whatever day it was made on."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def touching(self, first: str, last: str, shop: str | None) -> list[ShiftCash]:
        """Shifts that were open on one of those days, in one shop or all, oldest first."""
        begun, ended = shift_begins.c, shift_ends.c
        # A shift touches a day when it began by its end and was not closed before its start.
        touches = [begun.day <= last, (ended.day.is_(None)) | (ended.day >= first)]
        if shop:
            touches.append(begun.shop == shop)
        found = (
            select(
                begun.shift,
                tills.c.name,
                begun.number,
                begun.at,
                ended.at,
                begun.fund,
                ended.drawer,
            )
            .join(tills, tills.c.till == begun.till)
            .outerjoin(shift_ends, ended.shift == begun.shift)
            .where(*touches)
            .order_by(begun.at)
        )
        return [self._shift(*row) for row in self._db.execute(found).all()]

    def _shift(
        self,
        shift: str,
        till: str,
        number: int,
        opened_at: int,
        closed_at: int | None,
        fund: int,
        drawer: int | None,
    ) -> ShiftCash:
        paid, moved = self._paid(shift), self._moved(shift)
        (sale_cash, sale_card), (return_cash, return_card), (purchase_cash, _) = (
            paid.get(kind, (0, 0)) for kind in ("sale", "return", "purchase")
        )
        return ShiftCash(
            shift=shift,
            till=till,
            number=number,
            opened_at=opened_at,
            closed_at=closed_at,
            fund=fund,
            sale_cash=sale_cash,
            return_cash=return_cash,
            purchase_cash=purchase_cash,
            cash_in=moved.get("in", 0),
            cash_out=moved.get("out", 0),
            drawer=drawer,
            sale_card=sale_card,
            return_card=return_card,
            counters=self._counters(shift),
        )

    def _paid(self, shift: str) -> dict[str, tuple[int, int]]:
        """Cash and card by kind of receipt."""
        sums = total(sales.c.cash), total(sales.c.card)
        found = select(sales.c.kind, *sums).where(sales.c.shift == shift).group_by(sales.c.kind)
        return {kind: (cash, card) for kind, cash, card in self._db.execute(found)}

    def _moved(self, shift: str) -> dict[str, int]:
        found = select(cash_moves.c.direction, total(cash_moves.c.amount))
        found = found.where(cash_moves.c.shift == shift).group_by(cash_moves.c.direction)
        return {direction: amount for direction, amount in self._db.execute(found)}  # noqa: C416 — dict() does not type rows

    def _counters(self, shift: str) -> list[CounterRow]:
        c = shift_counters.c
        found = select(c.name, c.ours, c.registrar).where(c.shift == shift).order_by(c.name)
        return [CounterRow(*row) for row in self._db.execute(found)]
