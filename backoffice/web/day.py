"""The owner's day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from starlette.responses import RedirectResponse, Response

from backoffice.domain.day import DayReport
from backoffice.domain.ports import Store
from backoffice.usecases.report_day import DayView, report_day, today
from backoffice.web.chart import hour_chart
from backoffice.web.render import Pages
from backoffice.web.visit import Visit

_DAY = timedelta(days=1)


class DayPages:
    """The report of a day and the tasks it points at."""

    def __init__(self, store: Store, render: Pages) -> None:
        self._store = store
        self._render = render

    def first(self, visit: Visit) -> Response:
        """Today."""
        return self._page(visit, today(self._store, visit.now))

    def day(self, visit: Visit) -> Response:
        """A chosen day; what is no date, or a date to come, leads to today."""
        asked = visit.query.get("date") or visit.request.path_params.get("day", "")
        now = today(self._store, visit.now)
        try:
            day = date.fromisoformat(asked)
        except ValueError:
            return RedirectResponse("/", 303)
        if day >= now or day.year < 2000:
            return RedirectResponse("/", 303)
        if "date" in visit.query:
            return RedirectResponse(f"/day/{day.isoformat()}", 303)
        return self._page(visit, day)

    def _page(self, visit: Visit, day: date) -> Response:
        view = report_day(self._store, day, day, visit.now)
        return self._render(
            visit,
            "day.html",
            here="day",
            view=view,
            report=view.report,
            day=day,
            title=self._title(visit, view, day),
            yesterday=day - _DAY,
            tomorrow=None if view.running else day + _DAY,
            last=view.now.date(),
            before=day - 7 * _DAY,
            chart=hour_chart(view.report.hours, view.report.hours_before),
            empty=_why_empty(view),
            at=lambda ms: visit.words.moment(_local(ms, view), day.isoformat()),
            shares=_shares(view.report),
        )

    def _title(self, visit: Visit, view: DayView, day: date) -> str:
        if view.running:
            return visit.words("day.today")
        if day == view.now.date() - _DAY:
            return visit.words("day.yesterday")
        return visit.words.date(day)

    def tasks(self, visit: Visit) -> Response:
        """Facts that were not understood and rows set aside."""
        with self._store.look() as work:
            tasks, aside = work.reports.tasks(), work.ledger.aside()
            tills = {till.till: till.name for till in work.places.tills()}
        return self._render(visit, "tasks.html", here="day", tasks=tasks, aside=aside, tills=tills)


def _local(ms: int, view: DayView) -> datetime:
    zone = ZoneInfo(view.shop.zone) if view.shop else UTC
    return datetime.fromtimestamp(ms / 1000, UTC).astimezone(zone)


def _why_empty(view: DayView) -> str:
    """Key of the words that say why a day has nothing, empty when it has something."""
    report = view.report
    if not report.empty:
        return "empty.quiet" if not report.receipts and not report.purchases.count else ""
    if view.days is None:
        return "empty.never"
    if report.first < view.days[0]:
        return "empty.before"
    return "empty.today" if view.running else "empty.closed"


def _shares(report: DayReport) -> dict[str, str]:
    """Width of each tender's part of the money, in per cent for SVG."""
    whole = sum(max(0, flow.net) for flow in report.tenders)
    return {
        flow.name: f"{100 * max(0, flow.net) / whole:.2f}" if whole else "0"
        for flow in report.tenders
    }
