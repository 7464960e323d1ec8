"""The correction wizard: what happened, on what ground, how it really was; F9 makes it."""

from __future__ import annotations

from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fiscal.usecases.probe import Probe
from inventory.values.money import ZERO, Money
from pos.domain.correction import CorrectionCause, CorrectionRight
from pos.domain.views import SaleView, TillView
from pos.errors import BadInput
from pos.ui.kit.button import KeyButton, Kind
from pos.ui.kit.theme import SIZE
from pos.ui.kit.trouble import Situation
from pos.ui.kit.widgets import text
from pos.ui.menu.choice import Choices
from pos.ui.menu.desk import Desk
from pos.ui.menu.errand import ErrandScreen
from pos.ui.menu.field import Field
from pos.ui.menu.figures import BigFigure, Figures, Row
from pos.ui.menu.sheet import Sheet, card_column
from pos.ui.sales.mending import Mending
from pos.usecases.correct import LONGEST_REASON, TOTALS_ALONE

RIGHTS = {
    CorrectionRight.SAME: "correct.right_same",
    CorrectionRight.BASKET: "correct.right_basket",
    CorrectionRight.NONE: "correct.right_none",
}
CAUSES = {CorrectionCause.OWN: "correct.own", CorrectionCause.ORDER: "correct.order"}
F1, F3, F6 = Qt.Key.Key_F1.value, Qt.Key.Key_F3.value, Qt.Key.Key_F6.value
NEVER = date.min  # no day yet: the till's clock comes with the register's answer
LONGEST = {"day": 10, "number": 32, "reason": LONGEST_REASON, "card": 12}


