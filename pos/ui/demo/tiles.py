"""Tiles of the panel: a good to scan, a wire to pull."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from pos.ui.kit.paint import LEFT, Health, fitted, paint_lamp, round_box
from pos.ui.kit.theme import MEDIUM, SEMIBOLD, Theme

CENTRE = Qt.AlignmentFlag.AlignHCenter
TOP = Qt.AlignmentFlag.AlignTop
BOTTOM = Qt.AlignmentFlag.AlignBottom


class GoodTile(QAbstractButton):
    """Name above, price or weight below; a click scans it."""

    def __init__(self, theme: Theme, label: str, note: str, tone: str = "ink") -> None:
        super().__init__()
        self._theme, self._note, self._tone = theme, note, tone
        self.setText(label)
        self.setAccessibleName(f"{label}, {note}")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(76), self._theme.px(52))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(60), self._theme.px(52))

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = self._theme
        active = self.isDown() or self.underMouse()
        fill, border = ("accent_soft", "accent") if active else ("card", "line")
        round_box(painter, self.rect(), theme, theme.colour(fill), theme.colour(border))
        room = self.rect().adjusted(theme.px(5), theme.px(7), -theme.px(5), -theme.px(7))
        font = theme.font(15, SEMIBOLD)
        painter.setFont(fitted(self.text(), font, room.width(), theme.px(11)))
        painter.setPen(theme.colour(self._tone))
        painter.drawText(room, CENTRE | TOP, self.text())
        painter.setFont(fitted(self._note, theme.font(13), room.width(), theme.px(10)))
        painter.setPen(theme.colour("ink_2"))
        painter.drawText(room, CENTRE | BOTTOM, self._note)


class PlugTile(QAbstractButton):
    """A wire: in or out. Its lamp differs by shape, and a word says it as well."""

    def __init__(self, theme: Theme, label: str, good: str, bad: str) -> None:
        super().__init__()
        self._theme, self._good, self._bad = theme, good, bad
        self.setText(label)
        self.setCheckable(True)
        self.setChecked(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.toggled.connect(self._name)
        self._name()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(104), self._theme.px(48))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(90), self._theme.px(48))

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, there = self._theme, self.isChecked()
        active = self.isDown() or self.underMouse()
        fill = ("accent_soft" if active else "card") if there else "stop_soft"
        border = "line" if there and not active else "accent" if there else "stop"
        round_box(painter, self.rect(), theme, theme.colour(fill), theme.colour(border))
        health = Health.OK if there else Health.STOP
        middle = QPointF(theme.px(15), self.height() / 2)
        paint_lamp(painter, middle, theme.px(10), health, theme)
        room = self.rect().adjusted(theme.px(27), theme.px(6), -theme.px(4), -theme.px(6))
        painter.setFont(fitted(self.text(), theme.font(15, SEMIBOLD), room.width(), theme.px(12)))
        painter.setPen(theme.colour("ink"))
        painter.drawText(room, LEFT | TOP, self.text())
        painter.setFont(fitted(self._state, theme.font(12, MEDIUM), room.width(), theme.px(10)))
        painter.setPen(theme.colour("ink_2" if there else "stop"))
        painter.drawText(room, LEFT | BOTTOM, self._state)

    @property
    def _state(self) -> str:
        return self._good if self.isChecked() else self._bad

    def _name(self) -> None:
        self.setAccessibleName(f"{self.text()}: {self._state}")
        self.update()
