"""A deal: a basket with what it takes to settle it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from fiscal.domain.attempt import OutcomeState
from inventory.values.money import ZERO, Money
from pos.domain.basket import Basket
from pos.domain.correction import Correction
from pos.domain.later import Later
from pos.domain.views import Plan

NO_PLAN = Plan()


class DealKind(Enum):
    """What the basket becomes: 1054 is 1, 2 or 3."""

    SALE = "sale"
    RETURN = "return"
    PURCHASE = "purchase"


@dataclass(frozen=True, slots=True)
class Deal:
    """A sale or return from the moment it is to be settled."""

    basket: Basket
    kind: DealKind
    user: str
    shift: str
    plan: Plan = NO_PLAN
    of_sale: str = ""
    of_number: str = ""
    reason: str = ""
    tax_system: int = 1
    prepaid: Money = ZERO
    credit: Money = ZERO
    provision: Money = ZERO
    rounding: Money = ZERO  # kopecks of the total that are not to be paid
    reversing: bool = False  # the cashier chose to give the card its money back
    correction: Correction | None = None  # money moved before: this only sets documents right
    later: Later | None = None  # money and goods come at different times

    @property
    def total(self) -> Money:
        """What is to be paid or given back."""
        return self.basket.total - self.rounding

    @property
    def cash(self) -> Money:
        """The part in cash, change excluded."""
        return self.total - self.plan.card - self.prepaid - self.credit - self.provision

    @property
    def change(self) -> Money:
        """Cash to hand back to the customer."""
        if self.kind is not DealKind.SALE or not self.plan.received:
            return ZERO
        return self.plan.received - self.cash


class AttemptKind(Enum):
    """What is attempted at a device."""

    CARD_PAY = "card_pay"
    CARD_REFUND = "card_refund"
    CARD_REVERSAL = "card_reversal"
    RECEIPT = "receipt"
    SHIFT_OPEN = "shift_open"
    SHIFT_CLOSE = "shift_close"
    CASH_IN = "cash_in"
    CASH_OUT = "cash_out"

    @property
    def by_card(self) -> bool:
        """Whether the terminal is asked, not the register."""
        return self in (AttemptKind.CARD_PAY, AttemptKind.CARD_REFUND, AttemptKind.CARD_REVERSAL)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at a device, on disk before the device is called.

    `request`, `before` and `result` are JSON of the shapes in pos/usecases/attempts.py.
    """

    attempt: str
    kind: AttemptKind
    state: OutcomeState
    at: int  # ms UTC
    basket: str = ""
    request: bytes = b""
    before: bytes = b""
    result: bytes = b""
    why: str = ""
    detail: str = ""

    @property
    def settled(self) -> bool:
        """Whether its outcome is known."""
        return self.state in (OutcomeState.DONE, OutcomeState.NOT_DONE)
