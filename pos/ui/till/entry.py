"""The input field. It is always there, needs no focus, and shows what was typed."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos.ui.kit.paint import LEFT, RIGHT, draw, round_box
from pos.ui.kit.theme import MEDIUM, SEMIBOLD, SIZE, Theme

LONGEST = 200
DOT = "•"
_ELIDE_LEFT = Qt.TextElideMode.ElideLeft
_ELIDE_RIGHT = Qt.TextElideMode.ElideRight


class Entry(QWidget):
    """Text with a caret, a hint after it, and a question before it when one is asked."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._text = self._hint = self._question = self._key = ""
        self._compact = self._secret = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        """What was typed."""
        return self._text

    def set_compact(self, compact: bool) -> None:
        """Lower on a small screen, never below what a finger hits."""
        self._compact = compact
        self.updateGeometry()
        self.update()

    def set_text(self, text: str) -> None:
        """Replace what was typed."""
        if text[:LONGEST] != self._text:
            self._text = text[:LONGEST]
            self._tell()

    def hide_text(self, secret: bool) -> None:
        """Dots for what is typed, on the screen and to a screen reader."""
        if secret is not self._secret:
            self._secret = secret
            self._tell()

    @property
    def shown(self) -> str:
        """What stands in the field."""
        return DOT * len(self._text) if self._secret else self._text

    def ask(self, question: str, hint: str, key: str = "") -> None:
        """Another question (empty: the usual input), the hint and the key that answers."""
        if (question, hint, key) != (self._question, self._hint, self._key):
            self._question, self._hint, self._key = question, hint, key
            self._tell()

    @property
    def hint(self) -> str:
        """The pale words behind the caret, as a whole."""
        return self._hint

    def sizeHint(self) -> QSize:
        return QSize(200, self._theme.px(SIZE.touch if self._compact else 60))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        card, accent = theme.colour("card"), theme.colour("accent")
        round_box(painter, self.rect(), theme, card, accent, 2)
        room = self.rect().adjusted(theme.px(16), 0, -theme.px(16), 0)
        if self._key:
            draw(painter, room, self._key, theme.font(SIZE.small), theme.colour("ink_3"), RIGHT)
        at = self._paint_question(painter, room)
        self._paint_text(painter, room.adjusted(at, 0, 0, 0))

    def _paint_question(self, painter: QPainter, room: QRect) -> int:
        if not self._question:
            return 0
        font = self._theme.font(SIZE.small if self._compact else SIZE.body, SEMIBOLD)
        draw(painter, room, self._question, font, self._theme.colour("accent"), LEFT)
        return QFontMetrics(font).horizontalAdvance(self._question) + self._theme.px(12)

    def _paint_text(self, painter: QPainter, room: QRect) -> None:
        theme = self._theme
        font = theme.font(20 if self._compact else 24, MEDIUM)
        metrics = QFontMetrics(font)
        # A long text keeps its end in sight: that is where one types.
        shown = metrics.elidedText(self.shown, _ELIDE_LEFT, room.width() - theme.px(12))
        draw(painter, room, shown, font, theme.colour("ink"), LEFT)
        caret = room.left() + metrics.horizontalAdvance(shown) + theme.px(3 if shown else 0)
        height = theme.px(24 if self._compact else 30)
        bar = QRect(caret, (self.height() - height) // 2, theme.px(2), height)
        painter.fillRect(bar, theme.colour("accent"))
        if not self._text:
            hint = theme.font(16 if self._compact else 19)
            rest = room.adjusted(theme.px(12), 0, 0, 0)
            words = QFontMetrics(hint).elidedText(self._hint, _ELIDE_RIGHT, rest.width())
            draw(painter, rest, words, hint, theme.colour("ink_3"), LEFT)

    def _tell(self) -> None:
        self.setAccessibleName(self._question or self._hint)
        self.setAccessibleDescription(self.shown)
        self.update()
