"""Words at the left, a figure at the right; the figures stand in one column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos.ui.kit.paint import LEFT, MIDDLE, RIGHT, fitted
from pos.ui.kit.theme import BOLD, MEDIUM, REGULAR, SEMIBOLD, SIZE, Theme


@dataclass(frozen=True, slots=True)
class Row:
    """A line of figures. `strong` stands out, `note` is small beside the words."""

    words: str
    figure: str
    note: str = ""
    strong: bool = False


class Figures(QWidget):
    """Painted rows, one pixel line between them."""

    def __init__(self, theme: Theme, row: int = 44, size: int = SIZE.body) -> None:
        super().__init__()
        self._theme, self._row, self._size = theme, theme.px(row), size
        self._rows: Sequence[Row] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Other figures."""
        self._rows = rows
        self.setAccessibleName("; ".join(f"{row.words} {row.note} {row.figure}" for row in rows))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(220), self._row * len(self._rows))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for number, row in enumerate(self._rows):
            box = QRect(0, number * self._row, self.width(), self._row)
            if number:
                painter.setPen(self._theme.colour("line"))
                painter.drawLine(box.topLeft(), box.topRight())
            self._paint_row(painter, box, row)

    def _paint_row(self, painter: QPainter, box: QRect, row: Row) -> None:
        theme = self._theme
        size = self._size + 2 if row.strong else self._size
        figure = theme.font(size, SEMIBOLD if row.strong else MEDIUM)
        room = QFontMetrics(figure).horizontalAdvance(row.figure) + theme.px(12)
        painter.setFont(figure)
        painter.setPen(theme.colour("ink"))
        painter.drawText(box, RIGHT | MIDDLE, row.figure)
        words = theme.font(size, SEMIBOLD if row.strong else REGULAR)
        painter.setPen(theme.colour("ink" if row.strong else "ink_2"))
        painter.setFont(words)
        left = box.adjusted(0, 0, -room, 0)
        painter.drawText(left, LEFT | MIDDLE, _cut(row.words, QFontMetrics(words), left.width()))
        taken = QFontMetrics(words).horizontalAdvance(row.words) + theme.px(10)
        painter.setFont(theme.font(SIZE.small))
        painter.setPen(theme.colour("ink_3"))
        note = left.adjusted(taken, 0, 0, 0)
        painter.drawText(note, LEFT | MIDDLE, _cut(row.note, painter.fontMetrics(), note.width()))


class BigFigure(QWidget):
    """One figure that answers the question of the page; shrinks rather than being cut."""

    def __init__(self, theme: Theme, words: str, size: int = 56, tone: str = "ink") -> None:
        super().__init__()
        self._theme, self._words, self._size, self._tone = theme, words, size, tone
        self._figure = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_figure(self, figure: str, words: str = "") -> None:
        """Another figure, and other words if given."""
        self._figure, self._words = figure, words or self._words
        self.setAccessibleName(f"{self._words} {figure}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(200), self._theme.px(int(self._size * 1.15) + 26))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = self._theme
        painter.setFont(theme.font(17))
        painter.setPen(theme.colour("ink_2"))
        painter.drawText(self.rect(), LEFT | Qt.AlignmentFlag.AlignTop, self._words)
        font = theme.font(self._size, BOLD)
        painter.setFont(fitted(self._figure, font, self.width(), theme.px(24)))
        painter.setPen(theme.colour(self._tone))
        below = self.rect().adjusted(0, theme.px(22), 0, 0)
        painter.drawText(below, RIGHT | MIDDLE, self._figure)


def _cut(words: str, metrics: QFontMetrics, width: int) -> str:
    return metrics.elidedText(words, Qt.TextElideMode.ElideRight, width)
