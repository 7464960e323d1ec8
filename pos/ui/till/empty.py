"""An empty basket teaches: what to do first."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos.ui.kit.paint import CENTRE, LEFT, draw, fitted
from pos.ui.kit.theme import SEMIBOLD, Theme
from pos.ui.kit.words import Words

HINTS = ("scan", "name", "count", "quick", "by_price")
CAPS = {"name": "Enter", "count": "3 *", "by_price": "Ins"}


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
            if hint in CAPS:
                self._cap(painter, row, CAPS[hint])
            else:
                self._sign(painter, row, hint)
            room = row.adjusted(cap, 0, 0, 0)
            small = fitted(words, font, room.width(), self._theme.px(13))
            draw(painter, room, words, small, self._theme.colour("ink_2"), LEFT)

    def _sign(self, painter: QPainter, row: QRect, hint: str) -> None:
        """A small barcode, or four quick keys."""
        px, colour = self._theme.px, self._theme.colour("ink_3")
        middle = QPoint(row.left() + px(26), row.center().y())
        if hint == "scan":
            for place, width in ((-12, 3), (-7, 2), (-3, 4), (4, 2), (8, 2), (11, 2)):
                box = QRect(middle.x() + px(place), middle.y() - px(9), px(width), px(18))
                painter.fillRect(box, colour)
            return
        painter.setPen(QPen(colour, 1))
        for across, down in ((-11, -10), (1, -10), (-11, 1), (1, 1)):
            at = QRectF(middle.x() + px(across) + 0.5, middle.y() + px(down) + 0.5, px(9), px(8))
            painter.drawRoundedRect(at, 2, 2)

    def _cap(self, painter: QPainter, row: QRect, words: str) -> None:
        px = self._theme.px
        box = QRect(row.left(), row.top(), px(52), row.height())
        font = self._theme.font(13, SEMIBOLD)
        draw(painter, box, words, font, self._theme.colour("ink_2"), CENTRE)
        width = QFontMetrics(font).horizontalAdvance(words) + px(14)
        left, top = box.center().x() - width / 2 + 0.5, box.center().y() - px(12) + 0.5
        painter.setPen(QPen(self._theme.colour("ink_3"), 1))
        painter.drawRoundedRect(QRectF(left, top, width, px(24)), px(6), px(6))
