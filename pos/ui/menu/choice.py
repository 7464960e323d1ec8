"""Keys of which one is chosen: reasons, tax systems, ways to connect."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QWidget

from pos.ui.kit.theme import SIZE, Theme
from pos.ui.kit.widgets import KeyButton

Value = TypeVar("Value")


class Choice(KeyButton):
    """A key that stays chosen: accent border and soft fill, and a heavier edge to see it by."""

    def __init__(self, theme: Theme, label: str, key: str = "", height: int = SIZE.touch) -> None:
        super().__init__(theme, label, key, height=height, size=17)
        self.setCheckable(True)

    def _colours(self) -> tuple[QColor, QColor, QColor]:
        if not self.isChecked():
            return super()._colours()
        colour = self._theme.colour
        return colour("accent_soft"), colour("accent"), colour("accent")

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.isChecked():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._theme.colour("accent"), 2))
            radius = self._theme.px(SIZE.radius)
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), radius, radius)


class Choices(QWidget, Generic[Value]):
    """A grid of choices; ← and → move the choice when it has the focus."""

    def __init__(
        self,
        theme: Theme,
        options: Sequence[tuple[Value, str]],
        columns: int,
        keys: Sequence[str] = (),
        height: int = SIZE.touch,
    ) -> None:
        super().__init__()
        self._theme = theme
        self._values = [value for value, _ in options]
        self._group = QButtonGroup(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.px(8))
        for number, (_, label) in enumerate(options):
            button = Choice(theme, label, keys[number] if keys else "", height)
            self._group.addButton(button, number)
            grid.addWidget(button, number // columns, number % columns)
        for column in range(columns):
            grid.setColumnStretch(column, 1)
        self.choose(self._values[0])
        self.chosen = self._group.idToggled

    @property
    def value(self) -> Value:
        """What is chosen."""
        return self._values[self._group.checkedId()]

    @property
    def label(self) -> str:
        """Its words."""
        return self._group.button(self._group.checkedId()).text()

    def choose(self, value: Value) -> None:
        """Choose that one."""
        self._group.button(self._values.index(value)).setChecked(True)

    def allow(self, value: Value, allowed: bool) -> None:
        """Whether that one can be chosen."""
        self._group.button(self._values.index(value)).setEnabled(allowed)

    def choose_number(self, number: int) -> None:
        """Choose by place, from 0; places that are not there change nothing."""
        if 0 <= number < len(self._values) and self._group.button(number).isEnabled():
            self._group.button(number).setChecked(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left.value: -1, Qt.Key.Key_Right.value: 1}.get(event.key())
        if step is None:
            super().keyPressEvent(event)
            return
        self.choose_number(self._group.checkedId() + step)

    def focusInEvent(self, event: object) -> None:
        self.update()

    def focusOutEvent(self, event: object) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.hasFocus():
            return
        painter = QPainter(self)
        chosen = self._group.button(self._group.checkedId()).geometry()
        painter.setPen(QPen(self._theme.colour("accent"), self._theme.px(2)))
        line = chosen.bottom() + self._theme.px(3)
        painter.drawLine(chosen.left() + self._theme.px(10), line, chosen.right() - 10, line)
