"""What asks for the owner's eye, on paper: every single one, over as many pages as it takes."""

from __future__ import annotations

from reportlab.platypus import Flowable, Spacer

from backoffice.domain.day import Attention, DayReport
from backoffice.web.paper.blocks import Cell, Rule, Story, heading, note, opening, section, table
from backoffice.web.paper.look import BODY, INK, INK_2, OK, SEMIBOLD, STOP, style, words_in
from backoffice.web.paper.money import At
from backoffice.web.words import Words

_SERIOUS = frozenset({"differs", "gap"})


def attention(report: DayReport, words: Words, at: At, width: float) -> Story:
    """All of it, or that all is calm."""
    if not report.attention:
        calm = words_in(words("attention.calm"), style(BODY, SEMIBOLD, OK))
        quiet = note(words("attention.calm_text"))
        return section(heading(words("attention.title")), calm, quiet)
    made = opening(words("attention.title"))
    for one in report.attention:
        made += _kind(one, words, at, width)
    return made


def _kind(one: Attention, words: Words, at: At, width: float) -> Story:
    look = style(BODY, SEMIBOLD, STOP if one.kind in _SERIOUS else INK)
    text = words.count(f"attention.{one.kind}", one.count, amount=words.money(one.amount))
    headline = words_in(text, look)
    if one.events:
        return [_events(headline, one, words, at, width), Spacer(0, 3)]
    lines = [words_in(line, style(BODY, colour=INK_2)) for line in _lines(one, words)]
    return [headline, *lines, Spacer(0, 3)]


def _lines(one: Attention, words: Words) -> list[str]:
    gaps = [
        words(
            "attention.gap.line",
            shift=shift.number,
            till=shift.till,
            expected=words.money(shift.expected),
            drawer=words.money(shift.drawer or 0),
        )
        for shift in one.shifts
    ]
    return gaps + [
        words(
            "attention.differs.line",
            shift=gap.shift,
            name=words(f"counter.{gap.name}"),
            ours=words.money(gap.ours),
            registrar=words.money(gap.registrar),
        )
        for gap in one.differences
    ]


def _events(headline: Flowable, one: Attention, words: Words, at: At, width: float) -> Flowable:
    """Single ones under their headline, which comes again on each page they reach."""
    look = style(BODY, colour=INK_2)
    rows: list[list[Cell]] = [
        [
            words_in(at(event.at), look),
            words_in(event.user, look),
            words_in(event.text, look),
            words.amount(event.amount) if event.amount else "",
        ]
        for event in one.events
    ]
    widths = [width * part for part in (0.17, 0.25, 0.44, 0.14)]
    over: Rule = ("SPAN", (0, 0), (-1, 0))
    return table(
        [[headline, "", "", ""], *rows], widths, head=True, lined=False, pad=0.4, rules=[over]
    )
