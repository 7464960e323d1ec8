"""Cards of the demo shop's people with their PINs: one click logs in."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from pos.demo.content import Person
from pos.ui.kit.paint import LEFT, MIDDLE, RIGHT, round_box
from pos.ui.kit.theme import BOLD, SEMIBOLD, Theme
from pos.ui.kit.words import Words

ROLES: Final = {
    "cashier": "start.role_cashier",
    "senior": "start.role_senior",
    "owner": "start.role_owner",
}


class PersonCard(QAbstractButton):
    """Initials, name, role, and the PIN in large figures."""

    def __init__(self, theme: Theme, words: Words, person: Person) -> None:
        super().__init__()
        self._theme, self._words, self._person = theme, words, person
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        pin = words("start.pin_of", pin=person.pin)
        self.setAccessibleName(f"{person.name}, {words(ROLES[person.role])}, {pin}")

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(340), self._theme.px(104))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(300), self._theme.px(104))

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = self._theme
        active = self.isEnabled() and (self.isDown() or self.underMouse())
        fill = theme.colour("accent_soft" if active else "card")
        border = theme.colour("accent" if active else "line")
        round_box(painter, self.rect(), theme, fill, border, 2 if active else 1)
        self._paint_initial(painter)
        self._paint_name(painter)
        self._paint_pin(painter)

    def _paint_initial(self, painter: QPainter) -> None:
        theme = self._theme
        side = theme.px(56)
        disc = QRect(theme.px(20), (self.height() - side) // 2, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent_soft"))
        painter.drawEllipse(disc)
        painter.setPen(theme.colour("accent"))
        painter.setFont(theme.font(24, SEMIBOLD))
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, self._person.name[:1])

    def _paint_name(self, painter: QPainter) -> None:
        theme = self._theme
        left, middle = theme.px(94), self.height() // 2
        painter.setFont(theme.font(24, SEMIBOLD))
        painter.setPen(theme.colour("ink"))
        name = QRect(left, middle - theme.px(32), self.width() - left, theme.px(32))
        painter.drawText(name, LEFT | MIDDLE, self._person.name)
        painter.setFont(theme.font(17))
        painter.setPen(theme.colour("ink_2"))
        role = self._words(ROLES[self._person.role])
        painter.drawText(name.translated(0, theme.px(32)), LEFT | MIDDLE, role)

    def _paint_pin(self, painter: QPainter) -> None:
        theme = self._theme
        box = self.rect().adjusted(0, 0, -theme.px(22), 0)
        painter.setFont(theme.font(26, BOLD))
        painter.setPen(theme.colour("accent"))
        painter.drawText(box, RIGHT | MIDDLE, self._words("start.pin_of", pin=self._person.pin))
