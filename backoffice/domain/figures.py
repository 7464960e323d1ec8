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
class LineSum:
    """Lines of a good at one purchase price, returns taken off.

    `quantity` in thousandths of `unit`; `cost` is the purchase price of a unit, None where the
    office was not told.
    """

    item: str
    name: str
    unit: int
    quantity: int
    amount: int
    cost: int | None = None


@dataclass(frozen=True, slots=True)
class UserSum:
    """Receipts of one kind by one cashier."""

    user: str
    name: str
    kind: str
    count: int
    total: int


@dataclass(frozen=True, slots=True)
class CounterRow:
    """A counter of the register at Z beside the till's own figure of that name."""

    name: str
    ours: int
    registrar: int


@dataclass(frozen=True, slots=True)
class ShiftCash:
    """Cash of a shift; `drawer` is what the till expected at Z, None while it is open.

    Sums are of the receipts the office holds; `counters` are what the register told at Z.
    """

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
    sale_card: int = 0
    return_card: int = 0
    counters: list[CounterRow] = field(default_factory=list)

    @property
    def expected(self) -> int:
        """Change fund + cash sales − cash returns and purchases + put in − taken out."""
        spent = self.return_cash + self.purchase_cash + self.cash_out
        return self.fund + self.sale_cash + self.cash_in - spent

    @property
    def gap(self) -> int:
        """What the Z report has more than the receipts say; 0 while the shift is open."""
        return 0 if self.drawer is None else self.drawer - self.expected

    @property
    def differences(self) -> list[Difference]:
        """Counters of the register that are not what the receipts add up to."""
        return [one for row in self.counters for one in self._differences(row)]

    def _differences(self, row: CounterRow) -> list[Difference]:
        """One for a counter that differs from the receipts or from the till's own Z.

        The drawer is held against the Z alone: where that is not what the receipts say, the
        gap tells it already.
        """
        ours = (row.ours,) if row.name == "drawer" else (getattr(self, row.name), row.ours)
        wrong = [amount for amount in ours if amount != row.registrar]
        return [Difference(self.number, row.name, wrong[0], row.registrar)] if wrong else []


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
    """A counter of the register that is not what the shop has."""

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
    lines: list[LineSum] = field(default_factory=list)
    users: list[UserSum] = field(default_factory=list)
    shifts: list[ShiftCash] = field(default_factory=list)
    events: list[EventRow] = field(default_factory=list)
    orphans: ReceiptSum = ReceiptSum("return", 0, 0, 0, 0, 0, 0)  # returns without receipt
    tasks: int = 0
    proposals: int = 0  # goods that tills made and nobody decided on
    quarantined: int = 0
