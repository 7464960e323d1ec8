"""The report of a day, made of the figures a store sums. All amounts are kopecks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from backoffice.domain.figures import (
    DayFigures,
    Difference,
    EventRow,
    HourSum,
    ReceiptSum,
    ShiftCash,
    UserSum,
    VatSum,
)
from backoffice.domain.profit import GoodSum, Profit, best_goods, profit_of
from inventory.values.money import half_up


@dataclass(frozen=True, slots=True)
class Flow:
    """Something that sales bring and returns take back."""

    name: str
    sales: int
    returns: int

    @property
    def net(self) -> int:
        """Sales − returns."""
        return self.sales - self.returns


@dataclass(frozen=True, slots=True)
class Cashier:
    """A cashier's day."""

    user: str
    name: str
    receipts: int
    sales: int
    returns: int


@dataclass(frozen=True, slots=True)
class Attention:
    """A thing for the owner's eye: how many, for how much, and single ones."""

    kind: str
    count: int
    amount: int = 0
    events: list[EventRow] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    shifts: list[ShiftCash] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class DayReport:
    """The report of some days, usually one."""

    first: str
    last: str
    revenue: int
    receipts: int
    sales: ReceiptSum
    returns: ReceiptSum
    purchases: ReceiptSum
    average: int
    discounts: int
    tenders: list[Flow]
    vat: list[Flow]  # named by 1199
    hours: list[HourSum]
    hours_before: list[HourSum]
    revenue_before: int | None
    goods: list[GoodSum]
    profit: Profit
    cashiers: list[Cashier]
    shifts: list[ShiftCash]
    attention: list[Attention]

    @property
    def empty(self) -> bool:
        """No receipt and no shift."""
        return not self.receipts and not self.purchases.count and not self.shifts

    @property
    def cash_expected(self) -> int:
        """What should lie in the drawers: of each till, its latest shift."""
        latest: dict[str, ShiftCash] = {}
        for shift in sorted(self.shifts, key=lambda shift: (shift.opened_at, shift.number)):
            latest[shift.till] = shift
        return sum(shift.expected for shift in latest.values())

    @property
    def change(self) -> int | None:
        """Revenue against the day compared with, in 1/10 of a per cent."""
        if self.revenue_before is None or self.revenue_before <= 0:
            return None
        return half_up((self.revenue - self.revenue_before) * 1000, self.revenue_before)


def report(
    first: str,
    last: str,
    figures: DayFigures,
    hours_before: list[HourSum] | None = None,
    receipts_before: Sequence[ReceiptSum] = (),
) -> DayReport:
    """The report of those days.

    `hours_before` are of the same weekday a week ago, whole, for the chart; `receipts_before` of
    the part of it up to this time of day, which a running day is compared with.
    """
    kinds = ("sale", "return", "purchase")
    sales, returns, purchases = (_of(figures.receipts, kind) for kind in kinds)
    return DayReport(
        first=first,
        last=last,
        revenue=sales.total - returns.total,
        receipts=sales.count + returns.count,
        sales=sales,
        returns=returns,
        purchases=purchases,
        average=half_up(sales.total, sales.count) if sales.count else 0,
        discounts=sales.discount,
        tenders=[
            Flow("cash", sales.cash, returns.cash),
            Flow("card", sales.card, returns.card),
            Flow("other", sales.other, returns.other),
        ],
        vat=_rates(figures.vat),
        hours=figures.hours,
        hours_before=hours_before or [],
        revenue_before=_revenue(receipts_before),
        goods=best_goods(figures.lines),
        profit=profit_of(figures.lines),
        cashiers=_cashiers(figures.users),
        shifts=figures.shifts,
        attention=list(_attention(figures)),
    )


def _of(receipts: Iterable[ReceiptSum], kind: str) -> ReceiptSum:
    none = ReceiptSum(kind, 0, 0, 0, 0, 0, 0)
    return next((row for row in receipts if row.kind == kind), none)


def _revenue(receipts: Sequence[ReceiptSum]) -> int | None:
    if not receipts:
        return None
    return _of(receipts, "sale").total - _of(receipts, "return").total


def _rates(rows: Iterable[VatSum]) -> list[Flow]:
    sums: dict[int, dict[str, int]] = {}
    for row in rows:
        sums.setdefault(row.vat, {})[row.kind] = row.amount
    return [
        Flow(str(code), kinds.get("sale", 0), kinds.get("return", 0))
        for code, kinds in sorted(sums.items())
        if kinds.get("sale") or kinds.get("return")
    ]


def _cashiers(rows: Iterable[UserSum]) -> list[Cashier]:
    people: dict[str, Cashier] = {}
    for row in rows:
        one = people.get(row.user) or Cashier(row.user, row.name, 0, 0, 0)
        people[row.user] = Cashier(
            row.user,
            row.name,
            one.receipts + (row.count if row.kind in {"sale", "return"} else 0),
            one.sales + (row.total if row.kind == "sale" else 0),
            one.returns + (row.total if row.kind == "return" else 0),
        )
    return sorted(people.values(), key=lambda one: (one.returns - one.sales, one.name))


def _attention(figures: DayFigures) -> Iterable[Attention]:
    gaps = [shift for shift in figures.shifts if shift.gap]
    if gaps:
        yield Attention("gap", len(gaps), shifts=gaps)
    differences = [one for shift in figures.shifts for one in shift.differences]
    if differences:
        yield Attention("differs", len(differences), differences=differences)
    for kind in ("drawer", "void", "cancel", "reversal", "decision", "correction"):
        events = [event for event in figures.events if event.kind == kind]
        if events:
            yield Attention(kind, len(events), sum(event.amount for event in events), events)
    if figures.orphans.count:
        yield Attention("orphan", figures.orphans.count, figures.orphans.total)
    if figures.proposals:
        yield Attention("proposal", figures.proposals)
    if figures.tasks:
        yield Attention("task", figures.tasks)
    if figures.quarantined:
        yield Attention("quarantine", figures.quarantined)
