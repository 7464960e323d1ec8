"""The basket, painted by ourselves: no model, no delegate, and of a new line only its row.

What is on the screen already is moved as pixels. A QTableView with a Python model asks for every
visible cell again at each scan (tests/bench/scan_to_paint.py).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QFontMetrics,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from pos.domain.basket import Basket
from pos.ui.kit.format import Format
from pos.ui.kit.paint import LEFT, RIGHT, draw, paint_tag
from pos.ui.kit.shaped import Shaped
from pos.ui.kit.theme import MEDIUM, REGULAR, SEMIBOLD, Theme
from pos.ui.kit.words import Words
from pos.ui.till.rows import Row, alike, rows_of, why_cheaper

DONE = 0.55
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


class BasketView(QAbstractScrollArea):
    """Rows of a basket with one of them selected."""

    picked = Signal()

    def __init__(self, theme: Theme, words: Words, form: Format) -> None:
        super().__init__()
        self._theme, self._words, self._form = theme, words, form
        self._rows: tuple[Row, ...] = ()
        self._tops: list[int] = [0]
        self._laid = (0, ROOMY)  # the width and measures the tops are of
        self._selected = -1
        self._done = False
        self._measures = ROOMY
        self._wrapped: dict[Name, list[str]] = {}
        self._shaped: dict[Name, Shaped] = {}
        self.setFrameShape(QFrame.Shape.NoFrame)
        # Of our own: asked for Qt's, PySide makes all of its widget classes ready to name this one.
        self.setViewport(QWidget())
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # It paints its own ground, so that scrolling moves pixels and paints only what is new.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def set_compact(self, compact: bool) -> None:
        """Denser rows for a small screen."""
        self._measures = COMPACT if compact else ROOMY
        self._lay_out(self._rows)
        self.viewport().update()

    def show_basket(self, basket: Basket, *, done: bool) -> None:
        """Show a basket; `done` ones are pale and have no selection. New lines get selected."""
        before, front = self._rows, self._selected
        if not basket.lines:
            self._wrapped.clear()
        rows = rows_of(basket.lines, before)
        if done is not self._done or not rows:
            self._done = done
            self.viewport().update()
        if rows == before and rows:
            return
        self._select_for(before, rows)
        self._lay_out(rows)
        self._reveal()
        self._tell()
        self._repaint(_changed(before, rows), front, self._selected)

    @property
    def rows(self) -> tuple[Row, ...]:
        """What is shown."""
        return self._rows

    @property
    def filled(self) -> bool:
        """Whether there are rows."""
        return bool(self._rows)

    @property
    def selected(self) -> Row | None:
        """The row commands act on."""
        if self._done or not 0 <= self._selected < len(self._rows):
            return None
        return self._rows[self._selected]

    def step(self, by: int) -> None:
        """Select the row above or below."""
        if self._rows and not self._done:
            self._pick(max(0, min(len(self._rows) - 1, self._selected + by)))

    def sizeHint(self) -> QSize:
        return QSize(300, 160)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 80)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = int(event.position().y()) + self.verticalScrollBar().value()
        if not self._done and 0 <= at < self._tops[-1]:
            self._pick(bisect_right(self._tops, at) - 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out(self._rows)
        self._reveal()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().scroll(0, dy)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, dirty = QPainter(self.viewport()), event.rect()
        painter.fillRect(dirty, self._theme.colour("card"))
        if self._done:
            painter.setOpacity(DONE)
        offset, width = self.verticalScrollBar().value(), self.viewport().width()
        first = max(0, bisect_right(self._tops, dirty.top() + offset) - 1)
        for index in range(first, len(self._rows)):
            top, bottom = self._tops[index] - offset, self._tops[index + 1] - offset
            if top > dirty.bottom():
                break
            self._paint_row(painter, QRect(0, top, width, bottom - top), index, self._rows[index])

    def _pick(self, index: int) -> None:
        front, self._selected = self._selected, index
        self._reveal()
        self._repaint((), front, index)
        self._tell()
        self.picked.emit()

    def _select_for(self, before: tuple[Row, ...], rows: tuple[Row, ...]) -> None:
        """A new row is selected, else the one row that changed."""
        if len(rows) != len(before) or self._selected >= len(rows):
            self._selected = len(rows) - 1
            return
        changed = _changed(before, rows)
        if len(changed) == 1:
            self._selected = changed[0]

    def _lay_out(self, rows: tuple[Row, ...]) -> None:
        """Where each row begins; those of before that are still there keep their places."""
        here = (self.viewport().width(), self._measures)
        kept = alike(self._rows, rows) if here == self._laid else 0
        del self._tops[kept + 1 :]
        for row in rows[kept:]:
            self._tops.append(self._tops[-1] + self._height(row))
        self._rows, self._laid = rows, here
        page, bar = self.viewport().height(), self.verticalScrollBar()
        bar.setRange(0, max(0, self._tops[-1] - page))
        bar.setPageStep(page)
        bar.setSingleStep(self._theme.px(self._measures.least))

    def _reveal(self) -> None:
        if not 0 <= self._selected < len(self._rows):
            return
        bar, page = self.verticalScrollBar(), self.viewport().height()
        top, bottom = self._tops[self._selected], self._tops[self._selected + 1]
        if bottom > bar.value() + page:
            bar.setValue(bottom - page)
        elif top < bar.value():
            bar.setValue(top)

    def _repaint(self, rows: Iterable[int], *fronts: int) -> None:
        """Those rows, and all below the first whose height or place may have changed."""
        offset, width = self.verticalScrollBar().value(), self.viewport().width()
        for index in {*rows, *fronts, len(self._rows) - 1, len(self._rows) - 2}:
            if 0 <= index < len(self._rows):
                top, bottom = self._tops[index], self._tops[index + 1]
                self.viewport().update(0, top - offset, width, bottom - top)
        changed = min(rows, default=len(self._rows))
        if changed < len(self._rows) - 1 or self._tops[-1] - offset < self.viewport().height():
            top = self._tops[changed] - offset
            self.viewport().update(0, top, width, self.viewport().height() - top)

    def _tell(self) -> None:
        row = self.selected
        if row is None:
            self.setAccessibleName(self._words("till.basket"))
            return
        self.setAccessibleName(self._spoken(self._selected))
        if QAccessible.isActive():
            self.setAccessibleDescription("; ".join(map(self._spoken, self._visible())))

    def _spoken(self, index: int) -> str:
        row = self._rows[index]
        return self._words(
            "till.row.spoken",
            number=index + 1,
            name=row.last.name,
            quantity=self._form.quantity(row.quantity),
            amount=self._form.money(row.amount),
        )

    def _visible(self) -> range:
        """The rows in sight, as a screen reader may go through them."""
        offset = self.verticalScrollBar().value()
        first = max(0, bisect_right(self._tops, offset) - 1)
        last = bisect_right(self._tops, offset + self.viewport().height() - 1)
        return range(first, min(last, len(self._rows)))

    def _name_width(self) -> int:
        m = self._measures
        fixed = m.number + m.quantity + m.price + m.amount + 4 * m.gap + 2 * m.pad
        return max(60, self.viewport().width() - self._theme.px(fixed))

    def _names(self, row: Row) -> list[str]:
        """The name in one or two lines; measured once for a width, not at every scan."""
        name = (row.last.name, self._name_width(), self._measures.font)
        if name not in self._wrapped:
            # The last row is painted bolder: it has to fit then, and not be wrapped anew after.
            self._wrapped[name] = self._bold(name).lines
        return self._wrapped[name]

    def _bold(self, name: Name) -> Shaped:
        """As the last row has it; of the newest name the glyphs stay from measuring to painting."""
        if name not in self._shaped:
            words, width, size = name
            font, step = self._theme.font(size, MEDIUM), self._theme.px(size + 5)
            self._shaped = {name: Shaped(words, font, width, step)}
        return self._shaped[name]

    def _height(self, row: Row) -> int:
        px, m = self._theme.px, self._measures
        lines = len(self._names(row)) * px(m.font + 5)
        tag = px(26) if why_cheaper(row, self._words, self._form) else 0
        return max(px(m.least), lines + tag + px(14))

    def _paint_row(self, painter: QPainter, box: QRect, index: int, row: Row) -> None:
        theme, m = self._theme, self._measures
        if index == self._selected and not self._done:
            painter.fillRect(box, theme.colour("accent_soft"))
            bar = QRect(box.left(), box.top(), theme.px(4), box.height())
            painter.fillRect(bar, theme.colour("accent"))
        painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), theme.colour("line"))
        left = theme.px(m.pad)
        number = QRect(left, box.top(), theme.px(m.number), box.height())
        draw(painter, number, str(index + 1), theme.font(m.font - 2), theme.colour("ink_3"), LEFT)
        self._paint_figures(painter, box, row)
        self._paint_name(painter, box, left + theme.px(m.number + m.gap), row)

    def _paint_figures(self, painter: QPainter, box: QRect, row: Row) -> None:
        theme, m, form = self._theme, self._measures, self._form
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

    def _paint_name(self, painter: QPainter, box: QRect, left: int, row: Row) -> None:
        theme, m = self._theme, self._measures
        names, why = self._names(row), why_cheaper(row, self._words, self._form)
        step = theme.px(m.font + 5)
        top = box.top() + (box.height() - step * len(names) - (theme.px(26) if why else 0)) // 2
        cell = QRect(left, top, self._name_width(), step * len(names))
        if row is self._rows[-1]:
            newest = (row.last.name, self._name_width(), m.font)
            self._bold(newest).paint(painter, cell, theme.colour("ink"))
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


def _changed(before: tuple[Row, ...], rows: tuple[Row, ...]) -> list[int]:
    """The rows that are not what stood in their place."""
    begun = alike(before, rows)
    return [i for i in range(begun, len(rows)) if i >= len(before) or rows[i] != before[i]]
