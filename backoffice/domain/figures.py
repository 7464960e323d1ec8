"""Figures of some days as a store sums them; `day` makes the report of them.

All amounts are kopecks, moments milliseconds of UTC. A day is the calendar day of the shop; a
shift belongs to each day it touches, because a drawer is counted by shift.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ReceiptSum:
    """All receipts of one kind."""

    kind: str  # "sale", "return", "purchase"
    count: int
    total: int
    discount: int
    cash: int
    card: int
    other: int


@dataclass(frozen=True, slots=True)
class VatSum:
    """VAT at one rate in receipts of one kind."""

    kind: str
    vat: int  # 1199
    amount: int


@dataclass(frozen=True, slots=True)
class GoodSum:
    """A good, returns taken off; `quantity` in thousandths of `unit`."""

    item: str
    name: str
    unit: int
    quantity: int
    amount: int


@dataclass(frozen=True, slots=True)
class UserSum:
    """Receipts of one kind by one cashier."""

    user: str
    name: str
    kind: str
    count: int
    total: int


@dataclass(frozen=True, slots=True)
class ShiftCash:
    """Cash of a shift; `drawer` is what the till expected at Z, None while it is open."""

    shift: str
    till: str
    number: int
    opened_at: int
    closed_at: int | None
    fund: int
    sale_cash: int
    return_cash: int
    purchase_cash: int
    cash_in: int
    cash_out: int
    drawer: int | None

    @property
    def expected(self) -> int:
        """Change fund + cash sales − cash returns and purchases + put in − taken out."""
        spent = self.return_cash + self.purchase_cash + self.cash_out
        return self.fund + self.sale_cash + self.cash_in - spent


@dataclass(frozen=True, slots=True)
class EventRow:
    """A void, a cancelled basket, a drawer opened without sale, a card reversed."""

    kind: str
    at: int
    user: str  # name
    amount: int
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A counter of the register that is not what the till has."""

    shift: int
    name: str
    ours: int
    registrar: int


@dataclass(frozen=True, slots=True)
class HourSum:
    """Sales − returns of an hour."""

    hour: int
    amount: int


@dataclass(frozen=True, slots=True)
class DayFigures:
    """What a store sums for some days."""

    receipts: list[ReceiptSum] = field(default_factory=list)
    hours: list[HourSum] = field(default_factory=list)
    vat: list[VatSum] = field(default_factory=list)
    goods: list[GoodSum] = field(default_factory=list)
    users: list[UserSum] = field(default_factory=list)
    shifts: list[ShiftCash] = field(default_factory=list)
    events: list[EventRow] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    orphans: ReceiptSum = ReceiptSum("return", 0, 0, 0, 0, 0, 0)  # returns without receipt
    tasks: int = 0
    quarantined: int = 0
