"""Figures of days out of the derived tables."""

from __future__ import annotations

from sqlalchemy import (
    ColumnElement,
    Connection,
    ScalarSelect,
    Subquery,
    Table,
    case,
    func,
    select,
)

from backoffice.domain.figures import (
    DayFigures,
    EventRow,
    HourSum,
    LineSum,
    ReceiptSum,
    UserSum,
    VatSum,
)
from backoffice.domain.office import Task
from backoffice.domain.proposals import by_code
from backoffice.storage.dialects import total
from backoffice.storage.feed import FeedTables
from backoffice.storage.proposals import ProposalTables, counted_as
from backoffice.storage.schema import (
    costs,
    day_sums,
    day_vat,
    events,
    sale_lines,
    sales,
    tasks,
    tills,
)
from backoffice.storage.shifts import ShiftTables

_SIGN = case((sales.c.kind == "sale", 1), (sales.c.kind == "return", -1), else_=0)
_AMOUNTS = (sales.c.total, sales.c.discount, sales.c.cash, sales.c.card, sales.c.other)
_SUMS: list[ColumnElement[int]] = [func.count(), *map(total, _AMOUNTS)]


class ReportTables:
    """Satisfies `Reports`."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def days(self, first: str, last: str, shop: str | None) -> DayFigures:
        sold = _within(sales, first, last, shop)
        names = {user.user: user.name for user in FeedTables(self._db).users()}
        return DayFigures(
            receipts=self._receipts_of_days(first, last, shop),
            hours=self._hours(sold),
            vat=self._vat(_within(day_vat, first, last, shop)),
            lines=self._lines(_within(sale_lines, first, last, shop)),
            users=self._users(sold, names),
            shifts=ShiftTables(self._db).touching(first, last, shop),
            events=self._events(_within(events, first, last, shop), names),
            orphans=self._orphans(sold),
            tasks=self._db.execute(select(func.count()).select_from(tasks)).scalar_one(),
            proposals=len(by_code(ProposalTables(self._db).waiting())),
            quarantined=self._db.execute(select(total(tills.c.quarantined))).scalar_one(),
        )

    def hours(self, first: str, last: str, shop: str | None) -> list[HourSum]:
        return self._hours(_within(sales, first, last, shop))

    def receipts(
        self, first: str, last: str, shop: str | None, until: int | None
    ) -> list[ReceiptSum]:
        if until is None:
            return self._receipts_of_days(first, last, shop)
        sold = (*_within(sales, first, last, shop), sales.c.at <= until)
        found = select(sales.c.kind, *_SUMS).where(*sold).group_by(sales.c.kind)
        return [ReceiptSum(kind, *sums) for kind, *sums in self._db.execute(found)]

    def _receipts_of_days(self, first: str, last: str, shop: str | None) -> list[ReceiptSum]:
        """Whole days are added up already: a year of them is read as days."""
        names = (day_sums.c.receipts, *(day_sums.c[one.name] for one in _AMOUNTS))
        wanted = _within(day_sums, first, last, shop)
        found = select(day_sums.c.kind, *map(total, names)).where(*wanted)
        rows = self._db.execute(found.group_by(day_sums.c.kind))
        return [ReceiptSum(kind, *sums) for kind, *sums in rows]

    def _orphans(self, sold: list[ColumnElement[bool]]) -> ReceiptSum:
        alone = (sales.c.kind == "return", sales.c.of_sale == "")
        sums: list[int] = list(self._db.execute(select(*_SUMS).where(*sold, *alone)).one())
        return ReceiptSum("return", *sums)

    def _hours(self, sold: list[ColumnElement[bool]]) -> list[HourSum]:
        found = (
            select(sales.c.hour, total(_SIGN * sales.c.total))
            .where(*sold, sales.c.kind != "purchase")
            .group_by(sales.c.hour)
            .order_by(sales.c.hour)
        )
        return [HourSum(*row) for row in self._db.execute(found)]

    def _vat(self, sold: list[ColumnElement[bool]]) -> list[VatSum]:
        key = day_vat.c.kind, day_vat.c.vat
        found = select(*key, total(day_vat.c.amount)).where(*sold).group_by(*key)
        return [VatSum(*row) for row in self._db.execute(found)]

    def _lines(self, sold: list[ColumnElement[bool]]) -> list[LineSum]:
        c = sale_lines.c
        sign = case((c.kind == "sale", 1), else_=-1)
        key = c.item, c.name, c.unit, c.shop, c.day
        added = select(
            *key,
            total(sign * c.quantity).label("quantity"),
            total(sign * c.amount).label("amount"),
        )
        added = added.where(*sold, c.kind != "purchase").group_by(*key)
        goods = counted_as(added.subquery())
        line = select(goods, _cost_that_day(goods).label("cost")).subquery()
        good = line.c.item, line.c.name, line.c.unit
        sums = total(line.c.quantity), total(line.c.amount)
        found = select(*good, *sums, line.c.cost).group_by(*good, line.c.cost)
        return [LineSum(*row) for row in self._db.execute(found)]

    def _users(self, sold: list[ColumnElement[bool]], names: dict[str, str]) -> list[UserSum]:
        found = (
            select(sales.c.user, sales.c.kind, func.count(), total(sales.c.total))
            .where(*sold)
            .group_by(sales.c.user, sales.c.kind)
        )
        return [
            UserSum(user, names.get(user, user), *rest) for user, *rest in self._db.execute(found)
        ]

    def _events(self, seen: list[ColumnElement[bool]], names: dict[str, str]) -> list[EventRow]:
        c = events.c
        found = select(c.kind, c.at, c.user, c.amount, c.text).where(*seen).order_by(c.at)
        return [
            EventRow(kind, at, names.get(user, user), amount, text)
            for kind, at, user, amount, text in self._db.execute(found)
        ]

    def days_with_sales(self, shop: str | None) -> tuple[str, str] | None:
        found = select(func.min(day_sums.c.day), func.max(day_sums.c.day))
        if shop:
            found = found.where(day_sums.c.shop == shop)
        first, last = self._db.execute(found).one()
        return (first, last) if first else None

    def tasks(self) -> list[Task]:
        return [Task(*row) for row in self._db.execute(select(tasks).order_by(tasks.c.at))]


def _within(table: Table, first: str, last: str, shop: str | None) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = [table.c.day >= first, table.c.day <= last]
    if shop:
        wanted.append(table.c.shop == shop)
    return wanted


def _cost_that_day(of: Subquery) -> ColumnElement[int]:
    """The purchase price of a good in a shop on a day, else of what was sold in its name."""
    own = case((of.c.own != of.c.item, _cost(of, of.c.own)))
    return func.coalesce(_cost(of, of.c.item), own)


def _cost(of: Subquery, item: ColumnElement[str]) -> ScalarSelect[int]:
    """A price typed that day goes before what was paid that day: it sorts first, having no shop."""
    known = costs.c.item == item, costs.c.day <= of.c.day
    here = costs.c.shop.in_(("", of.c.shop))
    latest = select(costs.c.cost).where(*known, here)
    latest = latest.order_by(costs.c.day.desc(), costs.c.shop).limit(1)
    return latest.correlate(of).scalar_subquery()
