"""What comes back: quantities by keys, a reason, and where the money goes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inventory.values.quantity import Quantity
from pos.domain.views import SaleView, SoldView, TillView
from pos.errors import BadInput, QuantityImpossible, ReturnTooLarge
from pos.ui.kit.button import KeyButton, Kind
from pos.ui.kit.screen import Screen
from pos.ui.kit.trouble import Situation
from pos.ui.kit.widgets import text
from pos.ui.menu.choice import Choices
from pos.ui.menu.desk import Desk
from pos.ui.menu.figures import BigFigure, Figures, Row
from pos.ui.menu.rows import Rows
from pos.ui.menu.sheet import ENDLESS, Sheet, card_column
from pos.ui.sales.choosing import Choosing
from pos.ui.sales.listing import STEPS
from pos.ui.sales.paint import paint_choice

REASONS = ("sales.why_unfit", "sales.why_defect", "sales.why_mistake", "sales.why_refused")
REASON_KEYS = {
    Qt.Key.Key_F1.value: 0,
    Qt.Key.Key_F2.value: 1,
    Qt.Key.Key_F3.value: 2,
    Qt.Key.Key_F4.value: 3,
}


class ReturnScreen(Screen):
    """↑ ↓ choose a line, digits or ← → its quantity, F5 all, F9 returns."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._choosing: Choosing | None = None
        self._working = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._sheet = Sheet(desk.theme, 1680, ENDLESS)
        self._build()
        self._keys: dict[int, Callable[[], object]] = {
            Qt.Key.Key_F5.value: self.all,
            Qt.Key.Key_F6.value: self.nothing,
            Qt.Key.Key_F9.value: self.perform,
            Qt.Key.Key_Right.value: partial(self.more, 1),
            Qt.Key.Key_Left.value: partial(self.more, -1),
            Qt.Key.Key_Backspace.value: partial(self.press, ""),
            Qt.Key.Key_Escape.value: self._leave,
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._sheet)

    @property
    def said(self) -> str:
        """The sentence above the keys."""
        return self._sheet.notice.text()

    def begin(self, sale: SaleView) -> None:
        """A sale with its lines; nothing is chosen yet."""
        words = self._desk.words
        self._choosing = Choosing(sale, self._desk.format.point)
        self._sheet.show_title(
            words("sales.return_title", number=sale.number), words("sales.return_hint")
        )
        self._sheet.notice.setText("")
        self._rows.show_items(sale.lines)
        self._show()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in self._keys:
            self._keys[key]()
        elif key in STEPS:
            self._rows.step(STEPS[key])
            self._show()
        elif key in REASON_KEYS:
            self._why.choose_number(REASON_KEYS[key])
        elif self._working or not self.press(event.text() or "?"):
            super().keyPressEvent(event)

    def press(self, key: str) -> bool:
        """A digit for the line in front; "" erases."""
        line, choosing = self._rows.item, self._choosing
        if line is None or choosing is None or not choosing.press(line, key):
            return False
        self._show()
        return True

    def more(self, steps: int) -> None:
        """One more or one less of the line in front."""
        if self._choosing is not None and self._rows.item is not None:
            self._choosing.more(self._rows.item, steps)
            self._show()

    def all(self) -> None:
        """Everything that is left of the receipt."""
        if self._choosing is not None:
            self._choosing.whole()
            self._show()

    def nothing(self) -> None:
        """Start over."""
        if self._choosing is not None:
            self._choosing.nothing()
            self._show()

    def perform(self) -> None:
        """Commit the return, once; the window then carries it out."""
        back = self._back()
        if not back or self._working or self._choosing is None:
            return
        self._work(True)
        self._sheet.notice.say(self._desk.words("sales.preparing"), "accent")
        sale = self._choosing.sale.sale
        call = partial(self._desk.acts.begin_return, sale, back, self._why.label)
        self._desk.lane.run(call, done=self._begun, failed=self._failed)

    def _begun(self, view: TillView) -> None:
        self._work(False)
        self._choosing = None
        self.left.emit()
        self.changed.emit(view)

    def _failed(self, error: Exception) -> None:
        self._work(False)
        self._sheet.notice.setText("")
        self.troubled.emit(error, Situation.RETURN)

    def _leave(self) -> None:
        if not self._working:
            self.left.emit()

    def _work(self, working: bool) -> None:
        self._working = working
        self._do.setEnabled(not working)

    def _back(self) -> dict[int, Quantity]:
        words = self._desk.words
        if self._choosing is None:
            return {}
        try:
            return self._choosing.back
        except ReturnTooLarge:
            self._sheet.notice.say(self._too_much(self._choosing), "stop")
        except QuantityImpossible:
            self._sheet.notice.say(words("sales.whole_only"), "stop")
        except BadInput:
            self._sheet.notice.say(words("sales.bad_quantity"), "stop")
        return {}

    def _too_much(self, choosing: Choosing) -> str:
        line = self._rows.item or choosing.sale.lines[0]
        left = self._desk.format.quantity(line.remaining)
        return self._desk.words("sales.too_much", quantity=left)

    def _show(self) -> None:
        choosing = self._choosing
        if choosing is None:
            return
        words, money = self._desk.words, self._desk.format.money
        self._sheet.notice.setText("")
        back = self._back()
        self._rows.repaint_rows()
        self._total.show_figure(money(choosing.total))
        ways = (("sales.to_cash", choosing.cash), ("sales.to_card", choosing.card))
        self._ways.show_rows(
            [Row(words(key), money(amount), strong=bool(amount)) for key, amount in ways]
        )
        self._do.setEnabled(bool(back) and not self._working)
        label = words("sales.do_return")
        chosen = f"{label} {money(choosing.total)}" if back else words("sales.nothing_chosen")
        self._do.set_label(label if choosing.wrong else chosen)

    def _build(self) -> None:
        words, theme, sheet = self._desk.words, self._desk.theme, self._sheet
        sheet.body.addWidget(self._build_lines(), 5)
        sheet.body.addWidget(self._build_money(), 3)
        back = KeyButton(theme, words("sales.back"), "Esc", height=60)
        back.clicked.connect(self._leave)
        self._do = KeyButton(theme, words("sales.do_return"), "F9", Kind.MAIN, 60, 22)
        self._do.clicked.connect(self.perform)
        sheet.foot.addWidget(back, 1)
        sheet.foot.addWidget(self._do, 2)

    def _build_lines(self) -> QWidget:
        words, theme = self._desk.words, self._desk.theme
        self._rows: Rows[SoldView] = Rows(theme, 80, self._paint)
        self._rows.moved.connect(self._rows.repaint_rows)
        keys = QHBoxLayout()
        keys.setContentsMargins(theme.px(14), 0, theme.px(14), 0)
        keys.setSpacing(theme.px(8))
        for label, cap, slot in (
            (words("sales.less"), "←", partial(self.more, -1)),
            (words("sales.more"), "→", partial(self.more, 1)),
            (words("sales.all"), "F5", self.all),
            (words("sales.nothing"), "F6", self.nothing),
        ):
            button = KeyButton(theme, label, cap, size=16)
            button.clicked.connect(lambda _=False, slot=slot: slot())
            keys.addWidget(button)
        card, column = card_column(theme, 1)
        column.setContentsMargins(1, theme.px(10), 1, theme.px(14))
        column.addWidget(self._rows, 1)
        column.addLayout(keys)
        return card

    def _build_money(self) -> QWidget:
        words, theme = self._desk.words, self._desk.theme
        options = [(key, words(key)) for key in REASONS]
        self._why = Choices(theme, options, 1, ("F1", "F2", "F3", "F4"))
        self._why.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._total = BigFigure(theme, words("sales.to_return"), 46)
        self._ways = Figures(theme, 44, 16)
        card, column = card_column(theme)
        column.addWidget(text(theme, words("sales.why"), 15, colour="ink_2"))
        column.addWidget(self._why)
        column.addStretch(1)
        column.addWidget(self._total)
        column.addWidget(self._ways)
        return card

    def _paint(self, painter: QPainter, box: QRect, line: SoldView) -> None:
        if self._choosing is not None:
            front = self._rows.item is line
            paint_choice(painter, box, line, self._desk, self._choosing, front)
