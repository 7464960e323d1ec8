"""The keys of a page under the finger: touch one to choose it, drag it to where it belongs."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos.ui.kit.paint import CENTRE, fitted, fitted_words, round_box, two_lines
from pos.ui.kit.theme import MEDIUM, Theme
from pos.ui.till.quick_pages import COLUMNS, QuickKey

LIFT = 8  # px at 100 %: a finger that moved less has only touched
LIFTED = 0.9


class KeyGrid(QWidget):
    """Emits what was done; the page decides and shows it."""

    chosen = Signal(int)
    moved = Signal(int, int)  # from, to
    dragged = Signal(int, QPoint)  # a key and where on the screen the finger holds it
    dropped = Signal(int, QPoint)  # a key let go outside of the grid

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._keys: tuple[QuickKey, ...] = ()
        self._front = -1
        self._grip: QPoint | None = None  # where in the key it was taken
        self._finger: QPoint | None = None  # while it is dragged
        self._pressed = QPoint()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)

    @property
    def front(self) -> int:
        """The key that is chosen, or -1."""
        return self._front

    def show_keys(self, keys: tuple[QuickKey, ...], front: int) -> None:
        """Other keys; that one is chosen."""
        self._keys, self._front = keys, front if 0 <= front < len(keys) else -1
        self._finger = self._grip = None
        label = keys[self._front].label if self._front >= 0 else ""
        self.setAccessibleName(label)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        rows = max(3, -(-len(self._keys) // COLUMNS))
        return QSize(self._theme.px(360), rows * (self._height() + self._gap()))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.position().toPoint()
        at = self._at(self._pressed)
        if at < len(self._keys):
            self._grip = self._pressed - self._box(at).topLeft()
            self.chosen.emit(at)
            self._grip = self._pressed - self._box(at).topLeft()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        finger = event.position().toPoint()
        far = (finger - self._pressed).manhattanLength() >= self._theme.px(LIFT)
        if self._grip is not None and self._front >= 0 and (far or self._finger is not None):
            self._finger = finger
            self.dragged.emit(self._front, event.globalPosition().toPoint())
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        finger, self._finger, self._grip = self._finger, None, None
        self.update()
        if finger is None:
            return
        if self.rect().contains(finger):
            self.moved.emit(self._front, self._target(finger))
        else:
            self.dropped.emit(self._front, event.globalPosition().toPoint())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        places = self._places()
        for place, index in enumerate(places):
            box = self._box(place)
            if self._finger is not None and index == self._front:
                ground = self._theme.colour("accent_soft")
                round_box(painter, box, self._theme, ground, self._theme.colour("accent"))
            else:
                self._paint_key(painter, box, index)
        if self._finger is not None and self._grip is not None:
            painter.setOpacity(LIFTED)
            lifted = QRect(self._finger - self._grip, self._box(0).size())
            self._paint_key(painter, lifted, self._front)

    def _paint_key(self, painter: QPainter, box: QRect, index: int) -> None:
        theme, front = self._theme, index == self._front
        border = theme.colour("accent" if front else "line")
        round_box(painter, box, theme, theme.colour("card"), border, 2 if front else 1)
        label, room = self._keys[index].label, box.width() - theme.px(16)
        font = fitted(label, theme.font(18, MEDIUM), room, theme.px(16))
        font = fitted_words(label, font, room, theme.px(13))
        metrics = QFontMetrics(font)
        lines = two_lines(label, metrics, room)
        painter.setFont(font)
        painter.setPen(theme.colour("ink"))
        top = box.top() + (box.height() - metrics.height() * len(lines)) // 2
        for number, line in enumerate(lines):
            place = QRect(
                box.left(), top + number * metrics.height(), box.width(), metrics.height()
            )
            painter.drawText(place, CENTRE | Qt.AlignmentFlag.AlignVCenter, line)

    def _places(self) -> list[int]:
        """Which key stands where: while one is dragged, the others make room."""
        order = list(range(len(self._keys)))
        if self._finger is not None and self.rect().contains(self._finger):
            order.insert(self._target(self._finger), order.pop(self._front))
        return order

    def _target(self, finger: QPoint) -> int:
        return max(0, min(len(self._keys) - 1, self._at(finger)))

    def _at(self, point: QPoint) -> int:
        width, height = self._width() + self._gap(), self._height() + self._gap()
        column = max(0, min(COLUMNS - 1, point.x() // width))
        return max(0, point.y() // height) * COLUMNS + column

    def _box(self, place: int) -> QRect:
        width, height = self._width(), self._height()
        left = (place % COLUMNS) * (width + self._gap())
        return QRect(left, place // COLUMNS * (height + self._gap()), width, height)

    def _width(self) -> int:
        return (self.width() - (COLUMNS - 1) * self._gap()) // COLUMNS

    def _height(self) -> int:
        return self._theme.px(62)

    def _gap(self) -> int:
        return self._theme.px(8)