class CorrectScreen(ErrandScreen):
    """One page: no step hides another. The register is asked only which FFD it works by."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, Situation.SELLING)
        self._mending = Mending(NEVER)
        self._fields: dict[str, Field] = {}
        self._build()

    def begin(self, sale: SaleView | None, view: TillView) -> None:
        """A receipt of the list, or none; what lies in the basket may be what was sold."""
        zone = ZoneInfo(view.shop.zone if view.shop else "UTC")
        opened = view.shift.opened_at.astimezone(zone).date() if view.shift else NEVER
        wrong = sale is not None and not sale.is_return and not sale.returned
        known = sale if wrong else None
        self._mending = Mending(opened, view.basket.total, known, wrong=wrong)
        settled = known.at.astimezone(zone).date() if known else opened
        self._fill("day", f"{settled:%d.%m.%Y}")
        self._fill("card", self._desk.format.money(known.card) if known else "")
        for name in ("number", "reason"):
            self._fill(name, "")
        self._what.allow(True, wrong)
        self._what.allow(False, bool(view.basket.lines))
        self._right.allow(CorrectionRight.BASKET, bool(view.basket.lines))
        self._what.choose(wrong)
        self._right.choose(CorrectionRight.SAME)
        self._cause.choose(CorrectionCause.OWN)
        self.say("", "accent")
        self._show()
        self._fields["reason"].setFocus()
        said = self._desk.words("register.asking")
        self.run(said, self._desk.acts.register, self._asked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if F1 <= key < F3:
            self._what.choose_number(key - F1)
        elif F3 <= key < F6:
            self._right.choose_number(key - F3)
        elif F6 <= key <= F6 + 1:
            self._cause.choose_number(key - F6)
        elif key == Qt.Key.Key_F8:
            self.print_memo()
        elif key == Qt.Key.Key_F9:
            self.perform()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def perform(self) -> None:
        """Commit it, if all is told; the window then carries it out."""
        faults = self._mending.faults
        for name, one in self._fields.items():
            one.show_fault(self._desk.words(faults[name]) if name in faults else "")
        if faults or not self._do.isEnabled():
            return
        call = partial(self._desk.acts.begin_correction, self._mending.wish)
        self.run(self._desk.words("correct.preparing"), call, self._begun)

    def print_memo(self) -> None:
        """The memo of the last correction once more."""
        said = self._desk.words("correct.printing")
        self.run(said, self._desk.acts.print_memo, self._printed)

    def type(self, name: str, value: str) -> None:
        """Type into a field."""
        self._fill(name, value)
        self._show()

    def _fill(self, name: str, value: str) -> None:
        self._fields[name].set_value(value)
        self._fields[name].show_fault("")
        self._mending.texts[name] = value

    def _asked(self, seen: Probe) -> None:
        today, day = seen.till_clock.date(), self._fields["day"].value
        if self._mending.sale is None and day == f"{self._mending.today:%d.%m.%Y}":
            self._fill("day", f"{today:%d.%m.%Y}")
        self._mending.today = today
        self._mending.is_itemised = seen.status.ffd not in TOTALS_ALONE
        self.say("", "accent")
        self._show()

    def _begun(self, view: TillView) -> None:
        self.left.emit()
        self.changed.emit(view)

    def _printed(self, _nothing: None) -> None:
        self.say(self._desk.words("correct.printed"), "ok")

    def _chosen(self) -> None:
        if self._mending.wrong is not self._what.value:
            sale = self._mending.sale if self._what.value else None
            self._fill("card", self._desk.format.money(sale.card) if sale else "")
        self._mending.wrong = self._what.value
        self._mending.right = self._right.value
        self._mending.cause = self._cause.value
        self._show()

    def _typed(self, name: str) -> None:
        self._mending.texts[name] = self._fields[name].value
        self._show()

    def _show(self) -> None:
        words, money, mending = self._desk.words, self._desk.format.money, self._mending
        self._right.setEnabled(mending.wrong)
        known = mending.sale if mending.wrong else None
        number = words("correct.of", number=known.number) if known else words("correct.of_basket")
        self._total.show_figure(money(mending.total), number)
        self._cash.show_rows([Row(words("correct.cash"), money(self._rest()))])
        made = [Row(words(one.words), money(one.total)) for one in mending.documents]
        self._made.show_rows([*made, Row(words("correct.memo"), "")])
        self._fields["card"].setEnabled(bool(mending.total))
        self._do.setEnabled(mending.possible)
        self._how.setText(words("correct.no_money" if mending.possible else "correct.scan_first"))

    def _rest(self) -> Money:
        try:
            return self._mending.total - self._mending.card
        except BadInput:
            return ZERO

    # -- construction ---------------------------------------------------------------------

    def _build(self) -> None:
        theme, words = self._desk.theme, self._desk.words
        sheet = Sheet(theme)
        sheet.show_title(words("correct.title"))
        sheet.body.addWidget(self._build_questions(), 5)
        sheet.body.addWidget(self._build_answer(), 4)
        back = KeyButton(theme, words("sales.back"), "Esc", height=60)
        back.clicked.connect(self.left)
        again = KeyButton(theme, words("correct.memo_again"), "F8", height=60, size=17)
        again.clicked.connect(self.print_memo)
        self._do = KeyButton(theme, words("correct.do"), "F9", Kind.MAIN, 60, 22)
        self._do.clicked.connect(self.perform)
        for part, stretch in ((back, 1), (again, 1), (self._do, 2)):
            sheet.foot.addWidget(part, stretch)
        self.talk_through(sheet.notice, [back, again])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(sheet)

    def _build_questions(self) -> QWidget:
        theme, words = self._desk.theme, self._desk.words
        kinds = [(True, words("correct.wrong")), (False, words("correct.unregistered"))]
        self._what: Choices[bool] = Choices(theme, kinds, 2, ("F1", "F2"))
        rights = [(value, words(key)) for value, key in RIGHTS.items()]
        self._right: Choices[CorrectionRight] = Choices(theme, rights, 3, ("F3", "F4", "F5"), 60)
        causes = [(value, words(key)) for value, key in CAUSES.items()]
        self._cause: Choices[CorrectionCause] = Choices(theme, causes, 2, ("F6", "F7"))
        card, column = card_column(theme)
        for key, choices in (
            ("correct.what", self._what),
            ("correct.how", self._right),
            ("correct.ground", self._cause),
        ):
            column.addWidget(text(theme, words(key), SIZE.small, colour="ink_2"))
            column.addWidget(choices)
            choices.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            choices.chosen.connect(self._chosen)
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        for name in ("day", "number"):
            row.addWidget(self._field(name), 1)
        column.addLayout(row)
        column.addWidget(self._field("reason"))
        column.addStretch(1)
        return card

    def _build_answer(self) -> QWidget:
        theme = self._desk.theme
        self._total = BigFigure(theme, self._desk.words("correct.of_basket"), 44)
        self._cash, self._made = Figures(theme, 40), Figures(theme, 44, 16)
        self._how = text(theme, "", SIZE.small, colour="ink_2")
        card, column = card_column(theme)
        column.addWidget(self._total)
        column.addWidget(self._field("card"))
        column.addWidget(self._cash)
        column.addStretch(1)
        column.addWidget(text(theme, self._desk.words("correct.made"), 20))
        column.addWidget(self._made)
        column.addWidget(self._how)
        return card

    def _field(self, name: str) -> Field:
        label = self._desk.words(f"correct.{name}")
        one = Field(self._desk.theme, label, longest=LONGEST[name])
        one.edited.connect(partial(self._typed, name))
        self._fields[name] = one
        return one
