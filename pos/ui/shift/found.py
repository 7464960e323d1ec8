"""A shift that the register has open and the till has not: what was found, and two ways out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inventory.values.money import Money
from pos.errors import ShiftFound
from pos.ui.kit.button import KeyButton, Kind
from pos.ui.kit.theme import SEMIBOLD
from pos.ui.kit.widgets import text
from pos.ui.menu.desk import Desk
from pos.ui.menu.figures import Figures, Row
from pos.ui.menu.sheet import Notice, card_column


class FoundShift(QWidget):
    """Emits what was pressed; a shift that has expired can only be closed."""

    taken = Signal()
    ended = Signal()
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        words, theme = desk.words, desk.theme
        self._desk = desk
        self._figures, self.notice = Figures(theme), Notice(theme)
        self._take = KeyButton(theme, "", "F8", Kind.MAIN, 60, 20)
        self._end = KeyButton(theme, words("shift.found_close"), "F9", Kind.PLAIN, 60, 20)
        self._back = KeyButton(theme, words("shift.back"), "Esc")
        for key, pressed in ((self._take, self.taken), (self._end, self.ended)):
            key.clicked.connect(pressed)
        self._back.clicked.connect(self.left)
        self._build()

    def show_found(self, found: ShiftFound) -> None:
        """Its number, since when, the cash; the register's clock is the shop's own."""
        words, form = self._desk.words, self._desk.format
        since = form.moment(found.since.replace(tzinfo=UTC), "UTC") if found.since else ""
        cash = form.money(Money(found.kopecks))
        self._figures.show_rows(
            [
                Row(words("shift.found_number"), str(found.number)),
                Row(words("shift.found_since"), since),
                Row(words("shift.found_cash"), cash, strong=True),
            ]
        )
        self._take.set_label(words("shift.found_take", number=found.number))
        self._take.setEnabled(not found.expired)
        hint = "found_expired" if found.expired else "found_hint"
        self.notice.say(words(f"shift.{hint}"), "attention")

    def able(self, *, expired: bool) -> Sequence[QWidget]:
        """The keys that work for it."""
        return (self._end, self._back) if expired else (self._take, self._end, self._back)

    def _build(self) -> None:
        theme = self._desk.theme
        card, column = card_column(theme, 26)
        card.setFixedWidth(theme.px(560))
        title = self._desk.words("shift.found_title")
        column.addWidget(text(theme, title, 28, SEMIBOLD))
        for part in (self._figures, self.notice, self._take, self._end, self._back):
            column.addWidget(part)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card)
