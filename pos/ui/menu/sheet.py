"""The frame of a page beside the selling one: title, body, keys at the bottom, a notice."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLayout, QSizePolicy, QVBoxLayout, QWidget

from pos.ui.kit.theme import SEMIBOLD, SIZE, Theme
from pos.ui.kit.widgets import Card, text

PLAIN = "ink_2"
WIDE = 1240  # px at 100 %: wider, a line is too long to read across
TALL = 800  # taller, a form falls apart; lists may be
ENDLESS = 16_000


class Notice(QLabel):
    """One sentence on a soft colour, in a place that is kept free for it."""

    def __init__(self, theme: Theme, size: int = SIZE.body) -> None:
        super().__init__()
        self._theme = theme
        self._tone = "ok"
        self.setFont(theme.font(size))
        self.setWordWrap(True)
        self.setMinimumHeight(theme.px(SIZE.touch))

    def say(self, words: str, tone: str) -> None:
        """Tones: "ok", "attention", "stop", "accent"."""
        self._tone = tone
        side = 0 if tone == PLAIN else self._theme.px(16)
        above = self._theme.px(8)
        self.setContentsMargins(side, above, side, above)
        ink = self.palette()
        ink.setColor(self.foregroundRole(), self._theme.colour(tone))
        self.setPalette(ink)
        self.setText(words)

    def whisper(self, words: str) -> None:
        """A hint, without any colour."""
        self.say(words, PLAIN)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.text() or self._tone == PLAIN:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour(f"{self._tone}_soft"))
        radius = self._theme.px(SIZE.radius)
        painter.drawRoundedRect(self.rect(), radius, radius)
        painter.end()
        super().paintEvent(event)


class Sheet(QWidget):
    """Title and hint above, `body` in the middle, `foot` with keys below; never wider than WIDE."""

    def __init__(self, theme: Theme, wide: int = WIDE, tall: int = TALL) -> None:
        super().__init__()
        self._theme = theme
        self._title = text(theme, size=30, weight=SEMIBOLD)
        self._hint = text(theme, colour="ink_2")
        self._hint.hide()
        self.notice = Notice(theme)
        self.body = QHBoxLayout()
        self.body.setSpacing(theme.px(14))
        self.foot = QHBoxLayout()
        self.foot.setSpacing(theme.px(10))
        column = QVBoxLayout()
        column.setSpacing(theme.px(6))
        column.addWidget(self._title)
        column.addWidget(self._hint)
        column.addSpacing(theme.px(8))
        column.addLayout(self.body, 1)
        column.addSpacing(theme.px(2))
        column.addWidget(self.notice)
        column.addSpacing(theme.px(2))
        column.addLayout(self.foot)
        self.setLayout(centred(column, theme.px(wide), theme.px(tall), theme.px(14)))

    def show_title(self, title: str, hint: str = "") -> None:
        """What page it is, and one sentence that teaches."""
        self._title.setText(title)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))


def centred(inner: QLayout, widest: int, tallest: int, margin: int) -> QHBoxLayout:
    """The layout in the middle, not wider and not taller than so many px."""
    held = QWidget()
    held.setMaximumSize(widest, tallest)
    held.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
    held.setLayout(inner)
    inner.setContentsMargins(0, 0, 0, 0)
    row = QHBoxLayout()
    row.setContentsMargins(margin, margin, margin, margin)
    row.addStretch(1)
    row.addWidget(held, 1000)
    row.addStretch(1)
    return row


def card_column(theme: Theme, margin: int = 22) -> tuple[Card, QVBoxLayout]:
    """A card and the column inside it."""
    card = Card(theme)
    column = QVBoxLayout(card)
    pad = theme.px(margin)
    column.setContentsMargins(pad, theme.px(18), pad, theme.px(18))
    column.setSpacing(theme.px(8))
    return card, column
