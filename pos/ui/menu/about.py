"""What program this is, where its data lie, and the keys of the selling page."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos.domain.views import TillView
from pos.ui.kit.button import KeyButton
from pos.ui.kit.screen import Screen
from pos.ui.kit.theme import BOLD, MEDIUM, SEMIBOLD
from pos.ui.kit.widgets import text
from pos.ui.menu.desk import Desk
from pos.ui.menu.figures import Figures, Row
from pos.ui.menu.sheet import Sheet, card_column

KEYS = (
    ("menu.key_enter", "Enter"),
    ("menu.key_cash", "Num +"),
    ("menu.key_card", "Num /"),
    ("menu.key_price", "F1"),
    ("menu.key_discount", "F2"),
    ("menu.key_void", "Del"),
    ("menu.key_return", "F8"),
    ("menu.key_menu", "F12"),
)


class AboutScreen(Screen):
    """Version, licences, data folder, keys."""

    def __init__(self, desk: Desk, version: str, data_folder: str) -> None:
        super().__init__()
        self._desk = desk
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme, words = desk.theme, desk.words
        sheet = Sheet(theme)
        sheet.show_title(words("menu.about"))
        sheet.notice.hide()
        sheet.body.addWidget(self._build_program(version, data_folder), 1)
        sheet.body.addWidget(self._build_keys(), 1)
        back = KeyButton(theme, words("menu.to_menu"), "Esc", height=60)
        back.clicked.connect(self.left.emit)
        sheet.foot.addWidget(back, 1)
        sheet.foot.addStretch(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(sheet)

    def entered(self, view: TillView) -> None:
        """Nothing of the view is shown; the keyboard is taken."""
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _build_program(self, version: str, data_folder: str) -> QWidget:
        theme, words = self._desk.theme, self._desk.words
        card, column = card_column(theme)
        column.addWidget(text(theme, words("menu.about_title"), 48, BOLD))
        column.addWidget(text(theme, words("menu.about_line"), 20, colour="ink_2"))
        column.addSpacing(theme.px(14))
        column.addWidget(text(theme, words("menu.version", version=version), 18, MEDIUM))
        column.addStretch(1)
        column.addWidget(text(theme, words("menu.data_folder"), 15, colour="ink_2"))
        column.addWidget(text(theme, data_folder, 16))
        column.addSpacing(theme.px(10))
        column.addWidget(text(theme, words("menu.licence"), 15, colour="ink_2"))
        return card

    def _build_keys(self) -> QWidget:
        theme, words = self._desk.theme, self._desk.words
        keys = Figures(theme, 44)
        keys.show_rows([Row(words(label), key) for label, key in KEYS])
        card, column = card_column(theme)
        column.addWidget(text(theme, words("menu.keys_title"), 20, SEMIBOLD))
        column.addWidget(keys)
        column.addStretch(1)
        return card
