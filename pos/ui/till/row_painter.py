"""How a row of the basket looks: its height for a width, and its painting."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect
from PySide6.QtGui import QFontMetrics, QPainter

from pos.ui.kit.format import Format
from pos.ui.kit.paint import LEFT, RIGHT, draw, paint_tag
from pos.ui.kit.shaped import Shaped
from pos.ui.kit.theme import MEDIUM, REGULAR, SEMIBOLD, Theme
from pos.ui.kit.words import Words
from pos.ui.till.rows import Row, why_cheaper

Name = tuple[str, int, int]  # the words, the width they have, the size of their type


@dataclass(frozen=True, slots=True)
class Measures:
    """Sizes of a row in px at 100 %."""

    pad: int
    least: int
    font: int
    number: int
    quantity: int
    price: int
    amount: int
    gap: int


ROOMY = Measures(20, 48, 19, 34, 116, 112, 132, 12)
COMPACT = Measures(14, 42, 17, 24, 82, 82, 92, 8)


class RowPainter:
    """Paints rows `width` px wide; names are measured once for a width, not at every scan."""

    def __init__(self, theme: Theme, words: Words, form: Format) -> None:
        self._theme, self._words, self._form = theme, words, form
        self.measures, self.width = ROOMY, 0
        self._wrapped: dict[Name, list[str]] = {}
        self._shaped: dict[Name, Shaped] = {}

    def forget(self) -> None:
        """Another basket: its names are others."""
        self._wrapped.clear()

    def height(self, row: Row) -> int:
        """Px, by the lines of its name and the tag under it."""
        px, m = self._theme.px, self.measures
        lines = len(self._names(row)) * px(m.font + 5)
        tag = px(26) if why_cheaper(row, self._words, self._form) else 0
        return max(px(m.least), lines + tag + px(14))

    def paint(
        self, painter: QPainter, box: QRect, index: int, row: Row, *, front: bool, last: bool
    ) -> None:
        """Into that box; `front`: commands act on it, `last`: it came last and is bolder."""
        theme, m = self._theme, self.measures
        if front:
            painter.fillRect(box, theme.colour("accent_soft"))
            bar = QRect(box.left(), box.top(), theme.px(4), box.height())
            painter.fillRect(bar, theme.colour("accent"))
        painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), theme.colour("line"))
        left = theme.px(m.pad)
        number = QRect(left, box.top(), theme.px(m.number), box.height())
        draw(painter, number, str(index + 1), theme.font(m.font - 2), theme.colour("ink_3"), LEFT)
        self._paint_figures(painter, box, row)
        self._paint_name(painter, box, left + theme.px(m.number + m.gap), row, last=last)

    def _paint_figures(self, painter: QPainter, box: QRect, row: Row) -> None:
        theme, m, form = self._theme, self.measures, self._form
        figures = (
            (form.money(row.amount), m.amount, SEMIBOLD, "ink"),
            (form.money(row.last.price), m.price, REGULAR, "ink_2"),
            (form.quantity(row.quantity), m.quantity, REGULAR, "ink_2"),
        )
        right = box.right() - theme.px(m.pad)
        for words, width, weight, colour in figures:
            cell = QRect(right - theme.px(width), box.top(), theme.px(width), box.height())
            draw(painter, cell, words, theme.font(m.font, weight), theme.colour(colour), RIGHT)
            right -= theme.px(width + m.gap)

    def _paint_name(
        self, painter: QPainter, box: QRect, left: int, row: Row, *, last: bool
    ) -> None:
        theme, m = self._theme, self.measures
        names, why = self._names(row), why_cheaper(row, self._words, self._form)
        step = theme.px(m.font + 5)
        top = box.top() + (box.height() - step * len(names) - (theme.px(26) if why else 0)) // 2
        cell = QRect(left, top, self._name_width(), step * len(names))
        if last:
            self._bold(self._name(row)).paint(painter, cell, theme.colour("ink"))
        else:
            for number, name in enumerate(names):
                line = QRect(left, top + step * number, cell.width(), step)
                draw(painter, line, name, theme.font(m.font), theme.colour("ink"), LEFT)
        top += cell.height()
        if why:
            font = theme.font(14, MEDIUM)
            width = QFontMetrics(font).horizontalAdvance(why) + theme.px(16)
            tag = QRect(left, top + theme.px(3), min(width, self._name_width()), theme.px(22))
            paint_tag(painter, tag, why, font, "ok", theme)

    def _names(self, row: Row) -> list[str]:
        """The name in one or two lines."""
        name = self._name(row)
        if name not in self._wrapped:
            # The last row is painted bolder: it has to fit then, and not be wrapped anew after.
            self._wrapped[name] = self._bold(name).lines
        return self._wrapped[name]

    def _name(self, row: Row) -> Name:
        return row.last.name, self._name_width(), self.measures.font

    def _bold(self, name: Name) -> Shaped:
        """As the last row has it; of the newest name the glyphs stay from measuring to painting."""
        if name not in self._shaped:
            words, width, size = name
            font, step = self._theme.font(size, MEDIUM), self._theme.px(size + 5)
            self._shaped = {name: Shaped(words, font, width, step)}
        return self._shaped[name]

    def _name_width(self) -> int:
        m = self.measures
        fixed = m.number + m.quantity + m.price + m.amount + 4 * m.gap + 2 * m.pad
        return max(60, self.width - self._theme.px(fixed))
