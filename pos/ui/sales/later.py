"""Prepayment, advance, credit, and what settles them: one page, F9 makes the receipt."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inventory.values.money import ZERO, Money
from pos.domain.later import ClaimView, LaterKind
from pos.domain.views import SaleView, TillView
from pos.errors import BadInput, NothingOwed
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
from pos.ui.sales.paying_later import PayingLater

F1 = Qt.Key.Key_F1.value
KINDS = tuple(LaterKind)
CAPS = ("F1", "F2", "F3", "F4", "F5")


class LaterScreen(ErrandScreen):
    """Begun from the list of sales: the receipt in front may be the first one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, Situation.SELLING)
        self._paying = PayingLater()
        self._fields: dict[str, Field] = {}
        self._build()

    def begin(self, sale: SaleView | None, view: TillView) -> None:
        """What can be made follows from the basket and from what the receipt leaves open."""
        self._paying = PayingLater(view.basket.total)
        for one in self._fields.values():
            one.set_value("")
            one.show_fault("")
        self.say("", "accent")
        self._allow()
        self._fields["amount"].setFocus()
        if sale is not None:
            call = partial(self._desk.acts.claim, sale.sale)
            self._desk.lane.run(call, done=self._claimed, failed=self._unclaimed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if F1 <= key < F1 + len(KINDS):
            self._kind.choose_number(key - F1)
        elif key == Qt.Key.Key_F9:
            self.perform()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def perform(self) -> None:
        """Commit it, if all is told; the window then carries it out."""
        fault = self._paying.fault
        for name, one in self._fields.items():
            one.show_fault(self._desk.words(f"later.bad_{name}") if name == fault else "")
        if fault or self._kind.value not in self._paying.kinds:
            return
        call = partial(self._desk.acts.begin_later, self._paying.wish)
        self.run(self._desk.words("later.preparing"), call, self._begun)

    def type(self, name: str, value: str) -> None:
        """Type into a field."""
        self._fields[name].set_value(value)
        self._typed(name)

    def _claimed(self, claim: ClaimView) -> None:
        self._paying.claim = claim
        self._allow()

    def _unclaimed(self, error: Exception) -> None:
        if not isinstance(error, NothingOwed):
            self.troubled.emit(error, self._situation)

    def _allow(self) -> None:
        able = self._paying.kinds
        for kind in KINDS:
            self._kind.allow(kind, kind in able)
        settling = able & {LaterKind.SETTLED, LaterKind.REPAID}
        first = next(iter(settling), next(kind for kind in KINDS if kind in able))
        self._kind.choose(first)
        self._chosen()

    def _chosen(self) -> None:
        self._paying.kind = self._kind.value
        self._show()

    def _typed(self, name: str) -> None:
        self._paying.texts[name] = self._fields[name].value
        self._show()

    def _begun(self, view: TillView) -> None:
        self.left.emit()
        self.changed.emit(view)

    def _show(self) -> None:
        words, paying, kind = self._desk.words, self._paying, self._kind.value.value
        money = self._desk.format.money
        known = paying.claim
        about = words(f"later.about_{kind}", number=known.number if known else "")
        self._about.setText(about)
        self._fields["amount"].setEnabled(paying.asks_amount)
        now, card = self._sum("now"), self._sum("card")
        self._now.show_figure(money(now))
        self._ways.show_rows(
            [
                Row(words("later.cash"), money(now - card)),
                Row(words("later.by_card"), money(card)),
                Row(words(f"later.open_{kind}"), money(self._sum("later")), strong=True),
            ]
        )

    def _sum(self, name: str) -> Money:
        try:
            found = getattr(self._paying, name)
        except BadInput:
            return ZERO
        return found if isinstance(found, Money) else ZERO

    # -- construction ---------------------------------------------------------------------

    def _build(self) -> None:
        theme, words = self._desk.theme, self._desk.words
        sheet = Sheet(theme)
        sheet.show_title(words("later.title"))
        sheet.body.addWidget(self._build_questions(), 5)
        sheet.body.addWidget(self._build_sums(), 4)
        back = KeyButton(theme, words("sales.back"), "Esc", height=60)
        back.clicked.connect(self.left)
        self._do = KeyButton(theme, words("later.do"), "F9", Kind.MAIN, 60, 22)
        self._do.clicked.connect(self.perform)
        sheet.foot.addWidget(back, 1)
        sheet.foot.addWidget(self._do, 2)
        self.talk_through(sheet.notice, [back, self._do])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(sheet)

    def _build_questions(self) -> QWidget:
        theme, words = self._desk.theme, self._desk.words
        kinds = [(kind, words(f"later.{kind.value}")) for kind in KINDS]
        self._kind: Choices[LaterKind] = Choices(theme, kinds, 1, CAPS)
        self._kind.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._kind.chosen.connect(self._chosen)
        self._about = text(theme, "", SIZE.small, colour="ink_2")
        card, column = card_column(theme)
        column.addWidget(self._kind)
        column.addSpacing(theme.px(8))
        column.addWidget(self._about)
        column.addStretch(1)
        return card

    def _build_sums(self) -> QWidget:
        theme, words = self._desk.theme, self._desk.words
        self._now = BigFigure(theme, words("later.now"), 48)
        self._ways = Figures(theme, 44)
        card, column = card_column(theme)
        for name in ("amount", "card"):
            one = Field(theme, words(f"later.{name}"), longest=12)
            one.edited.connect(partial(self._typed, name))
            self._fields[name] = one
            column.addWidget(one)
        column.addStretch(1)
        column.addWidget(self._now)
        column.addWidget(self._ways)
        return card
