"""The basket, painted by ourselves: no model, no delegate, and of a new line only its row.

What is on the screen already is moved as pixels. A QTableView with a Python model asks for every
visible cell again at each scan (tests/bench/scan_to_paint.py).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from pos.domain.basket import Basket
from pos.ui.kit.bar import Bar
from pos.ui.kit.format import Format
from pos.ui.kit.theme import Theme
from pos.ui.kit.words import Words
from pos.ui.till.row_painter import COMPACT, ROOMY, RowPainter
from pos.ui.till.rows import Row, alike, rows_of

DONE = 0.55


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
        self._painting = RowPainter(theme, words, form)
        self.setFrameShape(QFrame.Shape.NoFrame)
        # Of our own: asked for Qt's, PySide makes all of its widget classes ready to name this one.
        self.setViewport(QWidget())
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # It paints its own ground, so that scrolling moves pixels and paints only what is new.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setVerticalScrollBar(Bar(theme))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def set_compact(self, compact: bool) -> None:
        """Denser rows for a small screen."""
        self._painting.measures = COMPACT if compact else ROOMY
        self._lay_out(self._rows)
        self.viewport().update()

    def show_basket(self, basket: Basket, *, done: bool) -> None:
        """Show a basket; `done` ones are pale and have no selection. New lines get selected."""
        before, front = self._rows, self._selected
        if not basket.lines:
            self._painting.forget()
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
            box = QRect(0, top, width, bottom - top)
            front = index == self._selected and not self._done
            last = index == len(self._rows) - 1
            self._painting.paint(painter, box, index, self._rows[index], front=front, last=last)

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
        self._painting.width = self.viewport().width()
        here = (self._painting.width, self._painting.measures)
        kept = alike(self._rows, rows) if here == self._laid else 0
        del self._tops[kept + 1 :]
        for row in rows[kept:]:
            self._tops.append(self._tops[-1] + self._painting.height(row))
        self._rows, self._laid = rows, here
        page, bar = self.viewport().height(), self.verticalScrollBar()
        bar.setRange(0, max(0, self._tops[-1] - page))
        bar.setPageStep(page)
        bar.setSingleStep(self._theme.px(self._painting.measures.least))

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


def _changed(before: tuple[Row, ...], rows: tuple[Row, ...]) -> list[int]:
    """The rows that are not what stood in their place."""
    begun = alike(before, rows)
    return [i for i in range(begun, len(rows)) if i >= len(before) or rows[i] != before[i]]
