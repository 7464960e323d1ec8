"""What comes back of a sale, line by line, as it is typed. No Qt here.

The sums are a preview: the use-case works them out again from the books, and its word counts.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from inventory.values.money import ZERO, Money, total
from inventory.values.quantity import Quantity
from pos.domain import typed
from pos.domain.views import SaleView, SoldView
from pos.errors import BadInput, QuantityImpossible, ReturnTooLarge

DIGITS = "0123456789"
LONGEST = 9
PLACES = 3  # thousandths


@dataclass(slots=True)
class Choosing:
    """A sale and what was typed for each of its lines."""

    sale: SaleView
    point: str = ","
    typed: dict[int, str] = field(default_factory=dict)

    def press(self, line: SoldView, key: str) -> bool:
        """A digit, a separator, or "" to erase the last; False for any other key."""
        text = self.typed.get(line.line, "")
        if key == "":
            text = text[:-1]
        elif key in (",", ".") and self.point not in text and line.quantity.unit.divisible:
            text = (text or "0") + self.point
        elif len(key) == 1 and key in DIGITS:
            text = self._with_digit(text, key)
        else:
            return False
        self.typed[line.line] = text
        return True

    def _with_digit(self, text: str, digit: str) -> str:
        _, point, part = text.partition(self.point)
        if len(text) >= LONGEST or (point and len(part) == PLACES):
            return text
        return digit if text == "0" else text + digit

    def more(self, line: SoldView, steps: int) -> None:
        """A whole unit more or less, kept between nothing and all that is left."""
        now = self._quantity_or_none(line)
        thousandths = (now.thousandths if now else 0) + 1000 * steps
        self._set(line, min(max(thousandths, 0), line.remaining.thousandths))

    def whole(self) -> None:
        """Everything that is left."""
        for line in self.sale.lines:
            self._set(line, line.remaining.thousandths)

    def nothing(self) -> None:
        """Start over."""
        self.typed.clear()

    def quantity(self, line: SoldView) -> Quantity:
        """Raises BadInput, QuantityImpossible, ReturnTooLarge."""
        text = self.typed.get(line.line, "")
        if not text:
            return Quantity(0, line.quantity.unit)
        quantity = Quantity(typed.thousandths(text), line.quantity.unit)
        if not quantity.unit.divisible and not quantity.whole:
            raise QuantityImpossible("pieces are not divided")
        if quantity.thousandths > line.remaining.thousandths:
            raise ReturnTooLarge("more than was sold and not yet returned")
        return quantity

    def amount(self, line: SoldView) -> Money:
        """What it brings back; nothing while it is not right."""
        quantity = self._quantity_or_none(line)
        if quantity is None or not quantity.thousandths:
            return ZERO
        if quantity == line.remaining:
            return line.amount - line.price.times(line.returned)
        return line.price.times(quantity)

    @property
    def back(self) -> dict[int, Quantity]:
        """Lines that come back; raises as `quantity` does."""
        wanted = {line.line: self.quantity(line) for line in self.sale.lines}
        return {number: quantity for number, quantity in wanted.items() if quantity.thousandths}

    @property
    def wrong(self) -> bool:
        """Whether something typed cannot come back."""
        return any(self._quantity_or_none(line) is None for line in self.sale.lines)

    @property
    def total(self) -> Money:
        """All of it, less the kopecks that were not paid."""
        whole = total(self.amount(line) for line in self.sale.lines)
        chosen = {line.line: self._quantity_or_none(line) for line in self.sale.lines}
        back = {number: quantity for number, quantity in chosen.items() if quantity}
        return whole - self.sale.unpaid(back, whole)

    @property
    def card(self) -> Money:
        """As much to the card as it paid and has not got back."""
        left = self.sale.card - min(self.sale.card, self.sale.returned)
        return min(left, self.total)

    @property
    def cash(self) -> Money:
        """The rest, out of the drawer."""
        return self.total - self.card

    def _quantity_or_none(self, line: SoldView) -> Quantity | None:
        try:
            return self.quantity(line)
        except (BadInput, QuantityImpossible, ReturnTooLarge):
            return None

    def _set(self, line: SoldView, thousandths: int) -> None:
        whole, part = divmod(thousandths, 1000)
        tail = f"{self.point}{part:03d}" if part else ""
        self.typed[line.line] = f"{whole}{tail}" if thousandths else ""
