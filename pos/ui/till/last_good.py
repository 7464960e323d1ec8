"""The head of the left card: the last good, big; or what this basket is now."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos.ui.kit.paint import LEFT, RIGHT, draw, fitted, inside, paint_tag, round_box
from pos.ui.kit.shaped import Shaped
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
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
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
        self.update(self._area())

    def sizeHint(self) -> QSize:
        return QSize(200, self._theme.px(84 if self._compact else 118))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, area = QPainter(self), self._area()
        self._paint_ground(painter, event)
        taken = self._paint_tag(painter, area) if self._head.tag else self._figures(painter, area)
        self._words(painter, area.adjusted(0, 0, -taken, 0))
        line = QRect(0, self.height() - 1, self.width(), 1)
        painter.fillRect(line, self._theme.colour("line"))

    def _paint_ground(self, painter: QPainter, event: QPaintEvent) -> None:
        """The top of the card it lies in, so that a new name leaves the rest of it alone."""
        theme, card = self._theme, self.rect().adjusted(-1, -1, 1, self.height())
        if inside(event.region(), card, theme):
            painter.fillRect(event.rect(), theme.colour("card"))
            return
        painter.fillRect(event.rect(), theme.colour("bg"))
        round_box(painter, card, theme, theme.colour("card"), theme.colour("line"))

    def _area(self) -> QRect:
        """Where the words are: off the card's corners, which need not be painted with them."""
        across, down = self._theme.px(14 if self._compact else 22), self._theme.px(10)
        return self.rect().adjusted(across, down, -across, -down)

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
        smallest = theme.px(20 if self._compact else 26)
        font = fitted(head.big, theme.font(size, SEMIBOLD), area.width(), smallest)
        step = QFontMetrics(font).height()
        big = Shaped(head.big, font, area.width(), step)
        small = theme.px(20 if self._compact else 26) if head.small and len(big.lines) == 1 else 0
        top = area.top() + max(0, (area.height() - step * len(big.lines) - small) // 2)
        if small:
            box = QRect(area.left(), top, area.width(), small)
            note = theme.font(SIZE.small if self._compact else 17)
            draw(painter, box, head.small, note, theme.colour("ink_2"), LEFT)
        room = QRect(area.left(), top + small, area.width(), step * len(big.lines))
        big.paint(painter, room, theme.colour("ink"))

    def _split(self, area: QRect) -> tuple[QRect, QRect]:
        px = self._theme.px
        small, big = (px(20), px(38)) if self._compact else (px(26), px(54))
        top = area.top() + max(0, (area.height() - small - big) // 2)
        return (
            QRect(area.left(), top, area.width(), small),
            QRect(area.left(), top + small, area.width(), big),
        )
