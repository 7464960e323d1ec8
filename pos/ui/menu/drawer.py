"""Opening the drawer without a sale: the journal keeps who, when and why."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout

from pos.domain.views import TillView
from pos.ui.kit.button import KeyButton, Kind
from pos.ui.kit.trouble import Situation
from pos.ui.kit.widgets import text
from pos.ui.menu.cash import DO, REASON_KEYS
from pos.ui.menu.choice import Choices
from pos.ui.menu.desk import Desk
from pos.ui.menu.errand import ErrandScreen
from pos.ui.menu.sheet import Sheet, card_column

REASONS = ("menu.why_exchange", "menu.why_check", "menu.why_repair")


class DrawerScreen(ErrandScreen):
    """A reason and F9."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, Situation.CASH)
        self._sheet = Sheet(desk.theme, 720)
        self._build()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._sheet)

    def entered(self, view: TillView) -> None:
        """Nothing of the view is shown; the keyboard is taken."""
        self.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        if not self._working:
            self._sheet.notice.setText("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == DO:
            self.perform()
        elif event.key() == Qt.Key.Key_Escape and not self._working:
            self.left.emit()
        elif event.key() in REASON_KEYS:
            self._why.choose_number(REASON_KEYS[event.key()])
        else:
            super().keyPressEvent(event)

    def perform(self) -> None:
        """Open it, once."""
        call = partial(self._desk.acts.open_drawer, self._why.label)
        self.run(self._desk.words("menu.opening"), call, self._opened)

    def _opened(self, view: TillView) -> None:
        self.say(self._desk.words("menu.drawer_done"), "ok")
        self.changed.emit(view)

    def _build(self) -> None:
        words, theme, sheet = self._desk.words, self._desk.theme, self._sheet
        sheet.show_title(words("menu.drawer_title"), words("menu.drawer_warning"))
        options = [(key, words(key)) for key in REASONS]
        self._why = Choices(theme, options, 1, ("F1", "F2", "F3"), 60)
        self._why.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        card, column = card_column(theme)
        column.addWidget(text(theme, words("menu.why"), 15, colour="ink_2"))
        column.addWidget(self._why)
        column.addStretch(1)
        sheet.body.addWidget(card)
        back = KeyButton(theme, words("menu.to_menu"), "Esc", height=60)
        back.clicked.connect(self.left.emit)
        self._do = KeyButton(theme, words("menu.drawer_do"), "F9", Kind.MAIN, 60, 22)
        self._do.clicked.connect(self.perform)
        sheet.foot.addWidget(back, 1)
        sheet.foot.addWidget(self._do, 2)
        self.talk_through(sheet.notice, (self._do,))
