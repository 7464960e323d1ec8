"""The shift in figures: what was sold, and what should lie in the drawer."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from inventory.values.money import Money
from pos.domain.views import ShiftView
from pos.ui.kit.format import Format
from pos.ui.kit.theme import Theme
from pos.ui.kit.words import Words
from pos.ui.menu.figures import BigFigure, Figures, Row
from pos.ui.menu.sheet import card_column


class ShiftFigures(QWidget):
    """Two cards: revenue by tender, and the way to the sum in the drawer."""

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._words, self._format = words, Format(words)
        self._revenue = BigFigure(theme, words("shift.revenue"))
        self._drawer = BigFigure(theme, words("shift.in_drawer"))
        self._sold, self._moved = Figures(theme), Figures(theme)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(14))
        for big, rows in ((self._revenue, self._sold), (self._drawer, self._moved)):
            card, column = card_column(theme)
            column.addWidget(big)
            column.addSpacing(theme.px(6))
            column.addWidget(rows)
            column.addStretch(1)
            row.addWidget(card, 1)

    def show_shift(self, shift: ShiftView, drawer_words: str) -> None:
        """The figures of a shift; `drawer_words` name the sum in the drawer."""
        self._revenue.show_figure(self._format.money(shift.revenue))
        self._drawer.show_figure(self._format.money(shift.drawer), drawer_words)
        self._sold.show_rows(self._sold_rows(shift))
        self._moved.show_rows(self._moved_rows(shift))

    def _sold_rows(self, shift: ShiftView) -> list[Row]:
        words, money = self._words, self._format.money
        sold, back = shift.sale_cash + shift.sale_card, shift.return_cash + shift.return_card
        return [
            Row(words("shift.sales"), money(sold), self._receipts(shift.sales), strong=True),
            Row(words("shift.cash"), money(shift.sale_cash)),
            Row(words("shift.card"), money(shift.sale_card)),
            Row(words("shift.returns"), money(back), self._receipts(shift.returns), strong=True),
            Row(words("shift.cash"), money(shift.return_cash)),
            Row(words("shift.card"), money(shift.return_card)),
        ]

    def _moved_rows(self, shift: ShiftView) -> list[Row]:
        words, money, plus, minus = self._words, self._format.money, self._plus, self._minus
        return [
            Row(words("shift.fund_short"), money(shift.fund)),
            Row(words("shift.sales"), plus(shift.sale_cash), words("shift.cash").lower()),
            Row(
                words("shift.returns"),
                minus(shift.return_cash),
                words("shift.cash").lower(),
            ),
            Row(words("shift.cash_in"), plus(shift.cash_in)),
            Row(words("shift.cash_out"), minus(shift.cash_out)),
        ]

    def _plus(self, amount: Money) -> str:
        return f"+{self._format.money(amount)}" if amount else self._format.money(amount)

    def _minus(self, amount: Money) -> str:
        return self._format.money(-amount)

    def _receipts(self, count: int) -> str:
        return self._words("shift.receipts", n=count)
