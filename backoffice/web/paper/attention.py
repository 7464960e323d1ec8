"""What asks for the owner's eye, on paper: every single one, over as many pages as it takes."""

from __future__ import annotations

from backoffice.domain.day import Attention, DayReport
from backoffice.web.paper.blocks import Cell, Story, heading, note, section, table
from backoffice.web.paper.look import BODY, INK, INK_2, OK, SEMIBOLD, STOP, style, words_in
from backoffice.web.paper.money import At
from backoffice.web.words import Words

_SERIOUS = frozenset({"differs", "gap"})


def attention(report: DayReport, words: Words, at: At, width: float) -> Story:
    """All of it, or that all is calm."""
    if not report.attention:
        calm = words_in(words("attention.calm"), style(BODY, SEMIBOLD, OK))
        return section(heading(words("attention.title")), calm, note(words("attention.calm_text")))
    made: Story = [heading(words("attention.title"))]
    for one in report.attention:
        made += _kind(one, words, at, width)
    return made


def _kind(one: Attention, words: Words, at: At, width: float) -> Story:
    look = style(BODY, SEMIBOLD, STOP if one.kind in _SERIOUS else INK)
    look.spaceBefore, look.spaceAfter, look.keepWithNext = 2.5, 0.5, 1
    text = words.count(f"attention.{one.kind}", one.count, amount=words.money(one.amount))
    lines = [words_in(line, style(BODY, colour=INK_2)) for line in _lines(one, words)]
    return [words_in(text, look), *lines, *_events(one, words, at, width)]


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


def _events(one: Attention, words: Words, at: At, width: float) -> Story:
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
    shares = (0.17, 0.25, 0.44, 0.14)
    return [table(rows, [width * part for part in shares], lined=False, pad=0.4)] if rows else []
