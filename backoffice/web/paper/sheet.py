"""A4 pages with a running head, and "page n of m" at the foot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, NextPageTemplate, PageTemplate

from backoffice.web.paper.blocks import Story
from backoffice.web.paper.look import (
    BOTTOM,
    INK_3,
    LINE,
    REGULAR,
    SIDE,
    SMALL,
    TOP,
    load_fonts,
)
from backoffice.web.words import Words

WIDTH = A4[0] - 2 * SIDE
_HEAD = 22.0  # room of the running head, from the second page on


@dataclass(frozen=True, slots=True)
class Frontispiece:
    """What stands around the report: the file's title, and the foot of each page."""

    title: str
    head: str  # of pages behind the first
    foot: str


def print_pages(front: Frontispiece, words: Words, story: Callable[[], Story]) -> bytes:
    """The PDF. It is laid out twice: the first time tells how many pages there are."""
    load_fonts()
    count = _Book(front, words, 0).print(story())[1]
    return _Book(front, words, count).print(story())[0]


class _Book:
    def __init__(self, front: Frontispiece, words: Words, count: int) -> None:
        self._front, self._words, self._count = front, words, count

    def print(self, story: Story) -> tuple[bytes, int]:
        file = BytesIO()
        # Nothing of the day of printing goes into the file: the same report, the same bytes.
        book = BaseDocTemplate(
            file,
            pagesize=A4,
            title=self._front.title,
            author=self._words("app.name"),
            creator=self._words("app.name"),
            lang=self._words.language,
            invariant=1,
            initialFontName=REGULAR,
        )
        book.addPageTemplates(
            [
                PageTemplate("first", [_frame(0)], onPage=self._foot),
                PageTemplate("later", [_frame(_HEAD)], onPage=self._head),
            ]
        )
        book.build([NextPageTemplate("later"), *story])
        return file.getvalue(), book.page

    def _head(self, canvas: Canvas, _book: BaseDocTemplate) -> None:
        y = A4[1] - TOP - 8
        canvas.setFont(REGULAR, SMALL)
        canvas.setFillColor(INK_3)
        canvas.drawString(SIDE, y, self._front.head)
        _rule(canvas, y - 6)
        self._foot(canvas, _book)

    def _foot(self, canvas: Canvas, _book: BaseDocTemplate) -> None:
        y = BOTTOM - 18
        _rule(canvas, y + 11)
        canvas.setFont(REGULAR, SMALL)
        canvas.setFillColor(INK_3)
        canvas.drawString(SIDE, y, self._front.foot)
        page = self._words("paper.page", n=canvas.getPageNumber(), count=self._count)
        canvas.drawRightString(A4[0] - SIDE, y, page)


def _frame(head: float) -> Frame:
    height = A4[1] - TOP - BOTTOM - head
    return Frame(SIDE, BOTTOM, WIDTH, height, 0, 0, 0, 0, id=f"body {head}")


def _rule(canvas: Canvas, y: float) -> None:
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.5)
    canvas.line(SIDE, y, A4[0] - SIDE, y)
