"""The keys that take money or put it off, in fixed places. What cannot work now is dimmed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from inventory.values.money import Money
from pos.ui.kit.format import Format
from pos.ui.kit.keys import Command, cap
from pos.ui.kit.theme import SIZE, Theme
from pos.ui.kit.widgets import KeyButton, Kind
from pos.ui.kit.words import Words

HOT = (Command.HOT_1, Command.HOT_2, Command.HOT_3)


class Tenders(QWidget):
    """Exact cash, card, three likely sums, mixed, park. Emits the command of the key pressed."""

    pressed = Signal(Command)

    def __init__(self, theme: Theme, words: Words, form: Format) -> None:
        super().__init__()
        self._theme, self._words, self._form = theme, words, form
        self._cash = self._key(words("till.cash_exact"), Command.CASH, Kind.MAIN)
        self._card = self._key(words("till.card"), Command.CARD)
        self._hot = [self._key("", command) for command in HOT]
        self._mixed = self._key(words("till.mixed"), Command.MIXED)
        self._park = self._key(words("till.park"), Command.PARK)
        self._column = QVBoxLayout(self)
        self._rows: list[QHBoxLayout | QGridLayout] = []
        self._build(theme)
        self._connect()

    def set_compact(self, compact: bool) -> None:
        """Smaller keys on a small screen."""
        self._cash.set_size(58 if compact else 72, 20 if compact else 25)
        self._card.set_size(50 if compact else 62, 19 if compact else 22)
        for key in self._hot:
            key.set_size(SIZE.touch if compact else 52, 17 if compact else 20)
        for key in (self._mixed, self._park):
            key.set_size(SIZE.touch if compact else 52, 16 if compact else 19)
        self._column.setSpacing(self._theme.px(7 if compact else 10))

    def show_state(
        self, *, cash: str, hot: tuple[Money, ...], can_cash: bool, can_card: bool, can_mix: bool
    ) -> None:
        """What the cash key says, the three sums, and what works now."""
        self._cash.set_label(cash)
        self._cash.setEnabled(can_cash)
        self._card.setEnabled(can_card)
        self._mixed.setEnabled(can_mix)
        for index, key in enumerate(self._hot):
            key.set_label(self._form.roubles(hot[index]) if index < len(hot) else "—")
            key.setEnabled(can_cash and index < len(hot))

    def show_park(self, label: str, *, able: bool) -> None:
        """Put aside, or how many lie aside."""
        self._park.set_label(label)
        self._park.setEnabled(able)

    def _key(self, label: str, command: Command, kind: Kind = Kind.PLAIN) -> KeyButton:
        return KeyButton(self._theme, label, cap(command), kind, ground="bg")

    def _build(self, theme: Theme) -> None:
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._cash)
        self._column.addWidget(self._card)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        for key in self._hot:
            row.addWidget(key, 1)
        self._column.addLayout(row)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        for key in (self._mixed, self._park):
            row.addWidget(key, 1)
        self._column.addLayout(row)

    def _connect(self) -> None:
        keys = {self._cash: Command.CASH, self._card: Command.CARD, self._mixed: Command.MIXED}
        keys[self._park] = Command.PARK
        for key, command in (keys | dict(zip(self._hot, HOT, strict=True))).items():
            key.clicked.connect(lambda _=False, command=command: self.pressed.emit(command))
