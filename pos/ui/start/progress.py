"""Where one is in the first start: numbered steps, done ones ticked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos.ui.kit.paint import LEFT, MIDDLE
from pos.ui.kit.theme import MEDIUM, SEMIBOLD, SIZE, Theme

TICK = "✓"


class Progress(QWidget):
    """A column of discs with names."""

    def __init__(self, theme: Theme, names: Sequence[str]) -> None:
        super().__init__()
        self._theme, self._names = theme, names
        self._at = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_step(self, at: int, said: str) -> None:
        """The step in front, from 0."""
        self._at = at
        self.setAccessibleName(f"{said}: {self._names[at]}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(220), self._theme.px(64) * len(self._names))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, name in enumerate(self._names):
            self._paint_step(painter, place, name)

    def _paint_step(self, painter: QPainter, place: int, name: str) -> None:
        theme = self._theme
        side, row = theme.px(36), theme.px(64)
        disc = QRect(1, place * row + (row - side) // 2, side, side)
        if place:
            painter.setPen(QPen(theme.colour("line"), 2))
            x = disc.center().x() + 1
            painter.drawLine(x, disc.top() - (row - side) + 4, x, disc.top() - 4)
        now, done = place == self._at, place < self._at
        painter.setPen(QPen(theme.colour("accent" if now or done else "line"), 2))
        painter.setBrush(theme.colour("accent" if now else "accent_soft" if done else "card"))
        painter.drawEllipse(disc)
        ink = "accent_ink" if now else "accent" if done else "ink_3"
        painter.setPen(theme.colour(ink))
        painter.setFont(theme.font(16, SEMIBOLD))
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, TICK if done else str(place + 1))
        painter.setPen(theme.colour("ink" if now else "ink_2"))
        painter.setFont(theme.font(SIZE.body + 1, SEMIBOLD if now else MEDIUM))
        words = QRect(disc.right() + theme.px(14), disc.top(), self.width(), side)
        painter.drawText(words, LEFT | MIDDLE, name)
