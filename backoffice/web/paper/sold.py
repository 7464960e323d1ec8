"""What was sold, and by whom, on paper."""

from __future__ import annotations

import re

from backoffice.domain.day import DayReport
from backoffice.web.format import SPACE
from backoffice.web.paper.blocks import Cell, Rule, Story, heading, note, section, table
from backoffice.web.paper.look import BODY, SEMIBOLD, style, words_in
from backoffice.web.words import Words

NONE = "—"
_UNIT = re.compile(r"(?<=\d) (?=(?:%|[^\W\d]{1,2})(?:\W|$))")  # 180 г and 3,2 % stay whole


def best(report: DayReport, words: Words, width: float) -> Story:
    """The best goods, with what they earned where that is known."""
    goods, title = report.goods, heading(words(_title(report)))
    if not goods:
        return section(title, note(words("day.best_none")))
    earned = any(good.profit is not None for good in goods)
    rows: list[list[Cell]] = [
        [
            words_in(_UNIT.sub(SPACE, good.name), style(BODY)),
            words.quantity(good.quantity, good.unit),
            words.amount(good.amount),
            *([NONE if good.profit is None else words.amount(good.profit)] if earned else []),
        ]
        for good in goods
    ]
    head = ["", words("paper.sold"), "₽", *([words("paper.profit")] if earned else [])]
    shares = (0.47, 0.16, 0.195, 0.175) if earned else (0.6, 0.18, 0.22)
    strong: Rule = ("FONT", (2, 1), (2, -1), SEMIBOLD, BODY)
    made = table([head, *rows], [width * part for part in shares], head=True, rules=[strong])
    return section(title, made)


def _title(report: DayReport) -> str:
    return "day.best" if report.first == report.last else "paper.best"


def cashiers(report: DayReport, words: Words, width: float) -> Story:
    """Each cashier's day; nothing where nobody sold."""
    rows: list[list[Cell]] = [
        [
            words_in(one.name, style(BODY)),
            str(one.receipts),
            words.amount(one.returns) if one.returns else NONE,
            words.amount(one.sales - one.returns),
        ]
        for one in report.cashiers
    ]
    if not rows:
        return []
    head = ["₽", words("day.receipts"), words("day.returns"), words("day.net")]
    shares = (0.39, 0.13, 0.22, 0.26)
    strong: Rule = ("FONT", (3, 1), (3, -1), SEMIBOLD, BODY)
    made = table([head, *rows], [width * part for part in shares], head=True, rules=[strong])
    return section(heading(words("day.cashiers")), made)
