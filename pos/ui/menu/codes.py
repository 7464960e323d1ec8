"""Codes with a weight, a price or a count inside: what each prefix means, with examples."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inventory.codes.weight import Embedded, Kind, Rule, examples
from inventory.values.money import Money
from inventory.values.quantity import Quantity, Unit
from pos.domain.views import TillView
from pos.ui.kit.button import KeyButton
from pos.ui.kit.button import Kind as Weight
from pos.ui.kit.paint import LEFT, RIGHT, draw
from pos.ui.kit.screen import Screen
from pos.ui.kit.theme import MEDIUM, SEMIBOLD, SIZE
from pos.ui.kit.trouble import Situation
from pos.ui.kit.widgets import text
from pos.ui.menu.desk import Desk
from pos.ui.menu.figures import Figures, Row
from pos.ui.menu.rows import Rows
from pos.ui.menu.sheet import Sheet, card_column

PREFIXES = tuple(str(prefix) for prefix in range(20, 30))
KINDS = (None, Kind.WEIGHT, Kind.PRICE, Kind.PIECES)
DECIMALS = {Kind.WEIGHT: 3, Kind.PRICE: 2, Kind.PIECES: 0}
ITEM_DIGITS = (4, 5, 6)
LEFT_RIGHT = {Qt.Key.Key_Left.value: -1, Qt.Key.Key_Right.value: 1}
UP_DOWN = {Qt.Key.Key_Up.value: -1, Qt.Key.Key_Down.value: 1}


class CodesScreen(Screen):
    """↑ ↓ choose a prefix, ← → what it means, F2 how many digits name the good, F9 keeps."""

    def __init__(
        self, desk: Desk, rules: Sequence[Rule], keep: Callable[[Sequence[Rule]], None]
    ) -> None:
        super().__init__()
        self._desk, self._keep = desk, keep
        self._rules = {rule.prefix: rule for rule in rules}
        self._long = {prefix: rule for prefix, rule in self._rules.items() if len(prefix) > 2}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._sheet = Sheet(desk.theme)
        self._rows = Rows[str](desk.theme, 44, self._paint)
        self._examples = Figures(desk.theme, 44)
        self._build()
        self._rows.moved.connect(self._show)
        self._rows.clicked.connect(self._show)
        self._rows.show_items([*PREFIXES, *self._long])

    @property
    def rules(self) -> list[Rule]:
        """As they are now."""
        return [self._rules[prefix] for prefix in sorted(self._rules)]

    def entered(self, view: TillView) -> None:
        """Nothing of the view is shown; the keyboard is taken."""
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in UP_DOWN:
            self._rows.step(UP_DOWN[key])
        elif key in LEFT_RIGHT:
            self.turn(LEFT_RIGHT[key])
        elif key == Qt.Key.Key_F2:
            self.widen()
        elif key == Qt.Key.Key_F9:
            self.keep()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def turn(self, by: int) -> None:
        """Another meaning of the prefix: none, a weight, a price, a count."""
        prefix = self._rows.item
        if prefix is None:
            return
        rule = self._rules.pop(prefix, None)
        kind = KINDS[(KINDS.index(rule.kind if rule else None) + by) % len(KINDS)]
        if kind is not None:
            digits = rule.item_digits if rule else ITEM_DIGITS[1]
            self._rules[prefix] = rule_of(prefix, digits, kind)
        self._show()

    def widen(self) -> None:
        """Another number of digits that name the good: 4, 5, 6 and again."""
        prefix = self._rows.item
        rule = self._rules.get(prefix or "")
        if rule is not None:
            more = (digits for digits in ITEM_DIGITS if digits > rule.item_digits)
            digits = next(more, ITEM_DIGITS[0])
            self._rules[rule.prefix] = rule_of(rule.prefix, digits, rule.kind)
        self._show()

    def keep(self) -> None:
        """Keep them; they hold from the next scan."""
        call = partial(self._keep, self.rules)
        self._desk.lane.run(call, done=self._kept, failed=self._failed)

    def _kept(self, _nothing: None) -> None:
        self._sheet.notice.say(self._desk.words("menu.codes_kept"), "ok")

    def _failed(self, error: Exception) -> None:
        self.troubled.emit(error, Situation.SHIFT)

    def _show(self, *_where: object) -> None:
        rule = self._rules.get(self._rows.item or "")
        shown = examples(rule) if rule else []
        self._examples.show_rows([Row(code, self._said(said)) for code, said in shown])
        self._sheet.notice.whisper("" if shown else self._desk.words("menu.codes_plain"))
        self._rows.repaint_rows()

    def _said(self, said: Embedded) -> str:
        words, form = self._desk.words, self._desk.format
        if said.kind is Kind.PRICE:
            value = words("menu.codes_roubles", sum=form.money(Money(said.thousandths // 10)))
        else:
            unit = Unit.KILOGRAM if said.kind is Kind.WEIGHT else Unit.PIECE
            quantity = Quantity(said.thousandths, unit)
            value = f"{form.number(quantity)} {form.unit(unit)}"
        return words("menu.codes_says", item=said.item, value=value)

    def _paint(self, painter: QPainter, box: QRect, prefix: str) -> None:
        theme, words = self._desk.theme, self._desk.words
        rule = self._rules.get(prefix)
        room = box.adjusted(theme.px(12), 0, -theme.px(12), 0)
        draw(painter, room, f"{prefix}…", theme.font(19, SEMIBOLD), theme.colour("ink"), LEFT)
        meaning = words(f"menu.codes_{rule.kind.value}" if rule else "menu.codes_none")
        beside = room.adjusted(theme.px(64), 0, 0, 0)
        ink = theme.colour("ink" if rule else "ink_3")
        draw(painter, beside, meaning, theme.font(SIZE.body, MEDIUM), ink, LEFT)
        if rule:
            digits = words("menu.codes_digits", item=rule.item_digits, value=rule.value_digits)
            draw(painter, room, digits, theme.font(SIZE.small), theme.colour("ink_2"), RIGHT)

    # -- construction ---------------------------------------------------------------------

    def _build(self) -> None:
        theme, words = self._desk.theme, self._desk.words
        self._sheet.show_title(words("menu.codes"), words("menu.codes_hint"))
        self._sheet.body.addWidget(self._build_rules(), 1)
        self._sheet.body.addWidget(self._build_examples(), 1)
        acts: tuple[tuple[str, str, Callable[[], None], Weight], ...] = (
            ("menu.to_menu", "Esc", self.left.emit, Weight.PLAIN),
            ("menu.codes_turn", "→", partial(self.turn, 1), Weight.PLAIN),
            ("menu.codes_widen", "F2", self.widen, Weight.PLAIN),
            ("menu.codes_keep", "F9", self.keep, Weight.MAIN),
        )
        for label, cap, act, kind in acts:
            key = KeyButton(theme, words(label), cap, kind, 60, 18)
            key.clicked.connect(lambda _=False, act=act: act())
            self._sheet.foot.addWidget(key, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._sheet)

    def _build_rules(self) -> QWidget:
        card, column = card_column(self._desk.theme, 12)
        column.addWidget(self._rows)
        return card

    def _build_examples(self) -> QWidget:
        theme, words = self._desk.theme, self._desk.words
        card, column = card_column(theme)
        column.addWidget(text(theme, words("menu.codes_examples"), 20, SEMIBOLD))
        column.addWidget(self._examples)
        column.addStretch(1)
        return card


def rule_of(prefix: str, item_digits: int, kind: Kind) -> Rule:
    """The rule of a prefix; what is left of twelve digits is the value."""
    value_digits = 12 - len(prefix) - item_digits
    return Rule(prefix, item_digits, value_digits, kind, DECIMALS[kind])
