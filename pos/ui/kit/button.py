"""A key on the screen: what it does, and the key cap that does it too."""

from __future__ import annotations

from enum import Enum

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
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from pos.ui.kit.paint import CENTRE, LEFT, MIDDLE, fitted, fitted_words, round_box, two_lines
from pos.ui.kit.theme import MEDIUM, SEMIBOLD, SIZE, Theme

DIMMED = 0.42
FACES = 6  # kept of a key: enabled, dimmed, pressed, of a label or two


class Kind(Enum):
    """What a button is for: MAIN is the accent, DANGER undoes something that costs money."""

    PLAIN = "plain"
    MAIN = "main"
    DANGER = "danger"
    GOOD = "good"  # a quick key: the name of a good, centred


class KeyButton(QAbstractButton):
    """A key in its fixed place: what it does at the left, the key cap at the right.

    What cannot work now is dimmed (`setEnabled(False)`), never hidden. It takes no focus: the
    keyboard always belongs to the page.
    """

    def __init__(
        self,
        theme: Theme,
        label: str,
        key: str = "",
        kind: Kind = Kind.PLAIN,
        height: int = SIZE.touch,
        size: int = SIZE.body,
    ) -> None:
        super().__init__()
        self._theme, self._key, self._kind, self._size = theme, key, kind, size
        self._height = theme.px(height)
        self._faces: dict[tuple[object, ...], QPixmap] = {}
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(self._height)
        self.set_label(label)

    def set_label(self, label: str) -> None:
        """Other words on the same key."""
        if label == self.text() and self.accessibleName():
            return
        self.setText(label)
        self.setAccessibleName(f"{label} ({self._key})" if self._key else label)
        self.update()

    def set_kind(self, kind: Kind) -> None:
        """Another weight for the same key."""
        self._kind = kind
        self.update()

    def set_size(self, height: int, size: int) -> None:
        """Another height and type size in px at 100 %."""
        self._height, self._size = self._theme.px(height), size
        self._faces.clear()
        self.setMinimumHeight(self._height)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._font())
        cap = self._cap_size().width()
        width = metrics.horizontalAdvance(self.text()) + self._pad() * 2
        return QSize(width + (cap + self._theme.px(10) if cap else 0), self._height)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._cap_size().width() + self._theme.px(48), self._height)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A face once painted is kept: at a scan a dozen keys change between two faces."""
        face = (self.text(), self.width(), self.height(), self._kind, *self._state())
        if face not in self._faces:
            if len(self._faces) >= FACES:
                self._faces.clear()
            self._faces[face] = self._painted()
        QPainter(self).drawPixmap(0, 0, self._faces[face])

    def _state(self) -> tuple[bool, bool, bool]:
        return self.isEnabled(), self.isChecked(), self.isDown() or self.underMouse()

    def _painted(self) -> QPixmap:
        ratio = self.devicePixelRatio()
        face = QPixmap(self.size() * ratio)
        face.setDevicePixelRatio(ratio)
        face.fill(Qt.GlobalColor.transparent)
        painter = QPainter(face)
        self._paint_face(painter)
        painter.end()
        return face

    def _paint_face(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill, border, ink = self._colours()
        if not self.isEnabled():
            painter.setOpacity(DIMMED)
        round_box(painter, self.rect(), self._theme, fill, border)
        cap = self._paint_cap(painter, ink)
        self._paint_label(painter, ink, cap)

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

    def _paint_cap(self, painter: QPainter, ink: QColor) -> int:
        size = self._cap_size()
        if not size.width():
            return 0
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
        return size.width() + self._theme.px(6)

    def lines(self) -> tuple[list[str], QFont]:
        """The words as they are painted: one or two lines, and the type they fit in."""
        cap = self._cap_size().width()
        room = self.width() - 2 * self._pad() - (cap + self._theme.px(6) if cap else 0)
        font = fitted(self.text(), self._font(), room, self._theme.px(self._size - 2))
        font = fitted_words(self.text(), font, room, self._theme.px(SIZE.key))
        return two_lines(self.text(), QFontMetrics(font), room), font

    def _paint_label(self, painter: QPainter, ink: QColor, cap: int) -> None:
        room = self.rect().adjusted(self._pad(), 0, -self._pad() - cap, 0)
        lines, font = self.lines()
        height = QFontMetrics(font).height()
        painter.setFont(font)
        painter.setPen(ink)
        side = CENTRE if self._kind is Kind.GOOD else LEFT
        top = (self.height() - height * len(lines)) // 2
        for number, line in enumerate(lines):
            box = QRect(room.left(), top + height * number, room.width(), height)
            painter.drawText(box, side | MIDDLE, line)
