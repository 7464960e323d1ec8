"""The report of a day, with the same weekday a week ago beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from backoffice.domain.day import DayReport, report
from backoffice.domain.figures import HourSum, ReceiptSum
from backoffice.domain.office import Shop
from backoffice.domain.ports import Reports, Store
from backoffice.errors import UnknownShop

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class DayView:
    """A report and what a page says around it."""

    report: DayReport
    shop: Shop | None
    now: datetime  # in the shop's zone
    days: tuple[str, str] | None  # first and last day with a receipt

    @property
    def running(self) -> bool:
        """The report is of the day that is not over."""
        return self.report.first == self.report.last == self.now.date().isoformat()

    @property
    def first(self) -> date:
        """The first day."""
        return date.fromisoformat(self.report.first)

    @property
    def last(self) -> date:
        """The last day; the first one when there is one only."""
        return date.fromisoformat(self.report.last)

    @property
    def one_day(self) -> bool:
        """The report is of a single day."""
        return self.report.first == self.report.last

    @property
    def why_empty(self) -> str:
        """Why there is nothing to report, or no receipt; empty when there is something."""
        report = self.report
        if not report.empty:
            return "" if report.receipts or report.purchases.count else "quiet"
        if self.days is None:
            return "never"
        if report.first < self.days[0]:
            return "before"
        return "today" if self.running else "closed"

    def local(self, at: int) -> datetime:
        """A moment (ms UTC) on the shop's clock."""
        return _local(at, self.shop.zone if self.shop else "UTC")


def today(store: Store, now: int) -> date:
    """The shop's calendar day of that moment."""
    with store.look() as work:
        shops = work.places.shops()
    return _local(now, shops[0].zone if shops else "UTC").date()


def report_day(
    store: Store, first: date, last: date, now: int, *, shop_name: str | None = None
) -> DayView:
    """The report of those days in one shop or in all. Raises UnknownShop."""
    with store.look() as work:
        shops = work.places.shops()
        shop = _chosen(shops, shop_name)
        own = shop.shop if shop and shop_name else None
        local = _local(now, shop.zone if shop else "UTC")
        reports = work.reports
        compared = _compared(reports, first, last, own, now, local) if first == last else ([], [])
        figures = reports.days(first.isoformat(), last.isoformat(), own)
        made = report(first.isoformat(), last.isoformat(), figures, *compared)
        return DayView(made, shop, local, reports.days_with_sales(own))


def _compared(
    reports: Reports, first: date, last: date, shop: str | None, now: int, local: datetime
) -> tuple[list[HourSum], list[ReceiptSum]]:
    """Hours of the same weekday a week ago; its receipts, of a running day up to this time."""
    before = _week_before(first), _week_before(last)
    until = now - int(_WEEK.total_seconds()) * 1000 if first == local.date() else None
    return reports.hours(*before, shop), reports.receipts(*before, shop, until)


def _week_before(day: date) -> str:
    return (day - _WEEK).isoformat()


def _chosen(shops: list[Shop], name: str | None) -> Shop | None:
    if name is None:
        return shops[0] if shops else None
    found = next((shop for shop in shops if shop.name == name), None)
    if found is None:
        names = ", ".join(shop.name for shop in shops) or "none yet"
        raise UnknownShop(f"no shop is named {name!r}; there are: {names}")
    return found


def _local(now: int, zone: str) -> datetime:
    return datetime.fromtimestamp(now / 1000, UTC).astimezone(ZoneInfo(zone))
