"""An empty basket teaches: what to do first."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos.ui.kit.paint import CENTRE, LEFT, draw, fitted
from pos.ui.kit.theme import MEDIUM, SEMIBOLD, Theme
from pos.ui.kit.words import Words

HINTS = ("scan", "name", "count", "quick")
CAPS = {"name": "Enter", "count": "3 *"}


class EmptyBasket(QWidget):
    """A drawn barcode, one line of invitation, and the ways to add a good."""

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._theme, self._words = theme, words
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(words("till.empty.title"))

    def sizeHint(self) -> QSize:
        return QSize(300, 160)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 80)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, px = QPainter(self), self._theme.px
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        roomy = self.height() > px(330)
        step = px(40 if roomy else 34)
        barcode = px(104) if roomy else 0
        top = max(0, (self.height() - barcode - px(56) - step * len(HINTS)) // 2)
        if roomy:
            self._barcode(painter, top)
        title = QRect(px(20), top + barcode, self.width() - px(40), px(48))
        font = fitted(
            self._words("till.empty.title"), self._theme.font(28, SEMIBOLD), title.width(), px(18)
        )
        words = self._words("till.empty.title")
        draw(painter, title, words, font, self._theme.colour("ink"), CENTRE)
        self._hints(painter, title.bottom() + px(8), step)

    def _barcode(self, painter: QPainter, top: int) -> None:
        px, widths = self._theme.px, (3, 1, 2, 1, 1, 4, 1, 2, 3, 1, 1, 2, 4, 1, 2, 1, 3)
        left = (self.width() - px(4) * sum(widths) // 2 - px(3) * len(widths)) // 2
        colour = self._theme.colour("line")
        for width in widths:
            painter.fillRect(QRect(left, top, px(2) * width, px(76)), colour)
            left += px(2) * width + px(3)

    def _hints(self, painter: QPainter, top: int, step: int) -> None:
        font = self._theme.font(17)
        texts = [self._words(f"till.empty.{hint}") for hint in HINTS]
        metrics = QFontMetrics(font)
        cap = self._theme.px(64)
        width = min(self.width() - 40, max(map(metrics.horizontalAdvance, texts)) + cap)
        left = (self.width() - width) // 2
        for number, (hint, words) in enumerate(zip(HINTS, texts, strict=True)):
            row = QRect(left, top + number * step, width, step)
            self._mark(painter, row, CAPS.get(hint, "•"))
            room = row.adjusted(cap, 0, 0, 0)
            small = fitted(words, font, room.width(), self._theme.px(13))
            draw(painter, room, words, small, self._theme.colour("ink_2"), LEFT)

    def _mark(self, painter: QPainter, row: QRect, words: str) -> None:
        px = self._theme.px
        box = QRect(row.left(), row.top(), px(52), row.height())
        font = self._theme.font(13, SEMIBOLD if words != "•" else MEDIUM)
        draw(painter, box, words, font, self._theme.colour("ink_2"), CENTRE)
        if words == "•":
            return
        width = QFontMetrics(font).horizontalAdvance(words) + px(14)
        at = QRectF(
            box.center().x() - width / 2 + 0.5, box.center().y() - px(12) + 0.5, width, px(24)
        )
        painter.setPen(QPen(self._theme.colour("ink_3"), 1))
        painter.drawRoundedRect(at, px(6), px(6))
