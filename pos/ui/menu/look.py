"""How the till looks: light or dark, and how large. It takes effect at once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos.domain.views import TillView
from pos.ui.kit.button import KeyButton
from pos.ui.kit.look import SCALES, THEMES, Look
from pos.ui.kit.screen import Screen
from pos.ui.kit.theme import SEMIBOLD, SIZE
from pos.ui.kit.widgets import text
from pos.ui.menu.choice import Choices
from pos.ui.menu.desk import Desk
from pos.ui.menu.sheet import Sheet, card_column

THEME_KEYS = (Qt.Key.Key_F2.value, Qt.Key.Key_F3.value, Qt.Key.Key_F4.value)
SCALE_KEYS = (
    Qt.Key.Key_F5.value,
    Qt.Key.Key_F6.value,
    Qt.Key.Key_F7.value,
    Qt.Key.Key_F8.value,
)


class LookScreen(Screen):
    """`choose` keeps a look and dresses the window anew: this page goes and comes again."""

    def __init__(self, desk: Desk, look: Look, choose: Callable[[Look], None]) -> None:
        super().__init__()
        self._desk, self._look, self._choose = desk, look, choose
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme, words = desk.theme, desk.words
        sheet = Sheet(theme, 860, 560)
        sheet.show_title(words("menu.look"), words("menu.look_hint"))
        sheet.notice.hide()
        sheet.body.addWidget(self._build())
        back = KeyButton(theme, words("menu.to_menu"), "Esc", height=60)
        back.clicked.connect(self.left)
        sheet.foot.addWidget(back, 1)
        sheet.foot.addStretch(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(sheet)
        for choices in (self._themes, self._scales):
            choices.chosen.connect(self._chosen)

    def entered(self, view: TillView) -> None:
        """Nothing of the view is shown; the keyboard is taken."""
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in THEME_KEYS:
            self._themes.choose_number(THEME_KEYS.index(event.key()))
        elif event.key() in SCALE_KEYS:
            self._scales.choose_number(SCALE_KEYS.index(event.key()))
        else:
            super().keyPressEvent(event)

    def _chosen(self, number: int, on: bool) -> None:
        wish = Look(self._themes.value, self._scales.value)
        if on and wish != self._look:
            self._look = wish
            self._choose(wish)

    def _build(self) -> QWidget:
        theme, words = self._desk.theme, self._desk.words
        card, column = card_column(theme, 28)
        themes = [(name, words(f"menu.look_{name}")) for name in THEMES]
        self._themes = Choices(theme, themes, 3, ("F2", "F3", "F4"), 60)
        self._themes.choose(self._look.theme)
        sizes = [(scale, f"{scale}\u202f%") for scale in SCALES]
        self._scales = Choices(theme, sizes, 4, ("F5", "F6", "F7", "F8"), 60)
        self._scales.choose(min(SCALES, key=lambda scale: abs(scale - self._look.scale)))
        column.addWidget(text(theme, words("menu.look_colours"), 20, SEMIBOLD))
        column.addWidget(self._themes)
        column.addSpacing(theme.px(18))
        column.addWidget(text(theme, words("menu.look_size"), 20, SEMIBOLD))
        column.addWidget(self._scales)
        column.addWidget(text(theme, words("menu.look_fits"), SIZE.small, colour="ink_2"))
        column.addStretch(1)
        return card
