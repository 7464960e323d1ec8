"""The function keys under the input field: two rows in fixed places."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from pos.ui.kit.keys import Command, cap
from pos.ui.kit.theme import SIZE, Theme
from pos.ui.kit.widgets import KeyButton
from pos.ui.kit.words import Words

ROWS = (
    (
        Command.PRICE_CHECK,
        Command.LINE_DISCOUNT,
        Command.QUANTITY,
        Command.PRICE,
        Command.VOID,
    ),
    (
        Command.RETURN,
        Command.DISCOUNT,
        Command.CONTACT,
        Command.CANCEL,
        Command.MENU,
    ),
)


class FunctionKeys(QWidget):
    """Emits the command of the key pressed."""

    pressed = Signal(Command)

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.px(7))
        self._keys: dict[Command, KeyButton] = {}
        for row, commands in enumerate(ROWS):
            for column, command in enumerate(commands):
                label = words(f"till.key.{command.value}")
                key = KeyButton(theme, label, cap(command), size=16, ground="card")
                key.clicked.connect(lambda _=False, command=command: self.pressed.emit(command))
                grid.addWidget(key, row, column)
                grid.setColumnStretch(column, 1)
                self._keys[command] = key
        self.setMinimumHeight(2 * theme.px(SIZE.touch) + theme.px(7))

    def enable(self, works: frozenset[Command]) -> None:
        """Dim what cannot work now."""
        for command, key in self._keys.items():
            key.setEnabled(command in works)
