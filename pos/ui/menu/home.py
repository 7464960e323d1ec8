"""The menu's first page: nine tiles with the digits of the number block."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from pos.domain.people import Right
from pos.domain.views import TillView
from pos.ui.kit.button import KeyButton
from pos.ui.kit.screen import Screen
from pos.ui.menu.desk import Desk
from pos.ui.menu.figures import BigFigure, Figures, Row
from pos.ui.menu.sheet import Sheet, card_column
from pos.ui.menu.tile import Tile

LEAVE = (Qt.Key.Key_Escape.value, Qt.Key.Key_F12.value)


@dataclass(frozen=True, slots=True)
class Entry:
    """A tile: where it leads, its words, what it needs."""

    name: str
    label: str
    hint: str
    right: Right | None = None
    needs_shift: bool = False


ENTRIES = (
    Entry("cash_in", "menu.cash_in", "menu.cash_in_hint", Right.CASH, needs_shift=True),
    Entry("cash_out", "menu.cash_out", "menu.cash_out_hint", Right.CASH, needs_shift=True),
    Entry("drawer", "menu.drawer", "menu.drawer_hint", Right.DRAWER, needs_shift=True),
    Entry("sales", "menu.sales", "menu.sales_hint"),
    Entry("x", "menu.x_report", "menu.x_report_hint", Right.X_REPORT, needs_shift=True),
    Entry("z", "menu.z_report", "menu.z_report_hint", Right.SHIFT, needs_shift=True),
    Entry("shop", "menu.shop", "menu.shop_hint"),
    Entry("about", "menu.about", "menu.about_hint"),
    Entry("log_out", "menu.log_out", "menu.log_out_hint"),
)


class MenuHome(Screen):
    """What can be done besides selling; what cannot now says why."""

    picked = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._sheet = Sheet(desk.theme)
        self._tiles: dict[str, Tile] = {}
        self._sheet.show_title(desk.words("menu.title"))
        self._sheet.notice.hide()
        self._sheet.body.addWidget(self._build_tiles(), 5)
        self._sheet.body.addWidget(self._build_shift(), 2)
        back = KeyButton(desk.theme, desk.words("menu.back"), "Esc", height=60)
        back.clicked.connect(self.left.emit)
        self._sheet.foot.addWidget(back, 1)
        self._sheet.foot.addStretch(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._sheet)

    def entered(self, view: TillView) -> None:
        """Dims what the cashier may not or cannot do now."""
        for entry in ENTRIES:
            self._tiles[entry.name].allow(self._why_not(entry, view))
        self._show_shift(view)
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.text()
        if event.key() in LEAVE:
            self.left.emit()
        elif len(key) == 1 and key in "123456789":
            self._pick(ENTRIES[int(key) - 1].name)
        else:
            super().keyPressEvent(event)

    def _pick(self, name: str) -> None:
        if self._tiles[name].isEnabled():
            self.picked.emit(name)

    def _why_not(self, entry: Entry, view: TillView) -> str:
        if entry.right and (view.user is None or entry.right not in view.user.rights):
            return self._desk.words("menu.no_right")
        if entry.needs_shift and view.shift is None:
            return self._desk.words("menu.need_shift")
        return ""

    def _show_shift(self, view: TillView) -> None:
        words, money, shift = self._desk.words, self._desk.format.money, view.shift
        if shift is None:
            self._drawer.show_figure("—", words("menu.no_shift"))
            self._figures.show_rows([])
            return
        self._drawer.show_figure(money(shift.drawer), words("menu.now"))
        self._figures.show_rows(
            [
                Row(words("menu.shift", number=shift.number), view.user.name if view.user else ""),
                Row(words("shift.revenue"), money(shift.revenue), strong=True),
                Row(words("shift.sales"), words("shift.receipts", n=shift.sales)),
                Row(words("shift.returns"), words("shift.receipts", n=shift.returns)),
            ]
        )

    def _build_tiles(self) -> QWidget:
        held, theme = QWidget(), self._desk.theme
        grid = QGridLayout(held)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.px(12))
        for place, entry in enumerate(ENTRIES):
            words = self._desk.words
            tile = Tile(theme, words(entry.label), words(entry.hint), str(place + 1))
            tile.clicked.connect(lambda _=False, name=entry.name: self._pick(name))
            self._tiles[entry.name] = tile
            grid.addWidget(tile, place // 3, place % 3)
        return held

    def _build_shift(self) -> QWidget:
        theme = self._desk.theme
        self._drawer = BigFigure(theme, "", 48)
        self._figures = Figures(theme)
        card, column = card_column(theme)
        column.addWidget(self._drawer)
        column.addSpacing(theme.px(6))
        column.addWidget(self._figures)
        column.addStretch(1)
        return card
