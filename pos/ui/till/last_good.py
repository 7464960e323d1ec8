"""The head of the left card: the last good, big; or what this basket is now."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos.ui.kit.paint import LEFT, RIGHT, draw, fitted, paint_tag, two_lines
from pos.ui.kit.theme import BOLD, MEDIUM, SEMIBOLD, SIZE, Theme


@dataclass(frozen=True, slots=True)
class Head:
    """What the head says: a small line, a big one, figures at the right, or a tag there."""

    small: str
    big: str
    count: str = ""
    amount: str = ""
    tag: str = ""


class LastGood(QWidget):
    """Next to the total the biggest thing on the screen."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._head = Head("", "")
        self._compact = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_compact(self, compact: bool) -> None:
        """Smaller on a small screen."""
        self._compact = compact
        self.updateGeometry()
        self.update()

    def say(self, head: Head) -> None:
        """Show another head."""
        if head == self._head:
            return
        self._head = head
        self.setAccessibleName(" ".join(filter(None, (head.small, head.big, head.amount))))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, self._theme.px(84 if self._compact else 118))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        px = self._theme.px
        area = self.rect().adjusted(px(self._pad()), px(10), -px(self._pad()), -px(10))
        taken = self._paint_tag(painter, area) if self._head.tag else self._figures(painter, area)
        self._words(painter, area.adjusted(0, 0, -taken, 0))
        line = QRect(0, self.height() - 1, self.width(), 1)
        painter.fillRect(line, self._theme.colour("line"))

    def _pad(self) -> int:
        return 14 if self._compact else 22

    def _figures(self, painter: QPainter, area: QRect) -> int:
        theme, head = self._theme, self._head
        if not head.amount:
            return 0
        font = theme.font(30 if self._compact else 44, BOLD)
        small = theme.font(SIZE.small if self._compact else 19)
        width = max(
            QFontMetrics(font).horizontalAdvance(head.amount),
            QFontMetrics(small).horizontalAdvance(head.count),
        )
        top, bottom = self._split(area)
        draw(painter, top, head.count, small, theme.colour("ink_2"), RIGHT)
        draw(painter, bottom, head.amount, font, theme.colour("ink"), RIGHT)
        return width + theme.px(24)

    def _paint_tag(self, painter: QPainter, area: QRect) -> int:
        theme = self._theme
        font = theme.font(SIZE.small if self._compact else 17, MEDIUM)
        width = QFontMetrics(font).horizontalAdvance(self._head.tag) + theme.px(24)
        height = theme.px(34)
        top = area.top() + (area.height() - height) // 2
        box = QRect(area.right() - width, top, width, height)
        paint_tag(painter, box, self._head.tag, font, "ok", theme)
        return width + theme.px(24)

    def _words(self, painter: QPainter, area: QRect) -> None:
        theme, head = self._theme, self._head
        size = 24 if self._compact else SIZE.last
        font = theme.font(size, SEMIBOLD)
        if QFontMetrics(font).horizontalAdvance(head.big) > area.width():
            font = fitted(head.big, font, area.width(), theme.px(20 if self._compact else 26))
        lines = two_lines(head.big, QFontMetrics(font), area.width())
        step = QFontMetrics(font).height()
        small = theme.px(20 if self._compact else 26) if head.small and len(lines) == 1 else 0
        top = area.top() + max(0, (area.height() - step * len(lines) - small) // 2)
        if small:
            box = QRect(area.left(), top, area.width(), small)
            note = theme.font(SIZE.small if self._compact else 17)
            draw(painter, box, head.small, note, theme.colour("ink_2"), LEFT)
        for number, line in enumerate(lines):
            box = QRect(area.left(), top + small + step * number, area.width(), step)
            draw(painter, box, line, font, theme.colour("ink"), LEFT)

    def _split(self, area: QRect) -> tuple[QRect, QRect]:
        px = self._theme.px
        small, big = (px(20), px(38)) if self._compact else (px(26), px(54))
        top = area.top() + max(0, (area.height() - small - big) // 2)
        return (
            QRect(area.left(), top, area.width(), small),
            QRect(area.left(), top + small, area.width(), big),
        )
