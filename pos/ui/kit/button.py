"""A key on the screen: what it does, and the key cap that does it too."""

from __future__ import annotations

from enum import Enum
from math import ceil

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFont,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from pos.ui.kit.paint import CENTRE, LEFT, MIDDLE, fitted, fitted_words, round_box, two_lines
from pos.ui.kit.theme import MEDIUM, SEMIBOLD, SIZE, Theme

DIMMED = 0.42
CLEAR = QColor(0, 0, 0, 0)
FACES = 6  # kept of a key: enabled, dimmed, pressed, of a size or two
State = tuple[int, int, bool, bool]  # width, height, enabled, pressed or under the mouse


class Kind(Enum):
    """What a button is for: MAIN is the accent, DANGER undoes something that costs money."""

    PLAIN = "plain"
    MAIN = "main"
    DANGER = "danger"
    GOOD = "good"  # a quick key: the name of a good, centred


class KeyButton(QAbstractButton):
    """A key in its fixed place: what it does at the left, the key cap at the right.

    What cannot work now is dimmed (`setEnabled(False)`), never hidden. It takes no focus: the
    keyboard always belongs to the page. `ground` names the colour it stands on; then nothing
    below it is painted when it changes.
    """

    def __init__(
        self,
        theme: Theme,
        label: str,
        key: str = "",
        kind: Kind = Kind.PLAIN,
        height: int = SIZE.touch,
        size: int = SIZE.body,
        ground: str = "",
    ) -> None:
        super().__init__()
        self._theme, self._key, self._kind, self._size = theme, key, kind, size
        self._ground = ground
        self._height = theme.px(height)
        self._label = ""
        self._changing = False
        self._faces: dict[State, QPixmap] = {}
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(self._height)
        self.set_label(label)

    def text(self) -> str:
        """What the key does. Not Qt's own text: that would lay the page out at every change."""
        return self._label

    def set_label(self, label: str) -> None:
        """Other words on the same key, which stays as large as it is."""
        if label == self._label and self.accessibleName():
            return
        if self._label and not self._changing:
            self._changing = True
            self._faces.clear()
        self._label = label
        self.setAccessibleName(f"{label} ({self._key})" if self._key else label)
        self.update()

    def set_kind(self, kind: Kind) -> None:
        """Another weight for the same key."""
        self._kind = kind
        self._forget()

    def set_size(self, height: int, size: int) -> None:
        """Another height and type size in px at 100 %."""
        self._height, self._size = self._theme.px(height), size
        self.setMinimumHeight(self._height)
        self.updateGeometry()
        self._forget()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._font())
        cap = self._cap_size().width()
        width = metrics.horizontalAdvance(self._label) + self._pad() * 2
        return QSize(width + (cap + self._theme.px(10) if cap else 0), self._height)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._cap_size().width() + self._theme.px(48), self._height)

    def showEvent(self, event: QShowEvent) -> None:
        # Here, as the style takes it from every button when it polishes it.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent, bool(self._ground))

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A face once painted is kept: at a scan a dozen keys change between two faces."""
        active = self.isDown() or self.underMouse()
        state = (self.width(), self.height(), self.isEnabled(), active)
        painter, face = QPainter(self), self._faces.get(state)
        if face is None:
            face = self._faces[state] = self._face()
        painter.drawPixmap(0, 0, face)
        if self._changing:
            self._paint_label(self._dim(painter))

    def _forget(self) -> None:
        self._faces.clear()
        self.update()

    def _face(self) -> QPixmap:
        """Box, cap and the words, unless they are others at every scan."""
        if len(self._faces) >= FACES:
            self._faces.clear()
        ratio = self.devicePixelRatio()
        face = QPixmap(ceil(self.width() * ratio), ceil(self.height() * ratio))
        face.setDevicePixelRatio(ratio)
        face.fill(self._theme.colour(self._ground) if self._ground else CLEAR)
        painter = self._dim(QPainter(face))
        fill, border, ink = self._colours()
        round_box(painter, self.rect(), self._theme, fill, border)
        self._paint_cap(painter, ink)
        if not self._changing:
            self._paint_label(painter)
        painter.end()
        return face

    def _dim(self, painter: QPainter) -> QPainter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(1.0 if self.isEnabled() else DIMMED)
        return painter

    def _colours(self) -> tuple[QColor, QColor, QColor]:
        colour = self._theme.colour
        active = self.isEnabled() and (self.isDown() or self.underMouse())
        if self._kind is Kind.MAIN and self.isEnabled():
            fill = colour("accent")
            return (fill.darker(112) if active else fill), fill, colour("accent_ink")
        fill = colour("accent_soft") if active else colour("card")
        ink = colour("stop") if self._kind is Kind.DANGER else colour("ink")
        border = colour("stop") if self._kind is Kind.DANGER else colour("line")
        return fill, border, ink

    def _font(self) -> QFont:
        return self._theme.font(self._size, MEDIUM if self._kind is Kind.GOOD else SEMIBOLD)

    def _pad(self) -> int:
        if self.width() < self._theme.px(130):
            return self._theme.px(8)
        return self._theme.px(16)

    def _cap_size(self) -> QSize:
        if not self._key:
            return QSize(0, 0)
        metrics = QFontMetrics(self._theme.font(SIZE.key, SEMIBOLD))
        return QSize(metrics.horizontalAdvance(self._key) + self._theme.px(14), self._theme.px(24))

    def _paint_cap(self, painter: QPainter, ink: QColor) -> None:
        size = self._cap_size()
        if not size.width():
            return
        top = (self.height() - size.height()) // 2
        box = QRectF(self.width() - self._pad() - size.width(), top, size.width(), size.height())
        soft = QColor(ink)
        soft.setAlphaF(0.72)
        painter.setPen(QPen(soft, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        radius = self._theme.px(6)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        painter.setFont(self._theme.font(SIZE.key, SEMIBOLD))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._key)

    def _room(self) -> int:
        """Px for the words: what the edges and the cap leave."""
        cap = self._cap_size().width()
        return self.width() - 2 * self._pad() - (cap + self._theme.px(6) if cap else 0)

    def lines(self) -> tuple[list[str], QFont]:
        """The words as they are painted: one or two lines, and the type they fit in."""
        room, words, font = self._room(), self._label, self._font()
        if QFontMetrics(font).horizontalAdvance(words) <= room:
            return [words], font
        font = fitted(words, font, room, self._theme.px(self._size - 2))
        font = fitted_words(words, font, room, self._theme.px(SIZE.key))
        return two_lines(words, QFontMetrics(font), room), font

    def _paint_label(self, painter: QPainter) -> None:
        room = QRect(self._pad(), 0, self._room(), self.height())
        lines, font = self.lines()
        height = QFontMetrics(font).height()
        painter.setFont(font)
        painter.setPen(self._colours()[2])
        side = CENTRE if self._kind is Kind.GOOD else LEFT
        top = (self.height() - height * len(lines)) // 2
        for number, line in enumerate(lines):
            box = QRect(room.left(), top + height * number, room.width(), height)
            painter.drawText(box, side | MIDDLE, line)
