"""A field of a form: its name above, what is wrong with it below."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from pos.ui.kit.theme import SIZE, Theme
from pos.ui.kit.widgets import text


class Field(QWidget):
    """A line of input; the fault's place is kept, so nothing jumps when one appears."""

    edited = Signal()

    def __init__(self, theme: Theme, name: str, secret: bool = False, longest: int = 64) -> None:
        super().__init__()
        self.line = QLineEdit()
        self.line.setFont(theme.font(20))
        self.line.setMaxLength(longest)
        self.line.setAccessibleName(name)
        if secret:
            self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.textEdited.connect(self._edited)
        self.setFocusProxy(self.line)
        self._fault = text(theme, size=SIZE.small, colour="stop")
        self._fault.setMinimumHeight(theme.px(22))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        column.addWidget(text(theme, name, SIZE.small, colour="ink_2"))
        column.addWidget(self.line)
        column.addWidget(self._fault)

    @property
    def value(self) -> str:
        """What was typed, without spaces around it."""
        return self.line.text().strip()

    @property
    def fault(self) -> str:
        """What is said to be wrong with it."""
        return self._fault.text()

    def set_value(self, value: str) -> None:
        """Fill it in."""
        self.line.setText(value)

    def show_fault(self, words: str) -> None:
        """Say what is wrong; an empty string says that nothing is."""
        self._fault.setText(words)
        self.line.setProperty("wrong", bool(words))
        self.line.style().unpolish(self.line)
        self.line.style().polish(self.line)

    def _edited(self) -> None:
        self.show_fault("")
        self.edited.emit()
