"""Baskets put aside: a list in the place of the empty basket, each with its number key."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos.domain.views import ParkedView
from pos.ui.kit.format import Format
from pos.ui.kit.paint import LEFT, RIGHT, draw, elided, paint_cap
from pos.ui.kit.theme import MEDIUM, SEMIBOLD, SIZE, Theme
from pos.ui.kit.words import Words

KEYS = 9  # the first nine have a digit


class ParkedList(QWidget):
    """Oldest first: a basket keeps its number until one before it is taken up."""

    chosen = Signal(ParkedView)

    def __init__(self, theme: Theme, words: Words, form: Format) -> None:
        super().__init__()
        self._theme, self._words, self._form = theme, words, form
        self._zone = "UTC"
        self._baskets: tuple[ParkedView, ...] = ()
        self._front = self._first = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def current(self) -> ParkedView | None:
        """The basket Enter would take up."""
        return self.at(self._front)

    def at(self, index: int) -> ParkedView | None:
        """The basket of a line."""
        return self._baskets[index] if 0 <= index < len(self._baskets) else None

    def show_baskets(self, baskets: tuple[ParkedView, ...], zone: str) -> None:
        """Other baskets; moments are told on the shop's clock."""
        self._baskets, self._zone = baskets, zone
        self._front = self._first = 0
        self._tell()

    def step(self, by: int) -> None:
        """Move the choice, and the list with it."""
        if self._baskets:
            self._front = max(0, min(len(self._baskets) - 1, self._front + by))
            self._first = min(self._first, self._front)
            self._first = max(self._first, self._front - self._fitting() + 1)
            self._tell()

    def sizeHint(self) -> QSize:
        return QSize(300, 160)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 80)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        basket = self.at(self._first + int(event.position().y()) // self._row())
        if basket is not None:
            self.chosen.emit(basket)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.step(-1 if event.angleDelta().y() > 0 else 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shown = range(self._first, min(len(self._baskets), self._first + self._fitting() + 1))
        for place, index in enumerate(shown):
            box = QRect(0, place * self._row(), self.width(), self._row())
            self._paint_basket(painter, box, index, self._baskets[index])

    def _paint_basket(self, painter: QPainter, box: QRect, index: int, basket: ParkedView) -> None:
        theme = self._theme
        if index == self._front:
            painter.fillRect(box, theme.colour("accent_soft"))
            bar = QRect(box.left(), box.top(), theme.px(4), box.height())
            painter.fillRect(bar, theme.colour("accent"))
        painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), theme.colour("line"))
        room = box.adjusted(theme.px(16), 0, -theme.px(18), 0)
        if index < KEYS:
            key = QRect(room.left(), box.top(), theme.px(26), box.height())
            paint_cap(painter, key, str(index + 1), theme)
        room.adjust(theme.px(40), 0, 0, 0)
        figures, total = theme.font(22, SEMIBOLD), self._form.money(basket.total)
        draw(painter, room, total, figures, theme.colour("ink"), RIGHT)
        room.adjust(0, 0, -QFontMetrics(figures).horizontalAdvance(total) - theme.px(16), 0)
        self._paint_words(painter, room, basket)

    def _paint_words(self, painter: QPainter, room: QRect, basket: ParkedView) -> None:
        theme = self._theme
        upper = QRect(room.left(), room.top() + theme.px(8), room.width(), theme.px(26))
        lower = QRect(room.left(), upper.bottom(), room.width(), theme.px(24))
        big, small = theme.font(19, MEDIUM), theme.font(SIZE.small)
        first, second = self._sentences(basket)
        draw(painter, upper, elided(first, big, room.width()), big, theme.colour("ink"), LEFT)
        draw(
            painter, lower, elided(second, small, room.width()), small, theme.colour("ink_2"), LEFT
        )

    def _sentences(self, basket: ParkedView) -> tuple[str, str]:
        """Its name, else its goods; then when, how many, and the goods."""
        goods = ", ".join(basket.goods)
        count = self._words("till.positions", n=basket.positions)
        facts = [self._form.moment(basket.at, self._zone), count]
        if basket.name:
            return basket.name, " · ".join([*facts, goods])
        return goods, " · ".join(facts)

    def _fitting(self) -> int:
        return max(1, self.height() // self._row())

    def _row(self) -> int:
        return self._theme.px(66)

    def _tell(self) -> None:
        basket = self.current
        if basket is not None:
            first, second = self._sentences(basket)
            total = self._form.money(basket.total)
            self.setAccessibleName(f"{self._front + 1}. {first}, {total}; {second}")
        self.update()
