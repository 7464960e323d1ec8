"""Another register, or the first one where "later" was chosen at the start."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout

from pos.domain.views import TillView
from pos.ui.kit.button import KeyButton, Kind
from pos.ui.kit.screen import Screen
from pos.ui.kit.trouble import Situation
from pos.ui.menu.cash import DO
from pos.ui.menu.desk import Desk
from pos.ui.menu.sheet import Sheet, card_column
from pos.ui.start.draft import Draft
from pos.ui.start.register import Ports, Probe, RegisterStep


class ConnectScreen(Screen):
    """The same form as at the first start, and F9."""

    def __init__(
        self, desk: Desk, probe: Probe, ports: Ports, connect: Callable[[str], None]
    ) -> None:
        super().__init__()
        self._desk, self._connect = desk, connect
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        words, theme = desk.words, desk.theme
        self._step = RegisterStep(desk, probe, ports, named=False)
        self._sheet = Sheet(theme, 860)
        card, column = card_column(theme, 28)
        column.addWidget(self._step)
        self._sheet.show_title(words("menu.connect"))
        self._sheet.body.addWidget(card)
        back = KeyButton(theme, words("menu.to_menu"), "Esc", height=60)
        back.clicked.connect(self.left)
        keep = KeyButton(theme, words("menu.connect_do"), "F9", Kind.MAIN, 60, 22)
        keep.clicked.connect(self.keep)
        self._sheet.foot.addWidget(back, 1)
        self._sheet.foot.addWidget(keep, 2)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._sheet)

    def entered(self, view: TillView) -> None:
        """Nothing of the view is shown; the keyboard is taken."""
        self.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        self._sheet.notice.setText("")
        self._step.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == DO:
            self.keep()
        elif event.key() == Qt.Key.Key_F5:
            self._step.test()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def keep(self) -> None:
        """Keep the address, if the form is right."""
        if not self._step.check():
            return
        draft = Draft()
        self._step.store(draft)
        call = partial(self._connect, draft.registrar)
        self._desk.lane.run(call, done=self._kept, failed=self._failed)

    def _kept(self, nothing: None) -> None:
        self._sheet.notice.say(self._desk.words("menu.connect_done"), "ok")

    def _failed(self, error: Exception) -> None:
        self.troubled.emit(error, Situation.SHIFT)
