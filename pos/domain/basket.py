"""The basket: lines with price, name and VAT frozen at scan."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum

from inventory.domain.catalogue import Item
from inventory.values.money import ZERO, Money
from inventory.values.quantity import Quantity, Unit
from inventory.values.vat import VatRate
from pos.domain.buyer import Buyer
from pos.errors import (
    BasketBusy,
    DiscountImpossible,
    LineUnknown,
    QuantityImpossible,
)

MOST_THOUSANDTHS = 999_999_000
WHOLE = 10_000  # hundred per cent in 1/100 of a per cent


class BasketState(Enum):
    """OPEN takes scans; PAYING has an attempt under way; REFUSED was paid, not fiscalised.

    PARKED is put aside until it is recalled: it takes no scans and outlives the shift.
    """

    OPEN = "open"
    PARKED = "parked"
    PAYING = "paying"
    REFUSED = "refused"
    CLOSED = "closed"
    CANCELLED = "cancelled"


MOVES = {
    BasketState.OPEN: {BasketState.PAYING, BasketState.PARKED, BasketState.CANCELLED},
    BasketState.PARKED: {BasketState.OPEN},
    BasketState.PAYING: {
        BasketState.CLOSED,
        BasketState.REFUSED,
        BasketState.OPEN,
        BasketState.CANCELLED,
    },
    BasketState.REFUSED: {BasketState.PAYING, BasketState.OPEN, BasketState.CANCELLED},
    BasketState.CLOSED: set[BasketState](),
    BasketState.CANCELLED: set[BasketState](),
}


@dataclass(frozen=True, slots=True)
class BasketLine:
    """A line. `price` is the unit price without discount; `discount` in 1/100 of a per cent.

    `gross` is its sum before any discount; `amount` the one after the line's own price and
    discount, before the receipt's. They are reckoned once: a screen asks for them at every scan.
    """

    line: int
    item: str
    code: str
    name: str
    quantity: Quantity
    list_price: Money
    price: Money
    vat: VatRate
    subject: int = 1  # 1212
    method: int = 4  # 1214
    discount: int = 0
    item_codes: tuple[str, ...] = ()
    of_line: int = 0  # in a return: the line of the sale
    gross: Money = field(init=False, compare=False, repr=False)
    amount: Money = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        whole = self.price.times(self.quantity)
        object.__setattr__(self, "gross", self.list_price.times(self.quantity))
        object.__setattr__(self, "amount", whole - whole.share(self.discount))

    def takes(self, item: Item) -> bool:
        """Whether a repeated scan may add to this line; a marked good never does."""
        return (
            bool(self.item)
            and self.item == item.item
            and (self.name, self.vat, self.subject) == (item.name, item.vat, item.subject)
            and self.price == self.list_price == item.price
            and not self.discount
            and not self.item_codes
            and self.quantity.unit is item.unit is Unit.PIECE
        )


@dataclass(frozen=True, slots=True)
class Basket:
    """What the customer buys. A changed basket is a new one, its sums are reckoned once.

    `before_discount` is the sum of the lines before the receipt's discount, `total` what is to be
    paid.
    """

    basket: str
    lines: tuple[BasketLine, ...] = ()
    state: BasketState = BasketState.OPEN
    discount: int = 0  # of the whole receipt, 1/100 of a per cent
    contact: str = ""  # phone or e-mail for an electronic receipt
    buyer: Buyer | None = None  # a business, if it is one
    paperless: bool = False  # with a contact: sent and not printed
    begun_at: int = 0  # ms UTC
    next_line: int = 1
    parked_at: int = 0  # ms UTC of the last time it was put aside; its prices are of before
    before_discount: Money = field(init=False, compare=False, repr=False)
    total: Money = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        whole = Money(sum([line.amount.kopecks for line in self.lines]))
        object.__setattr__(self, "before_discount", whole)
        object.__setattr__(self, "total", whole - whole.share(self.discount))

    @property
    def saved(self) -> Money:
        """All discounts together."""
        return Money(sum([line.gross.kopecks for line in self.lines])) - self.total

    def line(self, number: int) -> BasketLine:
        """Raises LineUnknown."""
        for line in self.lines:
            if line.line == number:
                return line
        raise LineUnknown(f"no line {number}")

    def add(
        self, item: Item, quantity: Quantity, code: str, item_code: str = "", method: int = 4
    ) -> Basket:
        """Put goods in: onto the last line of the same good, else as a new line.

        With an item code (marking) it is one piece, and the same code is not taken twice.
        """
        self.need_open()
        _check_quantity(quantity)
        if item_code:
            self._need_new_piece(item_code, quantity)
        last = self.lines[-1] if self.lines else None
        if last is not None and not item_code and last.takes(item):
            return self.with_quantity(last.line, last.quantity + quantity)
        line = BasketLine(
            line=self.next_line,
            item=item.item,
            code=code,
            name=item.name,
            quantity=quantity,
            list_price=item.price,
            price=item.price,
            vat=item.vat,
            subject=item.subject,
            method=method,
            item_codes=(item_code,) if item_code else (),
        )
        return replace(self, lines=(*self.lines, line), next_line=self.next_line + 1)

    def _need_new_piece(self, item_code: str, quantity: Quantity) -> None:
        if quantity.thousandths != 1000:
            raise QuantityImpossible("a marked good is scanned piece by piece")
        if any(item_code in line.item_codes for line in self.lines):
            raise QuantityImpossible("this very piece is in the basket already")

    def with_quantity(self, number: int, quantity: Quantity) -> Basket:
        """Another quantity on a line; a marked line keeps one piece per code."""
        _check_quantity(quantity)
        line = self.line(number)
        if line.item_codes and quantity != line.quantity:
            raise QuantityImpossible("a marked good is scanned piece by piece")
        return self._put(replace(line, quantity=quantity))

    def with_price(self, number: int, price: Money) -> Basket:
        """Another unit price on a line."""
        if price.kopecks <= 0:
            raise DiscountImpossible("a price is more than nothing")
        return self._put(replace(self.line(number), price=price))

    def with_line_discount(self, number: int, hundredths: int) -> Basket:
        """A per-cent discount on a line."""
        _check_discount(hundredths)
        return self._put(replace(self.line(number), discount=hundredths))

    def with_discount(self, hundredths: int) -> Basket:
        """A per-cent discount on the whole receipt."""
        self.need_open()
        _check_discount(hundredths)
        return replace(self, discount=hundredths)

    def without(self, number: int) -> Basket:
        """Take a line out."""
        self.need_open()
        gone = self.line(number)
        return replace(self, lines=tuple(line for line in self.lines if line is not gone))

    def moved(self, to: BasketState) -> Basket:
        """Change state through the one gate."""
        if to not in MOVES[self.state]:
            raise BasketBusy(f"a {self.state.value} basket cannot become {to.value}")
        return replace(self, state=to)

    def need_open(self) -> None:
        """Raises BasketBusy while it is being paid."""
        if self.state is not BasketState.OPEN:
            raise BasketBusy(f"the basket is {self.state.value}")

    def _put(self, changed: BasketLine) -> Basket:
        self.need_open()
        lines = tuple(changed if line.line == changed.line else line for line in self.lines)
        return replace(self, lines=lines)


EMPTY = Basket(basket="")


def deepest_discount(line: BasketLine, receipt_discount: int) -> int:
    """How far below the list price the customer pays, in 1/100 of a per cent, rounded up.

    Taken from prices and per cents, not from rounded sums: 5 % of 0,99 is 5 %, though the
    half kopeck makes it 5 kopecks.
    """
    listed = line.list_price.kopecks * WHOLE
    if not listed:
        return 0
    paid = line.price.kopecks * (WHOLE - line.discount) * (WHOLE - receipt_discount)
    return max(0, WHOLE - paid // listed)


def _check_quantity(quantity: Quantity) -> None:
    if not 0 < quantity.thousandths <= MOST_THOUSANDTHS:
        raise QuantityImpossible("a quantity is more than nothing and below a million")
    if not quantity.unit.divisible and not quantity.whole:
        raise QuantityImpossible("pieces are not divided")


def _check_discount(hundredths: int) -> None:
    if not 0 <= hundredths < WHOLE:
        raise DiscountImpossible("a discount is from 0 to 99,99 per cent")


__all__ = ["EMPTY", "ZERO", "Basket", "BasketLine", "BasketState", "deepest_discount"]
