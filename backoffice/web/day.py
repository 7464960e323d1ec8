"""The owner's day."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response

from backoffice.domain.day import DayReport
from backoffice.domain.office import Shop
from backoffice.domain.ports import Store
from backoffice.usecases.report_day import DayView, report_day, today
from backoffice.web.chart import hour_chart
from backoffice.web.render import HEADERS, Pages
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
            return RedirectResponse(
                f"/day/{day.isoformat()}{_of(visit.query.get('shop', ''))}", 303
            )
        return self._page(visit, day)

    def _page(self, visit: Visit, day: date) -> Response:
        shops, chosen = self._shops(visit)
        view = report_day(
            self._store, day, day, visit.now, shop_name=chosen.name if chosen else None
        )
        return self._render(
            visit,
            "day.html",
            here="day",
            shops=shops,
            chosen=chosen,
            of=_of(chosen.shop) if chosen else "",
            view=view,
            report=view.report,
            day=day,
            title=self._title(visit, view, day),
            yesterday=day - _DAY,
            tomorrow=None if view.running else day + _DAY,
            last=view.now.date(),
            before=day - 7 * _DAY,
            chart=hour_chart(view.report.hours, view.report.hours_before),
            empty=f"empty.{view.why_empty}" if view.why_empty else "",
            at=lambda ms: visit.words.moment(view.local(ms), day.isoformat()),
            shares=_shares(view.report),
        )

    def paper(self, visit: Visit) -> Response:
        """The same day as PDF, to print or to keep; what is no day that was leads to today."""
        asked = visit.part("day")
        try:
            day = date.fromisoformat(asked)
        except ValueError:
            return RedirectResponse("/", 303)
        if day > today(self._store, visit.now) or day.year < 2000:
            return RedirectResponse("/", 303)
        from backoffice.web.paper.day import print_day  # loaded when the first day is printed

        _, chosen = self._shops(visit)
        view = report_day(
            self._store, day, day, visit.now, shop_name=chosen.name if chosen else None
        )
        name = {"Content-Disposition": f'inline; filename="{day.isoformat()}.pdf"'}
        return Response(
            print_day(view, visit.words), media_type="application/pdf", headers=HEADERS | name
        )

    def _shops(self, visit: Visit) -> tuple[list[Shop], Shop | None]:
        """All of them, and the one that was asked for; of a chain the day may be told of each."""
        asked = visit.query.get("shop", "")
        with self._store.look() as work:
            shops = work.places.shops()
        return shops, next((one for one in shops if one.shop == asked), None)

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


def _of(shop: str) -> str:
    """What a link to a day has behind it, so that the shop stays chosen."""
    return "?" + urlencode({"shop": shop}) if shop else ""


def _shares(report: DayReport) -> dict[str, str]:
    """Width of each tender's part of the money, in per cent for SVG."""
    whole = sum(max(0, flow.net) for flow in report.tenders)
    return {
        flow.name: f"{100 * max(0, flow.net) / whole:.2f}" if whole else "0"
        for flow in report.tenders
    }
