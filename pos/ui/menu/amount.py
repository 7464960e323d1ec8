"""A sum being typed, big, and the pad of digits for a finger."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from inventory.values.money import Money
from pos.domain import typed
from pos.ui.kit.format import Format, grouped
from pos.ui.kit.theme import SEMIBOLD, Theme
from pos.ui.kit.widgets import MIDDLE, RIGHT, KeyButton, Kind, fitted, round_box

ERASE = "⌫"
LONGEST = 12


class Amount(QWidget):
    """A sum: what is prefilled is grey and goes at the first digit."""

    edited = Signal()

    def __init__(self, theme: Theme, form: Format, name: str) -> None:
        super().__init__()
        self._theme, self._format = theme, form
        self._typed = ""
        self._given = Money(0)
        self._wrong = False
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def start(self, given: Money) -> None:
        """Nothing typed; that sum holds until something is."""
        self._typed, self._given, self._wrong = "", given, False
        self._told()

    def value(self) -> Money:
        """The sum; raises BadInput."""
        return typed.money(self._typed) if self._typed else self._given

    def show_wrong(self, wrong: bool) -> None:
        """A red border while the sum cannot be used."""
        self._wrong = wrong
        self.update()

    def take(self, key: str) -> bool:
        """A digit, a separator or ERASE; False for anything else."""
        if key == ERASE:
            self._typed = self._typed[:-1]
        elif key in (",", "."):
            if self._format.point not in self._typed:
                self._typed = (self._typed or "0") + self._format.point
        elif len(key) == 1 and key in "0123456789":
            self._digit(key)
        else:
            return False
        self._wrong = False
        self._told()
        return True

    def take_event(self, event: QKeyEvent) -> bool:
        """The same from the keyboard."""
        if event.key() == Qt.Key.Key_Backspace:
            return self.take(ERASE)
        return self.take(event.text())

    def _digit(self, digit: str) -> None:
        _, point, part = self._typed.partition(self._format.point)
        if len(self._typed) < LONGEST and not (point and len(part) == 2):
            self._typed = digit if self._typed == "0" else self._typed + digit

    def _told(self) -> None:
        self.edited.emit()
        self.update()

    @property
    def shown(self) -> str:
        """As it stands on the screen."""
        if not self._typed:
            return self._format.money(self._given)
        whole, point, part = self._typed.partition(self._format.point)
        return f"{grouped(int(whole))}{point}{part}"

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(240), self._theme.px(72))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = self._theme
        border = theme.colour("stop" if self._wrong else "accent")
        round_box(painter, self.rect(), theme, theme.colour("card"), border, 2)
        room = self.rect().adjusted(theme.px(16), 0, -theme.px(20), 0)
        painter.setFont(fitted(self.shown, theme.font(40, SEMIBOLD), room.width(), theme.px(20)))
        painter.setPen(theme.colour("ink" if self._typed else "ink_3"))
        painter.drawText(room, RIGHT | MIDDLE, self.shown)
        painter.setPen(theme.colour("accent"))
        x, half = room.right() + theme.px(5), theme.px(20)
        painter.fillRect(x, self.height() // 2 - half, 2, 2 * half, theme.colour("accent"))


class Pad(QWidget):
    """Digits as on the number block: 7 8 9 above; `point` is the key left of the nought."""

    pressed = Signal(str)

    def __init__(self, theme: Theme, point: str = "", height: int = 68) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.px(8))
        for place, key in enumerate(
            ("7", "8", "9", "4", "5", "6", "1", "2", "3", point, "0", ERASE)
        ):
            grid.setColumnStretch(place % 3, 1)
            if key:
                grid.addWidget(self._key(theme, key, height), place // 3, place % 3)

    def _key(self, theme: Theme, key: str, height: int) -> KeyButton:
        button = KeyButton(theme, key, kind=Kind.GOOD, height=height, size=28)
        button.clicked.connect(lambda: self.pressed.emit(key))
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        button.setMaximumHeight(theme.px(110))
        return button
