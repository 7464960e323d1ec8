"""Painting shared by the kit's widgets: boxes, lamps, tags, words that fit."""

from __future__ import annotations

from bisect import bisect_right
from enum import Enum

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPolygonF, QRegion

from pos.ui.kit.theme import SEMIBOLD, SIZE, Theme

LEFT = Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignRight
CENTRE = Qt.AlignmentFlag.AlignHCenter
MIDDLE = Qt.AlignmentFlag.AlignVCenter


class Health(Enum):
    """How a device or the link is; the name is the colour's, the shape differs as well."""

    OK = "ok"  # a disc
    ATTENTION = "attention"  # a diamond
    STOP = "stop"  # a square
    OFF = "ink_3"  # a ring: not set up


def fitted(words: str, font: QFont, width: int, smallest: int) -> QFont:
    """The font, made smaller until the words fit that width, not below `smallest` px."""
    taken = QFontMetrics(font).horizontalAdvance(words)
    if taken <= width or not words:
        return font
    made, full = QFont(font), font.pixelSize()
    # Without hinting a type's width grows with its size: one reckoning, then a px or none.
    made.setPixelSize(min(full, max(smallest, full * width // taken + 1)))
    while made.pixelSize() > smallest and QFontMetrics(made).horizontalAdvance(words) > width:
        made.setPixelSize(made.pixelSize() - 1)
    return made


def fitted_words(words: str, font: QFont, width: int, smallest: int) -> QFont:
    """As fitted, but for two lines: small enough for the longest word alone."""
    longest = max(words.split(" "), key=QFontMetrics(font).horizontalAdvance)
    return fitted(longest, font, width, smallest)


def two_lines(words: str, metrics: QFontMetrics, width: int) -> list[str]:
    """Wrap at spaces to at most two lines; what is longer ends with an ellipsis."""
    if metrics.horizontalAdvance(words) <= width:
        return [words]
    first, rest = _break(words, metrics, width)
    if not rest:
        return [metrics.elidedText(first, Qt.TextElideMode.ElideRight, width)]
    return [first, metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width)]


def _break(words: str, metrics: QFontMetrics, width: int) -> tuple[str, str]:
    parts = words.split(" ")

    def reach(count: int) -> int:
        return metrics.horizontalAdvance(" ".join(parts[:count]))

    taken = max(1, bisect_right(range(len(parts)), width, key=reach) - 1)
    return " ".join(parts[:taken]), " ".join(parts[taken:])


def round_box(
    painter: QPainter, rect: QRect, theme: Theme, fill: QColor, border: QColor, width: int = 1
) -> None:
    """A filled box with round corners and its border inside the rectangle."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(border, width))
    painter.setBrush(fill)
    half = width / 2
    radius = theme.px(SIZE.radius)
    painter.drawRoundedRect(QRectF(rect).adjusted(half, half, -half, -half), radius, radius)


def inside(dirty: QRegion, rect: QRect, theme: Theme) -> bool:
    """Whether what is to be painted of a round box is its plain fill: no border, no corner."""
    edge = theme.px(SIZE.radius)
    left, right, top, bottom = rect.left(), rect.right() + 1, rect.top(), rect.bottom() + 1
    corners = (QRect(x, y, edge, edge) for x in (left, right - edge) for y in (top, bottom - edge))
    body = rect.adjusted(1, 1, -1, -1)
    return body.contains(dirty.boundingRect()) and not any(map(dirty.intersects, corners))


def paint_lamp(
    painter: QPainter, centre: QPointF, size: float, health: Health, theme: Theme
) -> None:
    """Disc, diamond, square or ring: told apart without colours."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    colour, half = theme.colour(health.value), size / 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    if health is Health.OK:
        painter.drawEllipse(centre, half, half)
    elif health is Health.STOP:
        box = QRectF(centre.x() - half, centre.y() - half, size, size)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)
    elif health is Health.ATTENTION:
        tips = ((0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0))
        points = [QPointF(centre.x() + x * half, centre.y() + y * half) for x, y in tips]
        painter.drawPolygon(QPolygonF(points))
    else:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, 1.5))
        painter.drawEllipse(centre, half - 0.75, half - 0.75)


def paint_tag(
    painter: QPainter, rect: QRect, words: str, font: QFont, tone: str, theme: Theme
) -> None:
    """A tag inside the rectangle."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(f"{tone}_soft"))
    painter.drawRoundedRect(rect, theme.px(6), theme.px(6))
    painter.setFont(font)
    painter.setPen(theme.colour(tone))
    room = rect.width() - theme.px(8)
    shown = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, room)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, shown)


def draw(
    painter: QPainter, rect: QRect, words: str, font: QFont, ink: QColor, side: Qt.AlignmentFlag
) -> None:
    """One line of words, centred in height."""
    if not words:
        return
    painter.setFont(font)
    painter.setPen(ink)
    painter.drawText(rect, side | MIDDLE, words)


def elided(words: str, font: QFont, width: int) -> str:
    """The words, cut at their end with an ellipsis where they are wider."""
    return QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, width)


def paint_cap(painter: QPainter, room: QRect, key: str, theme: Theme) -> int:
    """A key cap at the right of the room, in the middle of its height; its width in px."""
    font = theme.font(SIZE.key, SEMIBOLD)
    height = theme.px(24)
    width = max(height, QFontMetrics(font).horizontalAdvance(key) + theme.px(14))
    top = room.top() + (room.height() - height) / 2
    box = QRectF(room.right() - width + 1, top, width, height).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour("ink_3"), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, theme.px(6), theme.px(6))
    painter.setFont(font)
    painter.setPen(theme.colour("ink_2"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, key)
    return width
