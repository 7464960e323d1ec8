"""The top of a report on paper: what it is of, revenue, and the four figures beside it."""

from __future__ import annotations

from reportlab.platypus import Flowable, Spacer

from backoffice.usecases.report_day import DayView
from backoffice.web.paper.blocks import Story, table
from backoffice.web.paper.look import (
    ATTENTION,
    BODY,
    BOLD,
    GAP,
    INK_2,
    INK_3,
    OK,
    SEMIBOLD,
    SMALL,
    style,
    words_in,
)
from backoffice.web.words import Words


def masthead(title: str, days: str, view: DayView, words: Words, width: float) -> Story:
    """The report's name and days, the shop on the other side."""
    left = [words_in(title, style(19, BOLD)), Spacer(0, 3), words_in(days, style(10, colour=INK_2))]
    if view.running:
        text = words("paper.running", time=f"{view.now:%H:%M}")
        left.append(words_in(text, style(BODY, colour=ATTENTION)))
    top = table([[left, _shop(view, words)]], [width * 0.64, width * 0.36], lined=False, pad=0)
    return [top, Spacer(0, GAP)]


def _shop(view: DayView, words: Words) -> Story:
    if view.shop is None:
        return []
    made: Story = [words_in(view.shop.name, style(BODY, SEMIBOLD, INK_2, right=True))]
    if view.shop.inn:
        inn = words("paper.inn", inn=view.shop.inn)
        made.append(words_in(inn, style(SMALL, colour=INK_3, right=True)))
    return made


def summary(view: DayView, words: Words, width: float) -> Flowable:
    """Revenue large, the four figures of the page beside it."""
    report = view.report
    tiles = [
        _tile("receipts", str(report.receipts), _of_them(view, words), words),
        _tile("average", words.money(report.average), words("day.average_note"), words),
        _tile("returns", *_returns(view, words), words),
        _tile("discounts", words.money(report.discounts), words("day.discount_note"), words),
    ]
    left = width * 0.36
    widths = [left, *[(width - left) / len(tiles)] * len(tiles)]
    made = table(
        [[_revenue(view, words), *tiles]],
        widths,
        lined=False,
        rules=[("LEFTPADDING", (1, 0), (-1, -1), 8)],
    )
    made.spaceAfter = GAP - 2
    return made


def _revenue(view: DayView, words: Words) -> Story:
    return [
        words_in(words("day.revenue"), style(BODY, colour=INK_2)),
        words_in(words.money(view.report.revenue), style(23, BOLD)),
        *_against(view, words),
    ]


def _against(view: DayView, words: Words) -> Story:
    """The change to the same weekday a week ago; a report of several days has none."""
    change = view.report.change
    if not view.one_day:
        return []
    if change is None:
        return [words_in(words("day.no_before"), style(SMALL, colour=INK_3))]
    text = words(f"day.against_{view.first.isoweekday()}", change=words.percent(change))
    made: Story = [words_in(text, style(BODY, SEMIBOLD, OK if change >= 0 else ATTENTION))]
    if view.running:
        made.append(words_in(words("day.so_far"), style(SMALL, colour=INK_3)))
    return made


def _of_them(view: DayView, words: Words) -> str:
    return words("day.of_them", n=view.report.returns.count)


def _returns(view: DayView, words: Words) -> tuple[str, str]:
    back = view.report.returns
    if not back.count:
        return "0", words("day.no_returns")
    return words.money(back.total), words.count("receipt", back.count)


def _tile(name: str, figure: str, remark: str, words: Words) -> Story:
    return [
        words_in(words(f"day.{name}"), style(BODY, colour=INK_2)),
        words_in(figure, style(11.5, SEMIBOLD)),
        words_in(remark, style(SMALL, colour=INK_3)),
    ]
