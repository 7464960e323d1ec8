"""Login by PIN. In the demo the people stand beside the pad with their PINs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos.demo.content import Person
from pos.domain.views import TillView
from pos.errors import TooManyTries, WrongPin
from pos.ui.kit.button import KeyButton, Kind
from pos.ui.kit.screen import Screen
from pos.ui.kit.theme import SEMIBOLD
from pos.ui.kit.trouble import Situation
from pos.ui.kit.widgets import text
from pos.ui.menu.amount import ERASE, Pad
from pos.ui.menu.desk import Desk
from pos.ui.menu.sheet import Notice, card_column
from pos.ui.start.dots import PinDots
from pos.ui.start.people import PersonCard

LONGEST = 8
ENTER = (Qt.Key.Key_Return.value, Qt.Key.Key_Enter.value)


class LoginScreen(Screen):
    """Digits, then Enter. `people` are the demo's; empty in a real shop."""

    def __init__(self, desk: Desk, people: Sequence[Person] = ()) -> None:
        super().__init__()
        self._desk = desk
        self._pin = ""
        self._checking = False
        self._locked_s = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._lock = QTimer(self, interval=1000)
        self._lock.timeout.connect(self.count_down)
        self._build(people)
        self._show()

    def entered(self, view: TillView) -> None:
        """Says which till it is."""
        shop = view.shop
        self._where.setText(f"{shop.name} · {shop.till}" if shop else "")
        self.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        self._pin = ""
        self._show()
        self.setFocus()

    @property
    def typed(self) -> int:
        """How many digits."""
        return len(self._pin)

    @property
    def said(self) -> str:
        """The sentence below them."""
        return self._notice.text()

    def press(self, key: str) -> None:
        """A digit or ERASE, from a finger or a key."""
        if self._checking or self._locked_s:
            return
        if key == ERASE:
            self._pin = self._pin[:-1]
        elif key.isdigit() and len(self._pin) < LONGEST:
            self._pin += key
        self._notice.setText("")
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.text()
        if event.key() in ENTER:
            self.check()
        elif event.key() == Qt.Key.Key_Backspace:
            self.press(ERASE)
        elif len(key) == 1 and key in "0123456789":
            self.press(key)
        elif event.key() == Qt.Key.Key_Escape:
            self._pin = ""
            self._show()
        else:
            super().keyPressEvent(event)

    def check(self) -> None:
        """Try what is typed."""
        if self._pin and not self._checking and not self._locked_s:
            self._log_in(self._pin)

    def _log_in(self, pin: str) -> None:
        self._checking = True
        self._notice.say(self._desk.words("start.checking"), "accent")
        self._show()
        call = partial(self._desk.acts.log_in, pin)
        self._desk.lane.run(call, done=self._welcome, failed=self._refuse)

    def _welcome(self, view: TillView) -> None:
        self._pin, self._checking = "", False
        self._notice.setText("")
        self._show()
        self.changed.emit(view)

    def _refuse(self, error: Exception) -> None:
        self._pin, self._checking = "", False
        if isinstance(error, TooManyTries):
            self._locked_s = error.seconds
            self._lock.start()
            self._say_locked()
        elif isinstance(error, WrongPin):
            self._notice.say(self._desk.words("start.wrong_pin"), "stop")
        else:
            self._notice.setText("")
            self.troubled.emit(error, Situation.SHIFT)
        self._show(wrong=True)

    def count_down(self) -> None:
        """A second of the lock has passed."""
        self._locked_s -= 1
        if self._locked_s > 0:
            self._say_locked()
            return
        self._lock.stop()
        self._notice.setText("")
        self._show()

    def _say_locked(self) -> None:
        self._notice.say(self._desk.words("start.locked", seconds=self._locked_s), "stop")

    def _show(self, wrong: bool = False) -> None:
        self._dots.show_count(len(self._pin), wrong or bool(self._locked_s))
        waiting = self._checking or bool(self._locked_s)
        for part in (self._pad, self._people):
            part.setEnabled(not waiting)
        self._enter.setEnabled(bool(self._pin) and not waiting)

    def _build(self, people: Sequence[Person]) -> None:
        theme = self._desk.theme
        self._people = QWidget()
        row = QHBoxLayout(self)
        row.setSpacing(theme.px(32))
        row.addStretch(1)
        row.addWidget(self._build_pad(), 0, Qt.AlignmentFlag.AlignVCenter)
        if people:
            self._build_people(people)
            row.addWidget(self._people, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)

    def _build_pad(self) -> QWidget:
        words, theme = self._desk.words, self._desk.theme
        self._where = text(theme, colour="ink_2")
        self._dots, self._notice = PinDots(theme), Notice(theme, 16)
        self._pad = Pad(theme)
        self._pad.pressed.connect(self.press)
        self._enter = KeyButton(theme, words("start.log_in"), "Enter", Kind.MAIN, 60, 22)
        self._enter.clicked.connect(self.check)
        card, column = card_column(theme, 26)
        card.setFixedWidth(theme.px(400))
        column.addWidget(text(theme, words("start.who"), 28, SEMIBOLD))
        column.addWidget(self._where)
        column.addSpacing(theme.px(6))
        column.addWidget(text(theme, words("start.enter_pin"), 15, colour="ink_2"))
        column.addWidget(self._dots)
        column.addWidget(self._notice)
        column.addWidget(self._pad)
        column.addSpacing(theme.px(2))
        column.addWidget(self._enter)
        return card

    def _build_people(self, people: Sequence[Person]) -> None:
        words, theme = self._desk.words, self._desk.theme
        self._people.setFixedWidth(theme.px(460))
        column = QVBoxLayout(self._people)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(12))
        column.addWidget(text(theme, words("start.demo_people"), 26, SEMIBOLD))
        column.addSpacing(theme.px(6))
        for person in people:
            card = PersonCard(theme, words, person)
            card.clicked.connect(partial(self._pick, person))
            column.addWidget(card)
        column.addSpacing(theme.px(6))
        column.addWidget(text(theme, words("start.demo_hint"), 16, colour="ink_2"))

    def _pick(self, person: Person, checked: bool = False) -> None:
        if not self._checking and not self._locked_s:
            self._log_in(person.pin)
