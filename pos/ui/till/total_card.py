"""What is to be paid: the biggest number on the screen."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos.ui.kit.paint import LEFT, RIGHT, draw, fitted, inside, round_box
from pos.ui.kit.theme import BOLD, REGULAR, SEMIBOLD, SIZE, Theme


@dataclass(frozen=True, slots=True)
class Sum:
    """A big number with what stands around it; `tone` other than "card" fills the card."""

    title: str
    amount: str
    counted: str = ""
    note: str = ""
    saved: str = ""
    tone: str = "card"


_INK = {
    "card": "ink",
    "ok": "ok_ink",
    "accent": "accent_ink",
    "attention_soft": "ink",
    "stop_soft": "ink",
}


class TotalCard(QWidget):
    """A card with one number, as big as the card is wide."""

    def __init__(self, theme: Theme, *, tallest: int = SIZE.total) -> None:
        super().__init__()
        self._theme, self._tallest = theme, tallest
        self._sum = Sum("", "")
        self._compact = False
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # its corners are of the page
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def amount(self) -> str:
        """The number shown."""
        return self._sum.amount

    def set_compact(self, compact: bool) -> None:
        """Lower on a small screen."""
        self._compact = compact
        self.updateGeometry()
        self.update()

    def say(self, shown: Sum) -> None:
        """Show another sum."""
        if shown == self._sum:
            return
        before, tone, self._sum = self.sizeHint(), self._sum.tone, shown
        self.setAccessibleName(f"{shown.title} {shown.amount}".strip())
        self.setAccessibleDescription(shown.note)
        if self.sizeHint() != before:
            self.updateGeometry()
        self.update(self._area() if shown.tone == tone else self.rect())

    def sizeHint(self) -> QSize:
        foot = self._foot() if self._sum.note or self._sum.saved else self._theme.px(6)
        return QSize(300, 2 * self._edge() + self._title_height() + self._big_height() + foot)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, area = QPainter(self), self._area()
        self._paint_ground(painter, event)
        head = QRect(area.left(), area.top(), area.width(), self._title_height())
        self._paint_head(painter, head)
        big = QRect(area.left(), head.bottom(), area.width(), self._big_height())
        self._paint_amount(painter, big)
        self._paint_foot(painter, QRect(area.left(), big.bottom(), area.width(), self._foot()))

    def _area(self) -> QRect:
        """Where the words are, off border and corners."""
        side = self._theme.px(16 if self._compact else 26)
        return self.rect().adjusted(side, self._edge(), -side, -self._edge())

    def _paint_ground(self, painter: QPainter, event: QPaintEvent) -> None:
        theme, tone = self._theme, self._sum.tone
        if inside(event.region(), self.rect(), theme):
            painter.fillRect(event.rect(), theme.colour(tone))
            return
        painter.fillRect(event.rect(), theme.colour("bg"))
        border = theme.colour("line" if tone == "card" else tone)
        round_box(painter, self.rect(), theme, theme.colour(tone), border)

    def _ink(self, quiet: str) -> str:
        return quiet if self._sum.tone == "card" else _INK[self._sum.tone]

    def _paint_head(self, painter: QPainter, box: QRect) -> None:
        theme, shown = self._theme, self._sum
        loud = shown.tone != "card"
        size = (18 if self._compact else 26) if loud else (SIZE.small if self._compact else 19)
        font = theme.font(size, SEMIBOLD if loud else REGULAR)
        ink = theme.colour(self._ink("ink_2"))
        font = fitted(shown.title, font, box.width(), theme.px(14))
        draw(painter, box, shown.title, font, ink, LEFT)
        used = QFontMetrics(font).horizontalAdvance(shown.title) + theme.px(16)
        room = box.adjusted(used, 0, 0, 0)
        count = fitted(shown.counted, theme.font(size), room.width(), theme.px(13))
        draw(painter, room, shown.counted, count, ink, RIGHT)

    def _paint_amount(self, painter: QPainter, box: QRect) -> None:
        theme, tallest = self._theme, self._tallest * 64 // 112 if self._compact else self._tallest
        font = fitted(self._sum.amount, self._big_font(tallest), box.width(), theme.px(30))
        draw(painter, box, self._sum.amount, font, theme.colour(self._ink("ink")), RIGHT)

    def _big_font(self, size: int) -> QFont:
        font = self._theme.font(size, BOLD)
        font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 97.5)
        return font

    def _paint_foot(self, painter: QPainter, box: QRect) -> None:
        theme, shown = self._theme, self._sum
        size = SIZE.small if self._compact else SIZE.body
        saved = theme.font(size, SEMIBOLD)
        draw(painter, box, shown.saved, saved, theme.colour(self._ink("ok")), RIGHT)
        taken = QFontMetrics(saved).horizontalAdvance(shown.saved) + theme.px(12)
        room = box.adjusted(0, 0, -taken if shown.saved else 0, 0)
        note = fitted(shown.note, theme.font(size), room.width(), theme.px(13))
        draw(painter, room, shown.note, note, theme.colour(self._ink("ink_2")), LEFT)

    def _edge(self) -> int:
        return self._theme.px(10 if self._compact else 18)

    def _title_height(self) -> int:
        return self._theme.px(22 if self._compact else 30)

    def _big_height(self) -> int:
        tallest = self._tallest * 64 // 112 if self._compact else self._tallest
        return round(self._theme.px(tallest) * 1.1)

    def _foot(self) -> int:
        return self._theme.px(22 if self._compact else 30)
