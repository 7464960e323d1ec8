"""People at the till: roles, rights, limits."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from pos.errors import NotAllowed


class Right(Enum):
    """A right per operation; `DISCOUNT` and `PRICE` are limited by `max_discount` as well."""

    DISCOUNT = "discount"
    PRICE = "price"
    VOID = "void"
    CANCEL = "cancel"
    RETURN = "return"
    RETURN_WITHOUT_RECEIPT = "return_without_receipt"
    CASH = "cash"
    DRAWER = "drawer"
    X_REPORT = "x"
    SHIFT = "shift"
    COPY = "copy"
    CARD_DECISION = "card_decision"
    CORRECT = "correct"
    LATER = "later"
    RECEIVE = "receive"
    NEW_GOOD = "new_good"
    SETTINGS = "settings"


CASHIER = frozenset(
    {Right.DISCOUNT, Right.VOID, Right.CANCEL, Right.RETURN, Right.SHIFT, Right.COPY, Right.CASH}
)
SENIOR = CASHIER | {
    Right.PRICE,
    Right.RETURN_WITHOUT_RECEIPT,
    Right.DRAWER,
    Right.X_REPORT,
    Right.CARD_DECISION,
    Right.CORRECT,
    Right.LATER,
    Right.RECEIVE,
    Right.NEW_GOOD,
}
OWNER = frozenset(Right)

ROLES = {"cashier": CASHIER, "senior": SENIOR, "owner": OWNER}
MAX_DISCOUNT = {"cashier": 500, "senior": 3000, "owner": 10_000}  # 1/100 of a per cent


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may log in."""

    user: str
    name: str
    role: str
    rights: frozenset[Right]
    max_discount: int = 0  # 1/100 of a per cent
    inn: str = ""  # 1203

    def need(self, right: Right) -> None:
        """Raises NotAllowed without the right."""
        if right not in self.rights:
            raise NotAllowed(right.value)

    def need_discount(self, hundredths: int) -> None:
        """Raises NotAllowed for a discount above the limit."""
        self.need(Right.DISCOUNT)
        if hundredths > self.max_discount:
            raise NotAllowed(Right.DISCOUNT.value)
