"""A code that no good has: first the offer to make one, then its fields, between basket and field.

Nothing pops up: the basket stays in sight, a scan closes it, and what is typed stands in the
input field as ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos.ui.kit.keys import Command, cap
from pos.ui.kit.paint import LEFT, RIGHT, draw, fitted, paint_cap
from pos.ui.kit.theme import MEDIUM, SEMIBOLD, SIZE, Theme
from pos.ui.kit.words import Words

_RIGHT_END = Qt.TextElideMode.ElideRight


class Field(Enum):
    """What a new good is asked for, in this order."""

    NAME = "name"
    PRICE = "price"
    VAT = "vat"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class Draft:
    """A good so far, in words; `choices` are those of the field that is asked."""

    code: str
    values: tuple[tuple[Field, str], ...] = ()  # empty: only offered
    asked: Field = Field.NAME
    choices: tuple[str, ...] = ()


class NewGoodPanel(QWidget):
    """Says what it is shown, and tells what a finger meant."""

    wanted = Signal()  # make a good, or the next field
    picked = Signal(Field)
    chosen = Signal(int)  # one of the choices

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._theme, self._words = theme, words
        self._draft = Draft("")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    @property
    def draft(self) -> Draft:
        """What is shown."""
        return self._draft

    def say(self, draft: Draft) -> None:
        """Offer to make a good of that code, or show it as far as it is."""
        self._draft = draft
        self.setVisible(bool(draft.code))
        self.updateGeometry()
        self._tell()

    def sizeHint(self) -> QSize:
        return QSize(200, self._row() * (1 + len(self._draft.values)) + 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        row = (point.y() - 1) // self._row() - 1
        if row < 0 or not self._draft.values:
            self.wanted.emit()
            return
        field = self._draft.values[row][0]
        boxes = self._choices(self._box(row + 1)) if field is self._draft.asked else []
        for number, (box, _) in enumerate(boxes):
            if box.contains(point):
                self.chosen.emit(number)
                return
        self.picked.emit(field)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.fillRect(self.rect(), theme.colour("card"))
        painter.fillRect(QRect(0, 0, self.width(), theme.px(2)), theme.colour("accent"))
        self._paint_head(painter)
        for row, (field, value) in enumerate(self._draft.values, 1):
            self._paint_field(painter, self._box(row), field, value)

    def _paint_head(self, painter: QPainter) -> None:
        """What it is at the left, the key that goes on at the right."""
        theme = self._theme
        room = self._box(0).adjusted(theme.px(18), 0, -theme.px(18), 0)
        taken = paint_cap(painter, room, self._key(), theme)
        room.adjust(0, 0, -taken - theme.px(10), 0)
        font, deed = theme.font(17, SEMIBOLD), self._deed()
        draw(painter, room, deed, font, theme.colour("accent"), RIGHT)
        room.adjust(0, 0, -QFontMetrics(font).horizontalAdvance(deed) - theme.px(12), 0)
        said = self._said()
        quiet = fitted(said, theme.font(17), room.width(), theme.px(13))
        short = QFontMetrics(quiet).elidedText(said, _RIGHT_END, room.width())
        draw(painter, room, short, quiet, theme.colour("ink_2"), LEFT)

    def _paint_field(self, painter: QPainter, box: QRect, field: Field, value: str) -> None:
        theme, asked = self._theme, field is self._draft.asked
        if asked:
            painter.fillRect(box, theme.colour("accent_soft"))
            bar = QRect(box.left(), box.top(), theme.px(4), box.height())
            painter.fillRect(bar, theme.colour("accent"))
        else:
            painter.fillRect(QRect(box.left(), box.top(), box.width(), 1), theme.colour("line"))
        label = self._words(f"till.new.{field.value}")
        room = box.adjusted(theme.px(18), 0, -theme.px(18), 0)
        draw(painter, room, label, theme.font(SIZE.small), theme.colour("ink_2"), LEFT)
        if asked and self._draft.choices:
            self._paint_choices(painter, box, value)
            return
        font = theme.font(17, MEDIUM)
        room.adjust(self._label_width(), 0, 0, 0)
        short = QFontMetrics(font).elidedText(value or "—", _RIGHT_END, room.width())
        draw(painter, room, short, font, theme.colour("ink" if value else "ink_3"), LEFT)

    def _paint_choices(self, painter: QPainter, box: QRect, value: str) -> None:
        theme = self._theme
        for number, (place, words) in enumerate(self._choices(box), 1):
            digit = QRect(place.left(), place.top(), theme.px(24), place.height())
            paint_cap(painter, digit, str(number), theme)
            is_it = words == value
            font = theme.font(17, SEMIBOLD if is_it else MEDIUM)
            colour = theme.colour("accent" if is_it else "ink")
            draw(painter, place.adjusted(theme.px(30), 0, 0, 0), words, font, colour, LEFT)

    def _choices(self, box: QRect) -> list[tuple[QRect, str]]:
        """Places for the choices of the field that is asked, what is left over shared alike."""
        theme, choices = self._theme, self._draft.choices
        metrics = QFontMetrics(theme.font(17, SEMIBOLD))
        widths = [theme.px(30) + metrics.horizontalAdvance(words) for words in choices]
        left = box.left() + theme.px(18) + self._label_width()
        spare = (box.right() - theme.px(8) - left - sum(widths)) // max(1, len(choices))
        places = []
        for words, width in zip(choices, widths, strict=True):
            places.append((QRect(left, box.top(), width + spare, box.height()), words))
            left += width + spare
        return places

    def _said(self) -> str:
        key = "till.new.title" if self._draft.values else "till.new.unknown"
        return self._words(key, code=self._draft.code)

    def _deed(self) -> str:
        if not self._draft.values:
            return self._words("till.new.offer")
        last = self._draft.asked is Field.UNIT
        return self._words("till.new.make" if last else "till.new.next")

    def _key(self) -> str:
        return cap(Command.ACCEPT if self._draft.values else Command.NEW_GOOD)

    def _label_width(self) -> int:
        metrics = QFontMetrics(self._theme.font(SIZE.small))
        words = (self._words(f"till.new.{field.value}") for field in Field)
        return max(map(metrics.horizontalAdvance, words)) + self._theme.px(16)

    def _box(self, row: int) -> QRect:
        return QRect(0, 1 + row * self._row(), self.width(), self._row())

    def _row(self) -> int:
        return self._theme.px(SIZE.touch - 4)

    def _tell(self) -> None:
        draft = self._draft
        told = [self._said() if draft.values else f"{self._said()} {self._deed()}"]
        told += [f"{self._words(f'till.new.{field.value}')}: {v}" for field, v in draft.values if v]
        self.setAccessibleName(". ".join(told))
        self.update()
