"""Figures of days out of the derived tables."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, Row, Table, case, func, select

from backoffice.domain.figures import (
    DayFigures,
    Difference,
    EventRow,
    GoodSum,
    HourSum,
    ReceiptSum,
    ShiftCash,
    UserSum,
    VatSum,
)
from backoffice.domain.office import Task
from backoffice.storage.feed import FeedTables
from backoffice.storage.schema import (
    cash_moves,
    events,
    sale_lines,
    sale_vat,
    sales,
    shift_begins,
    shift_counters,
    shift_ends,
    tasks,
    tills,
)

_BEST = 10
_SIGN = case((sales.c.kind == "sale", 1), (sales.c.kind == "return", -1), else_=0)
_SUMS = (
    func.count(),
    *(
        func.coalesce(func.sum(column), 0)
        for column in (
            sales.c.total,
            sales.c.discount,
            sales.c.cash,
            sales.c.card,
            sales.c.other,
        )
    ),
)


class ReportTables:
    """Satisfies `Reports`."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def day(self, first: str, last: str, shop: str | None, until: int | None) -> DayFigures:
        sold = _within(sales, first, last, shop, until)
        names = {user.user: user.name for user in FeedTables(self._db).users()}
        return DayFigures(
            receipts=self._receipts(sold),
            hours=self._hours(sold),
            vat=self._vat(sold),
            goods=self._goods(sold),
            users=self._users(sold, names),
            shifts=self._shifts(first, last, shop),
            events=self._events(_within(events, first, last, shop, until), names),
            differences=self._differences(_within(shift_ends, first, last, shop, until)),
            orphans=self._orphans(sold),
            tasks=self._db.execute(select(func.count()).select_from(tasks)).scalar_one(),
            quarantined=self._db.execute(
                select(func.coalesce(func.sum(tills.c.quarantined), 0))
            ).scalar_one(),
        )

    def _receipts(self, sold: list[ColumnElement[bool]]) -> list[ReceiptSum]:
        found = select(sales.c.kind, *_SUMS).where(*sold).group_by(sales.c.kind)
        return [ReceiptSum(*row) for row in self._db.execute(found)]

    def _orphans(self, sold: list[ColumnElement[bool]]) -> ReceiptSum:
        alone = (sales.c.kind == "return", sales.c.of_sale == "")
        row = self._db.execute(select(*_SUMS).where(*sold, *alone)).one()
        return ReceiptSum("return", *row)

    def _hours(self, sold: list[ColumnElement[bool]]) -> list[HourSum]:
        found = (
            select(sales.c.hour, func.sum(_SIGN * sales.c.total))
            .where(*sold, sales.c.kind != "purchase")
            .group_by(sales.c.hour)
            .order_by(sales.c.hour)
        )
        return [HourSum(*row) for row in self._db.execute(found)]

    def _vat(self, sold: list[ColumnElement[bool]]) -> list[VatSum]:
        found = (
            select(sales.c.kind, sale_vat.c.vat, func.sum(sale_vat.c.amount))
            .join(sales, sales.c.sale == sale_vat.c.sale)
            .where(*sold)
            .group_by(sales.c.kind, sale_vat.c.vat)
        )
        return [VatSum(*row) for row in self._db.execute(found)]

    def _goods(self, sold: list[ColumnElement[bool]]) -> list[GoodSum]:
        amount = func.sum(_SIGN * sale_lines.c.amount)
        quantity = func.sum(_SIGN * sale_lines.c.quantity)
        of_good = (sale_lines.c.item, sale_lines.c.name, sale_lines.c.unit)
        found = (
            select(*of_good, quantity, amount)
            .join(sales, sales.c.sale == sale_lines.c.sale)
            .where(*sold, sales.c.kind != "purchase")
            .group_by(*of_good)
            .having(amount > 0)
            .order_by(amount.desc(), sale_lines.c.name)
            .limit(_BEST)
        )
        return [GoodSum(*row) for row in self._db.execute(found)]

    def _users(self, sold: list[ColumnElement[bool]], names: dict[str, str]) -> list[UserSum]:
        found = (
            select(sales.c.user, sales.c.kind, func.count(), func.sum(sales.c.total))
            .where(*sold)
            .group_by(sales.c.user, sales.c.kind)
        )
        return [
            UserSum(user, names.get(user, user), *rest) for user, *rest in self._db.execute(found)
        ]

    def _shifts(self, first: str, last: str, shop: str | None) -> list[ShiftCash]:
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
        return [
            ShiftCash(shift, till, number, at, end, fund, *self._cash(shift), drawer)
            for shift, till, number, at, end, fund, drawer in self._db.execute(found).all()
        ]

    def _cash(self, shift: str) -> tuple[int, int, int, int, int]:
        kinds = select(sales.c.kind, func.sum(sales.c.cash)).where(sales.c.shift == shift)
        paid = _pairs(self._db.execute(kinds.group_by(sales.c.kind)))
        moves = select(cash_moves.c.direction, func.sum(cash_moves.c.amount))
        moves = moves.where(cash_moves.c.shift == shift).group_by(cash_moves.c.direction)
        moved = _pairs(self._db.execute(moves))
        return (
            paid.get("sale", 0),
            paid.get("return", 0),
            paid.get("purchase", 0),
            moved.get("in", 0),
            moved.get("out", 0),
        )

    def _events(self, seen: list[ColumnElement[bool]], names: dict[str, str]) -> list[EventRow]:
        c = events.c
        found = select(c.kind, c.at, c.user, c.amount, c.text).where(*seen).order_by(c.at)
        return [
            EventRow(kind, at, names.get(user, user), amount, text)
            for kind, at, user, amount, text in self._db.execute(found)
        ]

    def _differences(self, ended: list[ColumnElement[bool]]) -> list[Difference]:
        c = shift_counters.c
        found = (
            select(shift_ends.c.number, c.name, c.ours, c.registrar)
            .join(shift_ends, shift_ends.c.shift == c.shift)
            .where(*ended, c.ours != c.registrar)
            .order_by(shift_ends.c.at, c.name)
        )
        return [Difference(*row) for row in self._db.execute(found)]

    def days_with_sales(self, shop: str | None) -> tuple[str, str] | None:
        found = select(func.min(sales.c.day), func.max(sales.c.day))
        if shop:
            found = found.where(sales.c.shop == shop)
        first, last = self._db.execute(found).one()
        return (first, last) if first else None

    def tasks(self) -> list[Task]:
        return [Task(*row) for row in self._db.execute(select(tasks).order_by(tasks.c.at))]


def _within(
    table: Table, first: str, last: str, shop: str | None, until: int | None
) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = [table.c.day >= first, table.c.day <= last]
    if shop:
        wanted.append(table.c.shop == shop)
    if until is not None:
        wanted.append(table.c.at <= until)
    return wanted


def _pairs(rows: Iterable[Row[str, int]]) -> dict[str, int]:
    return {name: amount for name, amount in rows}  # noqa: C416 — dict() does not type rows
