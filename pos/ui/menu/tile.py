"""A tile of the menu: what it does, a few words more, its key."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from pos.ui.kit.button import DIMMED
from pos.ui.kit.paint import LEFT, fitted, round_box, two_lines
from pos.ui.kit.theme import SEMIBOLD, SIZE, Theme


class Tile(QAbstractButton):
    """Dimmed with the reason in place of its hint when it cannot work now."""

    def __init__(self, theme: Theme, label: str, hint: str, key: str) -> None:
        super().__init__()
        self._theme, self._hint, self._key = theme, hint, key
        self._why = ""
        self.setText(label)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMaximumHeight(theme.px(240))
        self.allow("")

    def allow(self, why_not: str) -> None:
        """An empty string allows it."""
        self._why = why_not
        self.setEnabled(not why_not)
        self.setAccessibleName(f"{self._key}: {self.text()}, {why_not or self._hint}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(200), self._theme.px(118))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(150), self._theme.px(96))

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = self._theme
        active = self.isEnabled() and (self.isDown() or self.underMouse())
        fill = theme.colour("accent_soft" if active else "card")
        round_box(painter, self.rect(), theme, fill, theme.colour("accent" if active else "line"))
        pad = theme.px(18)
        room = self.rect().adjusted(pad, pad, -pad, -pad)
        if not self.isEnabled():
            painter.setOpacity(DIMMED)
        self._paint_key(painter, room)
        self._paint_words(painter, room)

    def _paint_key(self, painter: QPainter, room: QRect) -> None:
        theme = self._theme
        side = theme.px(34)
        box = QRect(room.left(), room.top(), side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent_soft"))
        painter.drawRoundedRect(box, theme.px(8), theme.px(8))
        painter.setFont(theme.font(19, SEMIBOLD))
        painter.setPen(theme.colour("accent"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._key)

    def _paint_words(self, painter: QPainter, room: QRect) -> None:
        theme = self._theme
        bottom = Qt.AlignmentFlag.AlignBottom
        painter.setPen(theme.colour("ink"))
        painter.setFont(theme.font(19, SEMIBOLD))
        lines = two_lines(self.text(), painter.fontMetrics(), room.width())
        above = room.adjusted(0, 0, 0, -theme.px(24))
        painter.drawText(above, LEFT | bottom, "\n".join(lines))
        painter.setOpacity(1)
        painter.setPen(theme.colour("attention" if self._why else "ink_2"))
        words = self._why or self._hint
        painter.setFont(fitted(words, theme.font(SIZE.small), room.width(), theme.px(12)))
        painter.drawText(room, LEFT | bottom, words)
