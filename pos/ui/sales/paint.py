"""How a sale, its lines and what comes back of them look in a list."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter

from pos.domain.views import SaleView, SoldView
from pos.ui.kit.format import MINUS, TIMES
from pos.ui.kit.paint import LEFT, MIDDLE, RIGHT, paint_tag, two_lines
from pos.ui.kit.theme import MEDIUM, SEMIBOLD, SIZE
from pos.ui.menu.desk import Desk
from pos.ui.sales.choosing import Choosing

TOP = Qt.AlignmentFlag.AlignTop
ELIDE = Qt.TextElideMode.ElideRight


def paint_sale(painter: QPainter, box: QRect, sale: SaleView, desk: Desk, zone: str) -> None:
    """Number and moment at the left, sum at the right, a tag for what happened to it."""
    theme, form = desk.theme, desk.format
    room = box.adjusted(theme.px(18), 0, -theme.px(18), 0)
    half = room.height() // 2
    upper = room.adjusted(0, theme.px(7), 0, -half)
    lower = room.adjusted(0, half, 0, -theme.px(9))
    painter.setFont(theme.font(19, SEMIBOLD))
    painter.setPen(theme.colour("ink"))
    painter.drawText(upper, LEFT | MIDDLE, sale.number)
    sign = MINUS if sale.is_return else ""
    painter.drawText(upper, RIGHT | MIDDLE, sign + form.money(sale.total))
    painter.setFont(theme.font(SIZE.small))
    painter.setPen(theme.colour("ink_2"))
    said = f"{form.moment(sale.at, zone)} · {sale.cashier}"
    words, tone = tag_of(sale, desk)
    tag = QFontMetrics(theme.font(14, MEDIUM)).horizontalAdvance(words) + theme.px(16)
    width = lower.width() - (tag + theme.px(8) if words else 0)
    painter.drawText(lower, LEFT | MIDDLE, painter.fontMetrics().elidedText(said, ELIDE, width))
    if words:
        place = QRect(lower.right() - tag, lower.top() - theme.px(1), tag, theme.px(24))
        paint_tag(painter, place, words, theme.font(14, MEDIUM), tone, theme)


def tag_of(sale: SaleView, desk: Desk) -> tuple[str, str]:
    """What happened to it, in which tone; empty for a plain sale."""
    words = desk.words
    if sale.is_return:
        return words("sales.return_of", number=sale.of_number), "attention"
    if not sale.returned:
        return "", "ok"
    if sale.returned == sale.total:
        return words("sales.returned_all"), "attention"
    return words("sales.returned_part", sum=desk.format.money(sale.returned)), "attention"


def paint_sold(painter: QPainter, box: QRect, line: SoldView, desk: Desk) -> None:
    """A line of a past sale: name, quantity × price, amount."""
    theme, form = desk.theme, desk.format
    room = box.adjusted(theme.px(18), theme.px(4), -theme.px(18), -theme.px(4))
    amount = theme.px(96)
    painter.setFont(theme.font(17, SEMIBOLD))
    painter.setPen(theme.colour("ink"))
    painter.drawText(room, RIGHT | MIDDLE, form.money(line.amount))
    left = room.adjusted(0, 0, -amount, 0)
    painter.setFont(theme.font(17))
    name = painter.fontMetrics().elidedText(line.name, ELIDE, left.width())
    painter.drawText(left.adjusted(0, 0, 0, -left.height() // 2), LEFT | MIDDLE, name)
    painter.setFont(theme.font(SIZE.small))
    painter.setPen(theme.colour("ink_2"))
    said = f"{form.quantity(line.quantity)} {TIMES} {form.money(line.price)}"
    painter.drawText(left.adjusted(0, left.height() // 2, 0, 0), LEFT | MIDDLE, said)


def paint_choice(
    painter: QPainter, box: QRect, line: SoldView, desk: Desk, choosing: Choosing, front: bool
) -> None:
    """A line that may come back: what is left of it, how much was typed, what it brings."""
    theme, form = desk.theme, desk.format
    room = box.adjusted(theme.px(18), 0, -theme.px(18), 0)
    amount, field = theme.px(120), theme.px(110)
    gone = not line.remaining.thousandths
    painter.setFont(theme.font(19, SEMIBOLD))
    painter.setPen(theme.colour("ink" if choosing.amount(line) else "ink_3"))
    painter.drawText(room, RIGHT | MIDDLE, form.money(choosing.amount(line)))
    if not gone:
        place = QRect(room.right() - amount - field, room.top(), field, room.height())
        _paint_typed(painter, place, choosing.typed.get(line.line, ""), desk, front)
    left = room.adjusted(0, theme.px(8), -amount - field - theme.px(14), -theme.px(8))
    painter.setFont(theme.font(17))
    painter.setPen(theme.colour("ink_3" if gone else "ink"))
    names = two_lines(line.name, painter.fontMetrics(), left.width())
    painter.drawText(left, LEFT | TOP, "\n".join(names))
    painter.setFont(theme.font(SIZE.small))
    painter.setPen(theme.colour("ink_2"))
    price = f"{form.quantity(line.quantity)} {TIMES} {form.money(line.price)}"
    painter.drawText(left, LEFT | Qt.AlignmentFlag.AlignBottom, f"{price} · {_left(line, desk)}")


def _left(line: SoldView, desk: Desk) -> str:
    if not line.remaining.thousandths:
        return desk.words("sales.nothing_left")
    return desk.words("sales.can_return", quantity=desk.format.quantity(line.remaining))


def _paint_typed(painter: QPainter, place: QRect, text: str, desk: Desk, front: bool) -> None:
    theme = desk.theme
    height = theme.px(44)
    box = QRect(place.left(), place.center().y() - height // 2, place.width(), height)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(theme.colour("card"))
    painter.setPen(theme.colour("accent" if front else "line"))
    painter.drawRoundedRect(box, theme.px(8), theme.px(8))
    painter.setFont(theme.font(22, SEMIBOLD))
    painter.setPen(theme.colour("ink" if text else "ink_3"))
    room = box.adjusted(0, 0, -theme.px(12), 0)
    painter.drawText(room, RIGHT | MIDDLE, text or "0")
    if front:
        painter.fillRect(room.right() + 3, box.top() + 9, 2, height - 18, theme.colour("accent"))
