"""Goods found by name: a list between basket and field, chosen by digit, arrows or finger."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inventory.domain.catalogue import Item
from pos.ui.kit.format import Format
from pos.ui.kit.keys import Command, cap
from pos.ui.kit.paint import LEFT, RIGHT, draw, fitted, paint_cap
from pos.ui.kit.theme import MEDIUM, REGULAR, SEMIBOLD, SIZE, Theme
from pos.ui.kit.words import Words

MOST = 6
_RIGHT_END = Qt.TextElideMode.ElideRight


class FoundItems(QWidget):
    """Up to six goods, the likeliest first; when nothing fits, the way to sell by price."""

    chosen = Signal(Item)
    by_price = Signal()

    def __init__(self, theme: Theme, words: Words, form: Format) -> None:
        super().__init__()
        self._theme, self._words, self._form = theme, words, form
        self._items: list[Item] = []
        self._front = 0
        self._nothing = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    @property
    def current(self) -> Item | None:
        """The good Enter would add."""
        return self.at(self._front)

    @property
    def nothing(self) -> bool:
        """A name was searched and no good has it."""
        return self._nothing

    def at(self, index: int) -> Item | None:
        """The good of a line."""
        return self._items[index] if self.has(index) else None

    def has(self, index: int) -> bool:
        """Whether there is such a line."""
        return 0 <= index < len(self._items)

    def show_items(self, items: list[Item]) -> None:
        """Show what was found; nothing found is said in words."""
        self._items, self._front, self._nothing = items[:MOST], 0, not items
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
            self._front = max(0, min(len(self._items) - 1, self._front + by))
            self._tell()

    def sizeHint(self) -> QSize:
        return QSize(200, self._row() * max(1, len(self._items)) + 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        item = self.at((int(event.position().y()) - 1) // self._row())
        if item is not None:
            self.chosen.emit(item)
        elif self._nothing:
            self.by_price.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.fillRect(self.rect(), theme.colour("card"))
        painter.fillRect(QRect(0, 0, self.width(), theme.px(2)), theme.colour("accent"))
        if self._nothing:
            self._paint_nothing(painter)
        for index, item in enumerate(self._items):
            box = QRect(0, 1 + index * self._row(), self.width(), self._row())
            self._paint_item(painter, box, index, item)

    def _paint_nothing(self, painter: QPainter) -> None:
        theme = self._theme
        room = self.rect().adjusted(theme.px(18), 0, -theme.px(18), 0)
        taken = paint_cap(painter, room, cap(Command.BY_PRICE), theme)
        offer, font = self._words("till.by_price"), theme.font(17, SEMIBOLD)
        room.adjust(0, 0, -taken - theme.px(10), 0)
        draw(painter, room, offer, font, theme.colour("accent"), RIGHT)
        room.adjust(0, 0, -QFontMetrics(font).horizontalAdvance(offer) - theme.px(12), 0)
        said = self._words("till.nothing_found")
        quiet = fitted(said, theme.font(17), room.width(), theme.px(13))
        draw(painter, room, said, quiet, theme.colour("ink_2"), LEFT)

    def _paint_item(self, painter: QPainter, box: QRect, index: int, item: Item) -> None:
        theme = self._theme
        if index == self._front:
            painter.fillRect(box, theme.colour("accent_soft"))
            painter.fillRect(
                QRect(box.left(), box.top(), theme.px(4), box.height()), theme.colour("accent")
            )
        elif index:
            painter.fillRect(QRect(box.left(), box.top(), box.width(), 1), theme.colour("line"))
        room = box.adjusted(theme.px(14), 0, -theme.px(18), 0)
        number = QRect(room.left(), box.top(), theme.px(24), box.height())
        paint_cap(painter, number, str(index + 1), theme)
        room.adjust(theme.px(36), 0, 0, 0)
        room.adjust(0, 0, -self._paint_price(painter, room, item) - theme.px(16), 0)
        font = theme.font(17, MEDIUM)
        name = QFontMetrics(font).elidedText(item.name, _RIGHT_END, room.width())
        draw(painter, room, name, font, theme.colour("ink"), LEFT)

    def _paint_price(self, painter: QPainter, room: QRect, item: Item) -> int:
        theme, form = self._theme, self._form
        figures, quiet = theme.font(17, SEMIBOLD), theme.font(SIZE.small, REGULAR)
        unit, price = f" / {form.unit(item.unit)}", form.money(item.price)
        # The units stand in a column of their own, so that prices end at one edge.
        beside = max(theme.px(36), QFontMetrics(quiet).horizontalAdvance(unit))
        place = QRect(room.right() - beside + 1, room.top(), beside, room.height())
        draw(painter, place, unit, quiet, theme.colour("ink_2"), LEFT)
        draw(painter, room.adjusted(0, 0, -beside, 0), price, figures, theme.colour("ink"), RIGHT)
        return beside + QFontMetrics(figures).horizontalAdvance(price)

    def _row(self) -> int:
        return self._theme.px(SIZE.touch - 4)

    def _tell(self) -> None:
        item = self.current
        if item is None:
            said = self._words("till.nothing_found")
        else:
            price = self._form.money(item.price)
            said = f"{self._front + 1}. {item.name}, {price} / {self._form.unit(item.unit)}"
        self.setAccessibleName(said)
        self.update()
