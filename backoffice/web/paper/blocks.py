"""Pieces a report on paper is made of: headings, tables of figures, columns side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import CondPageBreak, Flowable, Spacer, Table, TableStyle

from backoffice.web.paper.look import (
    BODY,
    GAP,
    HEAD,
    INK,
    INK_2,
    INK_3,
    LINE,
    REGULAR,
    SEMIBOLD,
    SMALL,
    style,
    words_in,
)

Story = list[Flowable]
Cell = str | Flowable | Sequence[Flowable]
Place = tuple[int, int]  # column and row; −1 is the last
Rule = tuple[str, Place, Place, *tuple[Any, ...]]  # a command of TableStyle

ROW_PAD = 2.1
_SOME = 64.0  # a heading and the first rows under it
_TALLEST = 330.0  # what is higher does not stand side by side: it must be able to break


def heading(text: str) -> Flowable:
    """Opens a section and stays with what follows."""
    look = _heading_look()
    look.keepWithNext = 1
    return words_in(text, look)


def _heading_look() -> ParagraphStyle:
    look = style(HEAD, SEMIBOLD)
    look.spaceAfter = 2.5
    return look


def opening(text: str) -> Story:
    """A heading over what may be longer than a page: on a new page unless some of it fits here."""
    return [CondPageBreak(_SOME), words_in(text, _heading_look())]


def note(text: str) -> Flowable:
    """A remark under a section."""
    look = style(SMALL, colour=INK_3)
    look.spaceBefore = 2.5
    return words_in(text, look)


def table(
    rows: Sequence[Sequence[Cell]],
    widths: Sequence[float],
    *,
    head: bool = False,
    lined: bool = True,
    pad: float = ROW_PAD,
    rules: Sequence[Rule] = (),
) -> Table:
    """Figures in columns: the first column left, the others right, a hairline over each row.

    A head row comes again on each page the table reaches.
    """
    air: tuple[Rule, ...] = (
        ("TOPPADDING", (0, int(head)), (-1, -1), pad),
        ("BOTTOMPADDING", (0, 0), (-1, -1), pad),
    )
    lines: tuple[Rule, ...] = (("LINEABOVE", (0, int(head)), (-1, -1), 0.5, LINE),) if lined else ()
    made = Table(
        [list(row) for row in rows], colWidths=list(widths), repeatRows=int(head), hAlign="LEFT"
    )
    made.setStyle(TableStyle([*_USUAL, *air, *lines, *(_HEAD if head else ()), *rules]))
    return made


_USUAL: tuple[Rule, ...] = (
    ("FONT", (0, 0), (-1, -1), REGULAR, BODY, BODY * 1.32),
    ("TEXTCOLOR", (0, 0), (-1, -1), INK),
    ("ALIGN", (1, 0), (-1, -1), "RIGHT"),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ("LEFTPADDING", (1, 0), (-1, -1), 6),
)
_HEAD: tuple[Rule, ...] = (
    ("FONT", (0, 0), (-1, 0), REGULAR, SMALL, SMALL * 1.32),
    ("TEXTCOLOR", (0, 0), (-1, 0), INK_2),
    ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
    ("TOPPADDING", (0, 0), (-1, 0), 0),
)


def section(*parts: Flowable) -> Story:
    """A heading and what it is of, with air behind."""
    return [*parts, Spacer(0, GAP)]


def columns(width: float, left: float = 0.5) -> tuple[float, float]:
    """Widths of two columns with air between; `left` is the first one's part."""
    room = width - 2 * GAP
    return room * left, room * (1 - left)


def side_by_side(left: Story, right: Story, widths: tuple[float, float]) -> Story:
    """Two columns; one under the other where either would not fit beside the rest of a page."""
    if any(_height(*pair) > _TALLEST for pair in zip((left, right), widths, strict=True)):
        return [*left, *right]
    both = Table([[left, "", right]], colWidths=[widths[0], 2 * GAP, widths[1]], hAlign="LEFT")
    bare = ((f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM"))
    both.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), *bare]))
    return [both]


def _height(story: Story, width: float) -> float:
    return sum(part.wrap(width, 10_000)[1] for part in story)
