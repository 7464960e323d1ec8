"""Past sales: the newest above, found by number or by the receipt's QR code."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QShowEvent
from PySide6.QtWidgets import QLineEdit, QStackedLayout, QVBoxLayout, QWidget

from pos.domain.people import Right
from pos.domain.views import SaleView, SoldView, TillView
from pos.ui.kit.button import KeyButton, Kind
from pos.ui.kit.screen import Screen
from pos.ui.kit.theme import SEMIBOLD
from pos.ui.kit.trouble import Situation
from pos.ui.kit.widgets import text
from pos.ui.menu.desk import Desk
from pos.ui.menu.figures import BigFigure, Figures, Row
from pos.ui.menu.rows import Rows
from pos.ui.menu.sheet import ENDLESS, Sheet, card_column
from pos.ui.sales.paint import paint_sale, paint_sold, tag_of

PAUSE_MS = 150
STEPS = {
    Qt.Key.Key_Up.value: -1,
    Qt.Key.Key_Down.value: 1,
    Qt.Key.Key_PageUp.value: -8,
    Qt.Key.Key_PageDown.value: 8,
}
ENTER = (Qt.Key.Key_Return.value, Qt.Key.Key_Enter.value)


class SalesList(Screen):
    """↑ and ↓ choose, F8 takes back, F11 prints a copy."""

    returning = Signal(SaleView)
    correcting = Signal(object)  # the sale in front, or None
    paying_later = Signal(object)  # the same

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._zone = "Europe/Moscow"
        self._view = TillView()
        self._open: SaleView | None = None
        self._copying = ""
        self._sheet = Sheet(desk.theme, 1680, ENDLESS)
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.search)
        self._build()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._sheet)
        self.setFocusProxy(self._field)

    @property
    def front(self) -> str:
        """Number of the sale in front, or empty."""
        return self._open.number if self._open else ""

    @property
    def said(self) -> str:
        """The sentence above the keys."""
        return self._sheet.notice.text()

    @property
    def empty(self) -> str:
        """What stands where no sale is listed."""
        return self._empty.text()

    def entered(self, view: TillView) -> None:
        """Asks for the last sales again."""
        self._view = view
        self._zone = view.shop.zone if view.shop else self._zone
        self._field.setFocus()
        self.search()

    def showEvent(self, event: QShowEvent) -> None:
        self._field.clear()
        self._sheet.notice.setText("")
        self._field.setFocus()

    def scanned(self, text: str) -> bool:
        """The QR code of a receipt finds its sale; the barcode of a good is not for here."""
        if "&" not in text:
            return False
        call = partial(self._desk.acts.sale_by_number, text)
        self._desk.lane.run(call, done=self._found, failed=self._failed)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in STEPS:
            self._rows.step(STEPS[key])
        elif key in ENTER:
            self.search()
        elif key == Qt.Key.Key_F8:
            self.take_back()
        elif key == Qt.Key.Key_F6:
            self.correct()
        elif key == Qt.Key.Key_F7:
            self.pay_later()
        elif key == Qt.Key.Key_F11:
            self.copy()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def search(self) -> None:
        """Ask for the sales that fit what is typed; all for nothing."""
        self._pause.stop()
        wanted = self._field.text().strip()
        if "&" in wanted:
            self.scanned(wanted)
            return
        call = partial(self._desk.acts.recent_sales, wanted)
        self._desk.lane.run(call, done=self._show, failed=self._failed)

    def take_back(self) -> None:
        """Go on to the return of the chosen sale."""
        if self._return.isEnabled() and self._open is not None:
            self.returning.emit(self._open)

    def correct(self) -> None:
        """Go on to the correction of the chosen sale, or of what was never registered."""
        if self._correct.isEnabled():
            self.correcting.emit(self._open)

    def pay_later(self) -> None:
        """Go on to advance, credit, and what settles the chosen receipt."""
        if self._later.isEnabled():
            self.paying_later.emit(self._open)

    def copy(self) -> None:
        """Print the chosen receipt once more, marked as a copy."""
        if not self._copy.isEnabled() or self._open is None:
            return
        self._copy.setEnabled(False)
        self._sheet.notice.say(self._desk.words("sales.copying"), "accent")
        self._copying = self._open.number
        call = partial(self._desk.acts.print_copy, self._open.sale)
        self._desk.errand.run(call, done=self._copied, failed=self._failed)

    def _copied(self, nothing: None) -> None:
        self._sheet.notice.say(self._desk.words("sales.copied", number=self._copying), "ok")
        self._show_keys()

    def _failed(self, error: Exception) -> None:
        self._sheet.notice.setText("")
        self._show_keys()
        self.troubled.emit(error, Situation.RETURN)

    def _found(self, sale: SaleView) -> None:
        self._show([sale])

    def _show(self, sales: list[SaleView]) -> None:
        kept = self._open.sale if self._open else ""
        self._open = None
        self._listing.setCurrentIndex(0 if sales else 1)
        self._say_empty()
        places = [place for place, sale in enumerate(sales) if sale.sale == kept]
        self._rows.show_items(sales, places[0] if places else 0)
        if not sales:
            self._clear()

    def _say_empty(self) -> None:
        words, asked = self._desk.words, bool(self._field.text().strip())
        self._empty.setText(words("sales.none_found") if asked else words("sales.none_yet"))
        hint = words("sales.none_found_hint") if asked else words("sales.none_yet_hint")
        self._empty_hint.setText(hint)

    def _moved(self, row: int) -> None:
        sale = self._rows.item
        if sale is not None:
            call = partial(self._desk.acts.sale, sale.sale)
            self._desk.lane.run(call, done=self._opened, failed=self._failed)

    def _opened(self, sale: SaleView) -> None:
        words, money = self._desk.words, self._desk.format.money
        self._open = sale
        kind = words("sales.return") if sale.is_return else words("sales.sale")
        self._name.setText(f"{kind} {sale.number}")
        moment = self._desk.format.moment(sale.at, self._zone)
        said = [moment, sale.cashier, words("sales.fd", fd=sale.fd), tag_of(sale, self._desk)[0]]
        self._about.setText(" · ".join(filter(None, said)))
        self._lines.show_items(sale.lines)
        self._total.show_figure(money(sale.total))
        self._total.show()
        paid = [("sales.paid_cash", sale.cash), ("sales.paid_card", sale.card)]
        self._paid.show_rows([Row(words(key), money(sum_)) for key, sum_ in paid if sum_])
        self._show_keys()

    def _clear(self) -> None:
        self._open = None
        self._name.setText("")
        self._about.setText("")
        self._lines.show_items([])
        self._total.hide()
        self._paid.show_rows([])
        self._show_keys()

    def _show_keys(self) -> None:
        sale, user = self._open, self._view.user
        rights = user.rights if user else frozenset()
        left = sale is not None and any(line.remaining.thousandths for line in sale.lines)
        back = left and sale is not None and not sale.is_return and self._view.shift is not None
        self._return.setEnabled(back and Right.RETURN in rights)
        self._copy.setEnabled(sale is not None and Right.COPY in rights)
        self._correct.setEnabled(self._view.shift is not None and Right.CORRECT in rights)
        self._later.setEnabled(self._view.shift is not None and Right.LATER in rights)

    def _build(self) -> None:
        words, theme, sheet = self._desk.words, self._desk.theme, self._sheet
        sheet.show_title(words("sales.title"))
        sheet.body.addWidget(self._build_list(), 5)
        sheet.body.addWidget(self._build_sale(), 4)
        back = KeyButton(theme, words("sales.back"), "Esc", height=60)
        back.clicked.connect(self.left.emit)
        self._copy = KeyButton(theme, words("sales.copy"), "F11", height=60)
        self._copy.clicked.connect(self.copy)
        self._correct = KeyButton(theme, words("correct.key"), "F6", height=60)
        self._correct.clicked.connect(self.correct)
        self._later = KeyButton(theme, words("later.key"), "F7", height=60)
        self._later.clicked.connect(self.pay_later)
        self._return = KeyButton(theme, words("sales.make_return"), "F8", Kind.MAIN, 60, 22)
        self._return.clicked.connect(self.take_back)
        keys = (back, self._correct, self._later, self._copy, self._return)
        for part, stretch in zip(keys, (1, 1, 1, 1, 2), strict=True):
            sheet.foot.addWidget(part, stretch)
        self._show_keys()

    def _build_list(self) -> QWidget:
        words, theme = self._desk.words, self._desk.theme
        self._field = QLineEdit()
        self._field.setFont(theme.font(20))
        self._field.setPlaceholderText(words("sales.search"))
        self._field.setAccessibleName(words("sales.search"))
        self._field.textEdited.connect(self._pause.start)
        self._rows: Rows[SaleView] = Rows(theme, 64, self._paint_sale)
        self._rows.moved.connect(self._moved)
        held = QWidget()
        self._listing = QStackedLayout(held)
        self._listing.addWidget(self._rows)
        self._listing.addWidget(self._build_empty())
        card, column = card_column(theme, 1)
        edge = theme.px(14)
        column.setContentsMargins(1, edge, 1, edge)
        row = QVBoxLayout()
        row.setContentsMargins(edge, 0, edge, 0)
        row.addWidget(self._field)
        column.addLayout(row)
        column.addWidget(held, 1)
        return card

    def _build_empty(self) -> QWidget:
        theme, held = self._desk.theme, QWidget()
        self._empty = text(theme, size=24, weight=SEMIBOLD)
        self._empty_hint = text(theme, colour="ink_2")
        column = QVBoxLayout(held)
        side = theme.px(40)
        column.setContentsMargins(side, side, side, side)
        column.addStretch(1)
        for part in (self._empty, self._empty_hint):
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(part)
        column.addStretch(2)
        return held

    def _build_sale(self) -> QWidget:
        words, theme = self._desk.words, self._desk.theme
        self._name = text(theme, size=26, weight=SEMIBOLD)
        self._about = text(theme, size=15, colour="ink_2")
        self._lines: Rows[SoldView] = Rows(theme, 58, self._paint_line, choosing=False)
        self._total = BigFigure(theme, words("sales.total"), 48)
        self._paid = Figures(theme, 36)
        card, column = card_column(theme, 1)
        side = theme.px(18)
        column.setContentsMargins(1, side, 1, side)
        head, foot = QVBoxLayout(), QVBoxLayout()
        for layout in (head, foot):
            layout.setContentsMargins(side, 0, side, 0)
        head.addWidget(self._name)
        head.addWidget(self._about)
        foot.addWidget(self._total)
        foot.addWidget(self._paid)
        column.addLayout(head)
        column.addWidget(self._lines, 1)
        column.addLayout(foot)
        return card

    def _paint_sale(self, painter: QPainter, box: QRect, sale: SaleView) -> None:
        paint_sale(painter, box, sale, self._desk, self._zone)

    def _paint_line(self, painter: QPainter, box: QRect, line: SoldView) -> None:
        paint_sold(painter, box, line, self._desk)
