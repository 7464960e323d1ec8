"""The customer display: two lines of twenty glowing cells."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos.ui.demo.grid import draw_cells
from pos.ui.kit.paint import round_box
from pos.ui.kit.theme import MEDIUM, Theme

CELLS = 20
# A vacuum tube glows green-blue whatever the theme of the program.
GLASS, CELL, GLOW = QColor("#0A1517"), QColor("#10221F"), QColor("#63F5D4")


class CustomerDisplay(QWidget):
    """Shows what the customer sees."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._lines = ("", "")
        self._name = name
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def lines(self) -> tuple[str, str]:
        """What it shows."""
        return self._lines

    def show_lines(self, upper: str, lower: str) -> None:
        """Two lines, each cut to twenty characters."""
        self._lines = (upper[:CELLS], lower[:CELLS])
        self.setAccessibleName(f"{self._name}: {upper} {lower}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(300), self._theme.px(70))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._theme
        round_box(painter, self.rect(), theme, GLASS, theme.colour("line"))
        pad = theme.px(9)
        room = QRectF(self.rect()).adjusted(pad, pad, -pad, -pad)
        height = room.height() / 2
        for number, line in enumerate(self._lines):
            top = room.top() + number * height
            self._paint_line(painter, QRectF(room.left(), top, room.width(), height), line)

    def _paint_line(self, painter: QPainter, box: QRectF, line: str) -> None:
        width = box.width() / CELLS
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(CELL)
        for place in range(CELLS):
            cell = QRectF(box.left() + place * width, box.top(), width, box.height())
            painter.drawRoundedRect(cell.adjusted(0.8, 1.5, -0.8, -1.5), 2, 2)
        size = min(20, int(width / 0.66 * 100 / self._theme.scale))
        painter.setFont(self._theme.font(size, MEDIUM))
        painter.setPen(GLOW)
        draw_cells(painter, box, line, CELLS)
