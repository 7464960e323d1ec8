"""What a screen shows: frozen snapshots made by the use-cases, painted by the window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from inventory.values.money import ZERO, Money, total
from inventory.values.quantity import Quantity
from inventory.values.vat import VatRate
from pos.domain.basket import EMPTY, Basket
from pos.domain.people import User


@dataclass(frozen=True, slots=True)
class ShopView:
    """The shop and its till, as set up at the first start."""

    name: str
    inn: str
    till: str
    zone: str
    tax_system: int  # 1055, one bit
    usual_vat: VatRate = VatRate.VAT_22  # of a good nobody told the rate of


@dataclass(frozen=True, slots=True)
class ShiftView:
    """The open shift and its figures so far."""

    shift: str
    number: int
    opened_at: datetime
    fund: Money
    sales: int
    returns: int
    sale_cash: Money
    sale_card: Money
    return_cash: Money
    return_card: Money
    cash_in: Money
    cash_out: Money

    @property
    def revenue(self) -> Money:
        """Sales less returns."""
        return self.sale_cash + self.sale_card - self.return_cash - self.return_card

    @property
    def drawer(self) -> Money:
        """Cash that should lie in the drawer."""
        return self.fund + self.sale_cash - self.return_cash + self.cash_in - self.cash_out


class PendingStage(Enum):
    """What an unfinished payment waits for."""

    CARD = "card"  # the customer's card at the terminal
    RECEIPT = "receipt"  # the register
    CARD_UNKNOWN = "card_unknown"  # the terminal's answer was lost; it is being asked
    RECEIPT_UNKNOWN = "receipt_unknown"  # the register's answer was lost; it is being asked
    REFUSED = "refused"  # card approved, receipt refused: try again or reverse the card
    REVERSING = "reversing"  # the card is getting its money back


@dataclass(frozen=True, slots=True)
class PendingView:
    """A payment or return under way. `trouble` names the error class last seen, or is empty."""

    basket: Basket
    stage: PendingStage
    is_return: bool
    total: Money
    received: Money
    change: Money
    card: Money
    trouble: str = ""
    detail: str = ""  # the device's own words, for support
    reversing: bool = False  # the money is on its way back to the card
    correction: bool = False  # no money moves: a document puts another right


@dataclass(frozen=True, slots=True)
class FinishedView:
    """The last sale or return, shown while nothing is sold or paid."""

    basket: Basket
    number: str
    is_return: bool
    total: Money
    received: Money
    change: Money
    card: Money
    fd: int
    contact: str  # masked
    sale: str
    correction: bool = False


@dataclass(frozen=True, slots=True)
class ParkedView:
    """A basket put aside: what a cashier tells it by."""

    basket: str
    name: str
    at: datetime
    total: Money
    positions: int
    goods: tuple[str, ...]  # names of the first few


@dataclass(frozen=True, slots=True)
class TillView:
    """Everything the till shows. `shop` is None before the first start."""

    shop: ShopView | None = None
    user: User | None = None
    shift: ShiftView | None = None
    basket: Basket = EMPTY
    pending: PendingView | None = None
    finished: FinishedView | None = None
    parked: int = 0  # baskets put aside
    errand: str = ""  # "shift_open", "shift_close", "cash_in", "cash_out" being settled
    errand_trouble: str = ""  # error class of an errand whose outcome is unknown
    catching_up: bool = False  # derived tables lag behind the facts


@dataclass(frozen=True, slots=True)
class SoldView:
    """A line of a past sale with what can still come back."""

    line: int
    name: str
    quantity: Quantity
    returned: Quantity
    price: Money
    amount: Money
    vat: VatRate

    @property
    def remaining(self) -> Quantity:
        """Not yet returned."""
        return self.quantity - self.returned

    def back_with(self, back: Mapping[int, Quantity]) -> Quantity:
        """Returned, once those quantities by line have come back."""
        return self.returned + back[self.line] if self.line in back else self.returned


@dataclass(frozen=True, slots=True)
class SaleView:
    """A past sale or return."""

    sale: str
    number: str
    is_return: bool
    of_number: str
    at: datetime
    total: Money
    cash: Money
    card: Money
    returned: Money
    fd: int
    cashier: str
    lines: tuple[SoldView, ...] = ()
    fn: str = ""  # of the drive that has the document
    sign: int = 0  # its fiscal sign

    @property
    def gross(self) -> Money:
        """Sum of its lines."""
        return total(line.amount for line in self.lines)

    @property
    def rounding(self) -> Money:
        """Kopecks that were not to be paid; told where the lines are there."""
        return self.gross - self.total if self.lines else ZERO

    def unpaid(self, back: Mapping[int, Quantity], amount: Money) -> Money:
        """What was dropped of goods that come back now; `amount` is what they were sold for.

        In proportion to all that has come back by then: parts of any size add up to what was
        paid, and at no time to more.
        """
        if not self.rounding:
            return ZERO
        gone = total(line.price.times(line.back_with(back)) for line in self.lines)
        dropped = Money(self.rounding.kopecks * gone.kopecks // self.gross.kopecks)
        return amount - (gone - dropped - self.returned)


@dataclass(frozen=True, slots=True)
class Plan:
    """How it is paid: that much by card, the rest in cash of which so much was handed over."""

    card: Money = ZERO
    received: Money = ZERO
