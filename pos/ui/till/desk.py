"""The desk of a real till: the use-cases with their counter filled in.

Apart from its port, so that the window itself waits for none of what the use-cases import.
"""

from __future__ import annotations

from inventory.domain.catalogue import Item
from inventory.values.quantity import Unit
from inventory.values.vat import VatRate
from pos.domain.views import ParkedView, Plan, TillView
from pos.usecases import decide, edit, look, new_good, park, pay, scan
from pos.usecases.counter import Counter


class CounterDesk:
    """Hands every request to the use-case of that name."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def view(self) -> TillView:
        return look.view(self._counter)

    def scan(self, text: str, *, scanned: bool) -> TillView:
        return scan.scan(self._counter, text, scanned=scanned)

    def add_item(self, item: str, thousandths: int | None) -> TillView:
        return scan.add_item(self._counter, item, thousandths)

    def price_of(self, text: str) -> Item:
        return scan.price_of(self._counter, text)

    def find_items(self, text: str) -> list[Item]:
        return scan.find_items(self._counter, text)

    def sell_by_price(self, price: str, name: str) -> TillView:
        return scan.sell_by_price(self._counter, price, name)

    def make_good(self, code: str, name: str, price: str, unit: Unit, vat: VatRate) -> TillView:
        made = new_good.NewGood(code, name, price, unit, vat)
        return new_good.make_good(self._counter, made)

    def park(self, name: str) -> TillView:
        return park.park(self._counter, name)

    def parked(self) -> list[ParkedView]:
        return park.parked(self._counter)

    def recall(self, basket: str) -> TillView:
        return park.recall(self._counter, basket)

    def set_quantity(self, line: int, text: str) -> TillView:
        return edit.set_quantity(self._counter, line, text)

    def set_price(self, line: int, text: str) -> TillView:
        return edit.set_price(self._counter, line, text)

    def set_line_discount(self, line: int, text: str) -> TillView:
        return edit.set_line_discount(self._counter, line, text)

    def set_discount(self, text: str) -> TillView:
        return edit.set_discount(self._counter, text)

    def void_line(self, line: int) -> TillView:
        return edit.void_line(self._counter, line)

    def cancel_basket(self) -> TillView:
        return edit.cancel_basket(self._counter)

    def set_contact(self, text: str) -> TillView:
        return edit.set_contact(self._counter, text)

    def toggle_paper(self) -> TillView:
        return edit.toggle_paper(self._counter)

    def begin(self, plan: Plan) -> TillView:
        return pay.begin(self._counter, plan)

    def try_again(self) -> TillView:
        return pay.try_again(self._counter)

    def reverse_card(self) -> TillView:
        return pay.reverse_card(self._counter)

    def decide_card(self, *, moved: bool, pin: str, reason: str) -> TillView:
        return decide.decide_card(self._counter, moved=moved, pin=pin, reason=reason)

    def carry_out(self) -> TillView:
        return pay.carry_out(self._counter)
