"""The face of the arranging page: tabs and keys at the left, names and the search at the right."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from inventory.domain.catalogue import Item
from pos.ui.kit.button import KeyButton, Kind
from pos.ui.kit.paint import LEFT, RIGHT, draw, elided
from pos.ui.kit.theme import MEDIUM, SEMIBOLD, SIZE
from pos.ui.kit.widgets import text
from pos.ui.menu.desk import Desk
from pos.ui.menu.rows import Rows
from pos.ui.menu.sheet import Sheet, card_column
from pos.ui.quick.arrange import Pages
from pos.ui.quick.grid import KeyGrid
from pos.ui.till.quick import Tab


class QuickFace(QWidget):
    """Emits `did` with the name of an act and `turned` with a page; it decides nothing."""

    did = Signal(str)
    turned = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        theme = desk.theme
        self.grid = KeyGrid(theme)
        self.name, self.label, self.search = QLineEdit(), QLineEdit(), QLineEdit()
        self.found = Rows[Item](theme, 46, self._paint_item)
        self._tabs = QHBoxLayout()
        self._shown: list[Tab] = []
        self._sheet = Sheet(theme)
        self._build()

    def show_pages(self, pages: Pages, page: int, key: int) -> None:
        """These pages, this one open, that key chosen."""
        keys = pages[page].keys
        self.show_tabs(pages, page)
        self.grid.show_keys(keys, key)
        if self.name.text() != pages[page].name:
            self.name.setText(pages[page].name)
        label = keys[key].label if 0 <= key < len(keys) else ""
        if self.label.text() != label:
            self.label.setText(label)
        self.label.setEnabled(bool(label))
        self._remove.setEnabled(bool(label))
        self._remove_page.setEnabled(len(pages) > 1)

    def show_tabs(self, pages: Pages, page: int) -> None:
        """The names of the pages."""
        if [tab.text() for tab in self._shown] != [shown.name for shown in pages]:
            self._make_tabs(pages)
        self._shown[page].setChecked(True)

    def page_at(self, point: QPoint) -> int | None:
        """The page whose name lies under a point of the screen."""
        for index, tab in enumerate(self._shown):
            if tab.rect().contains(tab.mapFromGlobal(point)):
                return index
        return None

    def say(self, words: str, tone: str) -> None:
        """A sentence in the place kept for it."""
        self._sheet.notice.say(words, tone)

    def _make_tabs(self, pages: Pages) -> None:
        while item := self._tabs.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self._shown = [Tab(self._desk.theme, page.name) for page in pages]
        for index, tab in enumerate(self._shown):
            tab.clicked.connect(lambda _=False, index=index: self.turned.emit(index))
            self._tabs.addWidget(tab)
        self._tabs.addStretch(1)

    def _paint_item(self, painter: QPainter, box: QRect, item: Item) -> None:
        theme = self._desk.theme
        room = box.adjusted(theme.px(12), 0, -theme.px(12), 0)
        figures, price = theme.font(16, SEMIBOLD), self._desk.format.money(item.price)
        draw(painter, room, price, figures, theme.colour("ink"), RIGHT)
        room.adjust(0, 0, -QFontMetrics(figures).horizontalAdvance(price) - theme.px(12), 0)
        font = theme.font(16, MEDIUM)
        draw(painter, room, elided(item.name, font, room.width()), font, theme.colour("ink"), LEFT)

    # -- construction ---------------------------------------------------------------------

    def _build(self) -> None:
        words = self._desk.words
        self._sheet.show_title(words("quick.title"), words("quick.hint"))
        self._sheet.body.addWidget(self._build_keys(), 5)
        self._sheet.body.addWidget(self._build_tools(), 4)
        self._sheet.foot.addWidget(self._act("leave", "Esc"), 2)
        self._sheet.foot.addWidget(self._act("reset", "F4"), 2)
        self._sheet.foot.addWidget(self._act("keep", "F9", Kind.MAIN), 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._sheet)

    def _build_keys(self) -> QWidget:
        theme = self._desk.theme
        card, column = card_column(theme, 14)
        self._tabs.setSpacing(theme.px(2))
        column.addLayout(self._tabs)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self.grid)
        area.viewport().setAutoFillBackground(False)
        self.grid.setAutoFillBackground(False)
        column.addWidget(area, 1)
        return card

    def _build_tools(self) -> QWidget:
        theme, words = self._desk.theme, self._desk.words
        card, column = card_column(theme, 18)
        self._remove_page = self._act("remove_page", "F8", height=SIZE.touch)
        self._remove = self._act("remove", "Del", height=SIZE.touch)
        add = self._act("add_page", "F2", height=SIZE.touch)
        column.addWidget(text(theme, words("quick.page"), SIZE.small, colour="ink_2"))
        column.addWidget(self.name)
        column.addLayout(_row(theme.px(8), add, self._remove_page))
        column.addWidget(text(theme, words("quick.key"), SIZE.small, colour="ink_2"))
        column.addLayout(_row(theme.px(8), self.label, self._remove))
        column.addWidget(text(theme, words("quick.search"), SIZE.small, colour="ink_2"))
        self.search.setPlaceholderText(words("quick.search_hint"))
        column.addWidget(self.search)
        column.addWidget(self.found, 1)
        for field, key in ((self.name, "page"), (self.label, "key"), (self.search, "search")):
            field.setFont(theme.font(SIZE.body))
            field.setMaxLength(40)
            field.setAccessibleName(words(f"quick.{key}"))
        return card

    def _act(self, act: str, cap: str, kind: Kind = Kind.PLAIN, height: int = 60) -> KeyButton:
        words = self._desk.words(f"quick.act.{act}")
        key = KeyButton(self._desk.theme, words, cap, kind, height, 18 if height == 60 else 16)
        key.clicked.connect(lambda _=False: self.did.emit(act))
        return key


def _row(spacing: int, *widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(spacing)
    for widget in widgets:
        row.addWidget(widget, 1)
    return row
