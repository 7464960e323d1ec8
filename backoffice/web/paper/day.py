"""The end of day on paper: what the owner's day page shows, on one page when the day is normal."""

from __future__ import annotations

from backoffice.usecases.report_day import DayView
from backoffice.web.chart import Chart, hour_chart
from backoffice.web.paper.attention import attention
from backoffice.web.paper.blocks import Story, columns, heading, note, section, side_by_side
from backoffice.web.paper.chart import HourBars
from backoffice.web.paper.look import BODY, INK_2, style, words_in
from backoffice.web.paper.money import cash, profit, tenders, vat
from backoffice.web.paper.sheet import WIDTH, Frontispiece, print_pages
from backoffice.web.paper.sold import best, cashiers
from backoffice.web.paper.top import masthead, summary
from backoffice.web.words import Words


def print_day(view: DayView, words: Words) -> bytes:
    """The report as PDF, in the language of the words."""
    paper = _Paper(view, words)
    return print_pages(paper.front(), words, paper.story)


class _Paper:
    """One report and the words for it."""

    def __init__(self, view: DayView, words: Words) -> None:
        self._view, self._report, self._words = view, view.report, words

    def front(self) -> Frontispiece:
        """Running head and foot."""
        now = self._view.now
        moment = f"{self._words.date(now.date())} {now.year}, {now:%H:%M}"
        shop = self._view.shop.name if self._view.shop else ""
        head = " · ".join(filter(None, (self._title(), self._days(), shop)))
        made = self._words("paper.made", moment=moment)
        return Frontispiece(title=head, head=head, foot=f"{self._words('app.name')} · {made}")

    def story(self) -> Story:
        """All of it, from the top; made anew for each layout."""
        view, words = self._view, self._words
        why = view.why_empty
        top = masthead(self._title(), self._days(), view, words, WIDTH)
        if why and why != "quiet":
            return [*top, *self._empty(why), *(self._troubles() if self._report.attention else [])]
        return [
            *top,
            summary(view, words, WIDTH),
            *self._hours(),
            *self._tables(),
            *cash(self._report, words, self._at, WIDTH),
            *self._troubles(),
        ]

    def _title(self) -> str:
        return self._words("paper.day" if self._view.one_day else "paper.days")

    def _days(self) -> str:
        words, view = self._words, self._view
        if view.one_day:
            text = words.long_date(view.first)
            return text[:1].upper() + text[1:]
        return " — ".join(f"{words.date(day)} {day.year}" for day in (view.first, view.last))

    def _at(self, moment: int) -> str:
        return self._words.moment(
            self._view.local(moment), self._report.first if self._view.one_day else ""
        )

    def _empty(self, why: str) -> Story:
        title, text = self._words(f"empty.{why}.title"), self._words(f"empty.{why}.text")
        return section(heading(title), words_in(text, style(BODY, colour=INK_2)))

    def _hours(self) -> Story:
        chart = hour_chart(self._report.hours, self._report.hours_before)
        if not any(bar.height or bar.height_before for bar in chart.bars):
            return []
        bars = HourBars(chart, self._words, WIDTH)
        return section(heading(self._words("day.hours")), bars, note(self._legend(chart)))

    def _legend(self, chart: Chart) -> str:
        words, peak = self._words, chart.peak
        told = [words("paper.before")] if chart.compared else []
        if peak:
            told.append(words("day.peak", hour=peak.hour, amount=words.money(peak.amount)))
        return " · ".join(told)

    def _tables(self) -> Story:
        report, words = self._report, self._words
        even, uneven = columns(WIDTH), columns(WIDTH, 0.57)
        left, right = uneven
        people = cashiers(report, words, right)
        earned = profit(report.profit, words, right) if report.receipts else []
        return [
            *side_by_side(tenders(report, words, even[0]), vat(report, words, even[1]), even),
            *side_by_side(best(report, words, left), [*people, *earned], uneven),
        ]

    def _troubles(self) -> Story:
        return attention(self._report, self._words, self._at, WIDTH)
