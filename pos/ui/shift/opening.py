"""Opening the shift: the change fund is nought unless typed; Enter opens it.

Where the register's shift turns out to be open, the page shows what was found and asks.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inventory.values.money import ZERO
from pos.domain.views import TillView
from pos.errors import BadInput, ShiftFound
from pos.ui.kit.button import KeyButton, Kind
from pos.ui.kit.theme import SEMIBOLD
from pos.ui.kit.trouble import Situation
from pos.ui.kit.widgets import text
from pos.ui.menu.amount import Amount, Pad
from pos.ui.menu.desk import Desk
from pos.ui.menu.errand import ErrandScreen
from pos.ui.menu.sheet import Notice, card_column
from pos.ui.shift.found import FoundShift

ENTER = (Qt.Key.Key_Return.value, Qt.Key.Key_Enter.value)
TAKE, END, BACK = Qt.Key.Key_F8.value, Qt.Key.Key_F9.value, Qt.Key.Key_Escape.value


class OpenShiftScreen(ErrandScreen):
    """One key opens the shift; no customer's money moves here."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, Situation.SHIFT)
        self._found: ShiftFound | None = None
        self._card, self._found_card = self._build(), FoundShift(desk)
        self._found_card.taken.connect(self.take_over)
        self._found_card.ended.connect(self.close_found)
        self._found_card.left.connect(self._start_over)
        row = QHBoxLayout(self)
        for card in (self._card, self._found_card):
            row.addWidget(card, 0, Qt.AlignmentFlag.AlignCenter)
        self._show_card()

    def entered(self, view: TillView) -> None:
        """Says who opens it and where."""
        parts = [view.user.name if view.user else "", view.shop.till if view.shop else ""]
        self._who.setText(" · ".join(filter(None, parts)))
        self.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        self._amount.start(ZERO)
        if not self._working:
            self._quiet()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._found is not None:
            self._decide(event)
        elif event.key() in ENTER:
            self.open()
        elif event.key() == Qt.Key.Key_Escape:
            self._log_out()
        elif self._working or not self._amount.take_event(event):
            super().keyPressEvent(event)

    def open(self) -> None:
        """Open the shift with the fund that stands there."""
        try:
            fund = self._amount.value()
        except BadInput:
            self._amount.show_wrong(True)
            self.say(self._desk.words("shift.bad_sum"), "stop")
            return
        call = partial(self._desk.acts.open_shift, fund)
        self.run(self._desk.words("shift.opening"), call, self._opened)

    def take_over(self) -> None:
        """Go on with the register's shift; one that has expired takes no receipt."""
        if self._found is not None and not self._found.expired:
            said = self._desk.words("shift.found_taking")
            self.run(said, self._desk.acts.take_over_shift, self._opened)

    def close_found(self) -> None:
        """Close the register's shift with Z; the page is ready for a new one."""
        if self._found is not None:
            said = self._desk.words("shift.closing")
            self.run(said, self._desk.acts.close_found_shift, self._ended)

    def _opened(self, view: TillView) -> None:
        self._start_over()
        self.changed.emit(view)

    def _ended(self, view: TillView) -> None:
        self._start_over()
        self.say(self._desk.words("shift.found_closed"), "ok")
        self.changed.emit(view)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, ShiftFound):
            super()._failed(error)
            return
        self._answer()
        self._found = error
        self._found_card.show_found(error)
        self._show_card()

    def _decide(self, event: QKeyEvent) -> None:
        keys = {TAKE: self.take_over, END: self.close_found, BACK: self._leave_found}
        key = event.key()
        if key in keys:
            keys[key]()

    def _leave_found(self) -> None:
        if not self._working:
            self._start_over()

    def _start_over(self) -> None:
        self._found = None
        self._show_card()
        self._quiet()

    def _show_card(self) -> None:
        """One of the two; it has the notice and the keys that are dimmed meanwhile."""
        found = self._found
        self._card.setVisible(found is None)
        self._found_card.setVisible(found is not None)
        if found is None:
            self.talk_through(self._hint, (self._pad, self._open, self._other))
        else:
            keys = self._found_card.able(expired=found.expired)
            self.talk_through(self._found_card.notice, keys)

    def _quiet(self) -> None:
        self._hint.whisper(self._desk.words("shift.fund_hint"))

    def _log_out(self) -> None:
        if not self._working:
            self._desk.lane.run(self._desk.acts.log_out, done=self._looked, failed=self._failed)

    def _build(self) -> QWidget:
        words, theme = self._desk.words, self._desk.theme
        self._who = text(theme, colour="ink_2")
        self._hint = Notice(theme, 15)
        self._amount = Amount(theme, self._desk.format, words("shift.fund"))
        self._pad = Pad(theme, self._desk.format.point, 58)
        self._pad.pressed.connect(self._amount.take)
        self._open = KeyButton(theme, words("shift.open"), "Enter", Kind.MAIN, 60, 22)
        self._open.clicked.connect(self.open)
        self._other = KeyButton(theme, words("shift.other_cashier"), "Esc")
        self._other.clicked.connect(self._log_out)
        card, column = card_column(theme, 26)
        card.setFixedWidth(theme.px(480))
        column.addWidget(text(theme, words("shift.open_title"), 28, SEMIBOLD))
        column.addWidget(self._who)
        column.addSpacing(theme.px(6))
        column.addWidget(text(theme, words("shift.fund"), 15, colour="ink_2"))
        column.addWidget(self._amount)
        column.addWidget(self._hint)
        column.addWidget(self._pad)
        column.addWidget(self._open)
        column.addWidget(self._other)
        return card
