"""Goods found by name: a list between basket and field, chosen with the arrows and Enter."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inventory.domain.catalogue import Item
from pos.ui.kit.format import Format
from pos.ui.kit.paint import LEFT, RIGHT, draw
from pos.ui.kit.theme import MEDIUM, SEMIBOLD, SIZE, Theme
from pos.ui.kit.words import Words

MOST = 6
_RIGHT_END = Qt.TextElideMode.ElideRight


class FoundItems(QWidget):
    """Up to six goods, the best nearest to the hand; hidden when there are none."""

    chosen = Signal(Item)

    def __init__(self, theme: Theme, words: Words, form: Format) -> None:
        super().__init__()
        self._theme, self._words, self._form = theme, words, form
        self._items: list[Item] = []
        self._at = 0
        self._nothing = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    @property
    def current(self) -> Item | None:
        """The good Enter would add."""
        return self._items[self._at] if self._items else None

    def show_items(self, items: list[Item]) -> None:
        """Show what was found; nothing found is said in words."""
        self._items, self._at, self._nothing = items[:MOST], 0, not items
        self.setVisible(True)
        self.updateGeometry()
        self._tell()

    def clear(self) -> None:
        """No search."""
        self._items, self._nothing = [], False
        self.hide()

    def step(self, by: int) -> None:
        """Move the choice."""
        if self._items:
            self._at = max(0, min(len(self._items) - 1, self._at + by))
            self._tell()

    def sizeHint(self) -> QSize:
        return QSize(200, self._row() * max(1, len(self._items)) + 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = int(event.position().y()) // self._row()
        if index < len(self._items):
            self.chosen.emit(self._items[index])

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.fillRect(self.rect(), theme.colour("card"))
        painter.fillRect(QRect(0, 0, self.width(), 1), theme.colour("accent"))
        if self._nothing:
            box = self.rect().adjusted(theme.px(18), 0, 0, 0)
            words = self._words("till.nothing_found")
            draw(painter, box, words, theme.font(17), theme.colour("ink_2"), LEFT)
        for index, item in enumerate(self._items):
            box = QRect(0, 1 + index * self._row(), self.width(), self._row())
            self._paint_item(painter, box, item, chosen=index == self._at)

    def _paint_item(self, painter: QPainter, box: QRect, item: Item, *, chosen: bool) -> None:
        theme, form = self._theme, self._form
        if chosen:
            painter.fillRect(box, theme.colour("accent_soft"))
        room = box.adjusted(theme.px(18), 0, -theme.px(18), 0)
        price = form.money(item.price)
        if item.unit.divisible:
            price = f"{price} / {form.unit(item.unit)}"
        figures = theme.font(17, SEMIBOLD)
        draw(painter, room, price, figures, theme.colour("ink"), RIGHT)
        room.adjust(0, 0, -QFontMetrics(figures).horizontalAdvance(price) - theme.px(16), 0)
        font = theme.font(17, MEDIUM)
        name = QFontMetrics(font).elidedText(item.name, _RIGHT_END, room.width())
        draw(painter, room, name, font, theme.colour("ink"), LEFT)

    def _row(self) -> int:
        return self._theme.px(SIZE.touch - 4)

    def _tell(self) -> None:
        item = self.current
        self.setAccessibleName(item.name if item else self._words("till.nothing_found"))
        self.update()
