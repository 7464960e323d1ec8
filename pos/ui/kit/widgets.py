"""The kit's widgets. They paint themselves: one look, no style-sheet surprises."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from pos.ui.kit.button import KeyButton, Kind
from pos.ui.kit.paint import (
    CENTRE,
    LEFT,
    MIDDLE,
    RIGHT,
    Health,
    fitted,
    inside,
    paint_lamp,
    paint_tag,
    round_box,
    two_lines,
)
from pos.ui.kit.theme import MEDIUM, REGULAR, SIZE, Theme

__all__ = [
    "CENTRE",
    "LEFT",
    "MIDDLE",
    "RIGHT",
    "Card",
    "Health",
    "KeyButton",
    "Kind",
    "Lamp",
    "Tag",
    "fitted",
    "round_box",
    "text",
    "two_lines",
]


def text(
    theme: Theme,
    words: str = "",
    size: int = SIZE.body,
    weight: QFont.Weight = REGULAR,
    colour: str = "ink",
) -> QLabel:
    """A label in the theme's type; wraps, never takes focus."""
    label = QLabel(words)
    label.setFont(theme.font(size, weight))
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    ink = label.palette()
    ink.setColor(label.foregroundRole(), theme.colour(colour))
    label.setPalette(ink)
    return label


class Card(QFrame):
    """Paper with a one-pixel border and round corners; `tone` "ok" fills it with a colour."""

    def __init__(self, theme: Theme, parent: QWidget | None = None, tone: str = "card") -> None:
        super().__init__(parent)
        self._theme = theme
        self._tone = tone

    def set_tone(self, tone: str) -> None:
        """Another fill: "card", "ok", "attention_soft", "stop_soft"."""
        self._tone = tone
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, fill = QPainter(self), self._theme.colour(self._tone)
        if inside(event.region(), self.rect(), self._theme):
            painter.fillRect(event.rect(), fill)
            return
        border = self._theme.colour("line" if self._tone == "card" else self._tone)
        round_box(painter, self.rect(), self._theme, fill, border)


class Lamp(QWidget):
    """A device's lamp with its name."""

    def __init__(self, theme: Theme, name: str, size: int = SIZE.small) -> None:
        super().__init__()
        self._theme, self._name, self._size = theme, name, size
        self._health, self._short = Health.OFF, False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    @property
    def health(self) -> Health:
        """The state shown."""
        return self._health

    def show_health(self, health: Health, name: str, detail: str = "") -> None:
        """Another state; `detail` is read aloud and shown as a tip."""
        self._health, self._name = health, name
        self.setToolTip(detail)
        self.setAccessibleName(f"{name}: {detail}" if detail else name)
        self.updateGeometry()
        self.update()

    def set_short(self, short: bool) -> None:
        """Where room is scarce: the shape alone while all is well, the name in trouble."""
        if short is not self._short:
            self._short = short
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._theme.font(self._size))
        name = 0 if self._nameless() else metrics.horizontalAdvance(self._name)
        return QSize(self._mark() + name, metrics.height() + 4)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        size = self._theme.px(9)
        paint_lamp(
            painter, QPointF(size / 2 + 2, self.height() / 2), size, self._health, self._theme
        )
        if self._nameless():
            return
        painter.setFont(self._theme.font(self._size))
        painter.setPen(self._theme.colour("ink_2"))
        painter.drawText(self.rect().adjusted(self._mark(), 0, 0, 0), LEFT | MIDDLE, self._name)

    def _nameless(self) -> bool:
        return self._short and self._health in (Health.OK, Health.OFF)

    def _mark(self) -> int:
        return self._theme.px(9) + self._theme.px(8) + 2


class Tag(QLabel):
    """A few words on a soft colour: "ok", "attention", "stop" or "accent"."""

    def __init__(self, theme: Theme, words: str, tone: str = "accent", size: int = 14) -> None:
        super().__init__(words)
        self._theme, self._tone = theme, tone
        self.setFont(theme.font(size, MEDIUM))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_words(self, words: str, tone: str) -> None:
        """Other words in another tone."""
        self.setText(words)
        self._tone = tone
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        pad = self._theme.px(8)
        return QSize(metrics.horizontalAdvance(self.text()) + 2 * pad, metrics.height() + pad)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_tag(painter, self.rect(), self.text(), self.font(), self._tone, self._theme)
