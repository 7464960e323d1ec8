"""The payment keys: what is typed and pressed becomes a plan; the card's part is kept here."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from inventory.values.money import ZERO, Money
from pos.domain.views import Plan, TillView
from pos.errors import BadInput, NotEnoughPaid, TooMuchByCard
from pos.ui.kit.trouble import Situation
from pos.ui.till import sums
from pos.ui.till.cashier import Cashier
from pos.ui.till.hot_cash import hot_cash


class Paying(QObject):
    """Emits `begun` when a plan is on its way, `refused` when what was typed is no sum."""

    begun = Signal()
    refused = Signal(Exception, Situation)
    parted = Signal()  # another part is set aside for the card

    def __init__(self, cashier: Cashier, parent: QObject) -> None:
        super().__init__(parent)
        self._cashier = cashier
        self.card_part = ZERO

    @property
    def rest(self) -> Money:
        """What is to be paid in cash."""
        return self._cashier.view.basket.total - self.card_part

    def cash(self, text: str) -> None:
        """Exact cash, or the typed sum as received."""
        try:
            received = sums.received(text, self.rest) if text else ZERO
        except (BadInput, NotEnoughPaid) as error:
            self.refused.emit(error, Situation.SELLING)
        else:
            self._begin(Plan(card=self.card_part, received=received))

    def hot(self, index: int) -> None:
        """One of the likely sums as received."""
        likely = hot_cash(self.rest)
        if index < len(likely):
            self._begin(Plan(card=self.card_part, received=likely[index]))

    def card(self) -> None:
        """All of it by card."""
        self._begin(Plan(card=self._cashier.view.basket.total))

    def split(self, text: str) -> None:
        """Set the typed sum aside for the card; no money moves before the cash is taken."""
        try:
            self.card_part = sums.card_part(text, self._cashier.view.basket.total)
        except (BadInput, TooMuchByCard) as error:
            self.refused.emit(error, Situation.CARD)
        else:
            self.parted.emit()

    def forget(self) -> None:
        """All in cash after all."""
        self.card_part = ZERO
        self.parted.emit()

    def follow(self, view: TillView) -> None:
        """A basket that has become smaller than the card's part is not split any more."""
        if self.card_part >= view.basket.total:
            self.card_part = ZERO

    def _begin(self, plan: Plan) -> None:
        self.begun.emit()
        self._cashier.pay(plan)
