"""How much of a PIN is typed: discs, never digits."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos.ui.kit.paint import round_box
from pos.ui.kit.theme import Theme

FEWEST = 4


class PinDots(QWidget):
    """A disc for each digit typed, rings up to the fewest a PIN can have."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._count = 0
        self._wrong = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_count(self, count: int, wrong: bool = False) -> None:
        """So many digits; `wrong` makes the border red."""
        self._count, self._wrong = count, wrong
        self.setAccessibleName("•" * count)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(240), self._theme.px(68))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = self._theme
        border = theme.colour("stop" if self._wrong else "accent")
        round_box(painter, self.rect(), theme, theme.colour("card"), border, 2)
        places = max(FEWEST, self._count)
        step, radius = theme.px(34), theme.px(9)
        left = self.width() / 2 - step * (places - 1) / 2
        for place in range(places):
            centre = QPointF(left + place * step, self.height() / 2)
            if place < self._count:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.colour("ink"))
                painter.drawEllipse(centre, radius, radius)
            else:
                painter.setPen(QPen(theme.colour("ink_3"), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(centre, radius - 1, radius - 1)
