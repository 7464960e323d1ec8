"""A list to choose from, with its arrow painted: the style sheet leaves none."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QComboBox

from pos.ui.kit.theme import SIZE, Theme


class Combo(QComboBox):
    """As QComboBox; the arrow says that there is more."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFont(theme.font(SIZE.body))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour("ink_2"), 2))
        side = self._theme.px(5)
        x, y = self.width() - self._theme.px(22), self.height() / 2
        tips = ((-side, -side / 2), (0, side / 2), (side, -side / 2))
        painter.drawPolyline(QPolygonF([QPointF(x + dx, y + dy) for dx, dy in tips]))
