"""Money in and out of the drawer: a sum, a reason, F9."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inventory.values.money import ZERO, Money
from pos.domain.views import TillView
from pos.errors import BadInput
from pos.ui.kit.button import KeyButton, Kind
from pos.ui.kit.trouble import Situation
from pos.ui.kit.widgets import text
from pos.ui.menu.amount import Amount, Pad
from pos.ui.menu.choice import Choices
from pos.ui.menu.desk import Desk
from pos.ui.menu.errand import ErrandScreen
from pos.ui.menu.figures import BigFigure, Figures, Row
from pos.ui.menu.sheet import Sheet, card_column

DO = Qt.Key.Key_F9.value
REASON_KEYS = {Qt.Key.Key_F1.value: 0, Qt.Key.Key_F2.value: 1, Qt.Key.Key_F3.value: 2}


class CashScreen(ErrandScreen):
    """Direction "in" or "out"; the drawer's sum before and after stands beside."""

    def __init__(self, desk: Desk, direction: str) -> None:
        super().__init__(desk, Situation.CASH)
        self._direction = direction
        self._drawer = self._moving = ZERO
        self._sheet = Sheet(desk.theme, 1040)
        self._build()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._sheet)

    def entered(self, view: TillView) -> None:
        """The drawer of the open shift."""
        self._drawer = view.shift.drawer if view.shift else ZERO
        self._show()
        self.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        if not self._working:
            self._amount.start(ZERO)
            self._sheet.notice.setText("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == DO:
            self.perform()
        elif event.key() == Qt.Key.Key_Escape and self._working:
            event.accept()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in REASON_KEYS:
            self._why.choose_number(REASON_KEYS[event.key()])
        elif self._working or not self._amount.take_event(event):
            super().keyPressEvent(event)

    def perform(self) -> None:
        """Move the money, once; a sum of nothing or above the drawer is not moved."""
        amount = self._checked()
        if amount is None or self._working:
            return
        self._moving = amount
        call = partial(self._desk.acts.move_cash, self._direction, amount, self._why.label)
        self.run(self._desk.words("menu.working"), call, self._moved)

    def _checked(self) -> Money | None:
        words, amount = self._desk.words, self._sum()
        if amount is None or amount.kopecks <= 0:
            self._wrong(words("menu.amount_bad"))
            return None
        if self._direction == "out" and amount > self._drawer:
            held = self._desk.format.money(self._drawer)
            self._wrong(words("menu.amount_short", sum=held))
            return None
        return amount

    def _wrong(self, words: str) -> None:
        self._amount.show_wrong(True)
        self._sheet.notice.say(words, "stop")

    def _sum(self) -> Money | None:
        try:
            return self._amount.value()
        except BadInput:
            return None

    def _moved(self, view: TillView) -> None:
        self.changed.emit(view)
        self._amount.start(ZERO)
        drawer = view.shift.drawer if view.shift else ZERO
        key = "menu.in_done" if self._direction == "in" else "menu.out_done"
        money = self._desk.format.money
        said = self._desk.words(key, sum=money(self._moving), drawer=money(drawer))
        self._sheet.notice.say(said, "ok")

    def _show(self) -> None:
        amount = self._sum() or ZERO
        after = self._drawer + amount if self._direction == "in" else self._drawer - amount
        self._after.show_figure(self._desk.format.money(after))
        now = self._desk.format.money(self._drawer)
        self._before.show_rows([Row(self._desk.words("menu.now"), now)])

    def _build(self) -> None:
        words, theme, sheet = self._desk.words, self._desk.theme, self._sheet
        coming = self._direction == "in"
        sheet.show_title(words("menu.in_title" if coming else "menu.out_title"))
        sheet.body.addWidget(self._build_sum(), 1)
        sheet.body.addWidget(self._build_why(coming), 1)
        self._back = KeyButton(theme, words("menu.to_menu"), "Esc", height=60)
        self._back.clicked.connect(self.left.emit)
        main = words("menu.in_do" if coming else "menu.out_do")
        self._do = KeyButton(theme, main, "F9", Kind.MAIN, 60, 22)
        self._do.clicked.connect(self.perform)
        sheet.foot.addWidget(self._back, 1)
        sheet.foot.addWidget(self._do, 2)
        self.talk_through(sheet.notice, (self._do, self._back, self._pad, self._why))

    def _build_sum(self) -> QWidget:
        words, theme = self._desk.words, self._desk.theme
        self._amount = Amount(theme, self._desk.format, words("menu.amount"))
        self._amount.edited.connect(self._show)
        self._pad = Pad(theme, self._desk.format.point, 64)
        self._pad.pressed.connect(self._amount.take)
        card, column = card_column(theme)
        column.addWidget(text(theme, words("menu.amount"), 15, colour="ink_2"))
        column.addWidget(self._amount)
        column.addWidget(self._pad, 1)
        return card

    def _build_why(self, coming: bool) -> QWidget:
        words, theme = self._desk.words, self._desk.theme
        reasons = IN_REASONS if coming else OUT_REASONS
        options = [(key, words(key)) for key in reasons]
        self._why = Choices(theme, options, 1, ("F1", "F2", "F3"), 56)
        self._why.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._after = BigFigure(theme, words("menu.after"), 48)
        self._before = Figures(theme)
        card, column = card_column(theme)
        column.addWidget(text(theme, words("menu.why"), 15, colour="ink_2"))
        column.addWidget(self._why)
        column.addStretch(1)
        column.addWidget(self._before)
        column.addWidget(self._after)
        return card


IN_REASONS = ("menu.why_change", "menu.why_fund", "menu.why_other_in")
OUT_REASONS = ("menu.why_bank", "menu.why_supplier", "menu.why_other_out")
