"""Scan or type a code; the line is on disk before it is on the screen."""

from __future__ import annotations

from contextlib import suppress

from drivers.contracts.errors import DeviceError
from inventory.domain.catalogue import Item
from inventory.values.quantity import Quantity
from pos.domain import typed
from pos.domain.basket import Basket
from pos.domain.ports import Work
from pos.domain.views import TillView
from pos.errors import CodeNotFound, WeightNeeded
from pos.usecases.counter import Counter, cashier, shift_of
from pos.usecases.look import view
from sync.journal.rows import uuid7

DISPLAY_WIDTH = 20


def scan(counter: Counter, text: str, *, scanned: bool) -> TillView:
    """Add what `CODE` or `3*CODE` names.

    Raises CodeNotFound, BadInput, QuantityImpossible, WeightNeeded; the basket stays as it
    was. A scan is a code as a whole, whatever it contains.
    """
    entry = typed.Entry(text, None) if scanned else typed.entry(text)
    item = _item(counter, entry.code)
    return _add(counter, item, entry.code, entry.thousandths)


def add_item(counter: Counter, item_id: str, thousandths: int | None = None) -> TillView:
    """Add a good chosen from quick keys or the search."""
    item = counter.catalogue.by_id(item_id, counter.now())
    if item is None:
        raise CodeNotFound(item_id)
    return _add(counter, item, item.code or item.article, thousandths)


def price_of(counter: Counter, text: str) -> Item:
    """Price check; nothing is added."""
    return _item(counter, typed.entry(text).code)


def find_items(counter: Counter, text: str) -> list[Item]:
    """Goods whose name has those words."""
    return counter.catalogue.search(text, counter.now())


def _item(counter: Counter, code: str) -> Item:
    item = counter.catalogue.by_code(code, counter.now())
    if item is None:
        raise CodeNotFound(code)
    return item


def _add(counter: Counter, item: Item, code: str, thousandths: int | None) -> TillView:
    if thousandths is None and item.unit.divisible:
        raise WeightNeeded(item.name)
    quantity = Quantity(1000 if thousandths is None else thousandths, item.unit)
    return add_goods(counter, item, quantity, code)


def add_goods(
    counter: Counter, item: Item, quantity: Quantity, code: str, method: int = 4
) -> TillView:
    """Add a quantity of a good, or of one that is in no catalogue and sold by its price."""
    with counter.till.work() as work:
        user, shift = cashier(work), shift_of(work)
        basket = _current(work, counter)
        changed = basket.add(item, quantity, code, method=method)
        if changed.next_line != basket.next_line or len(basket.lines) == 0:
            work.shelf.put(changed, user=user.user, shift=shift.shift)
        work.shelf.put_line(changed.basket, changed.lines[-1])
        work.commit()
    _tell_customer(counter, changed)
    return view(counter)


def _current(work: Work, counter: Counter) -> Basket:
    basket = work.shelf.current()
    if basket.basket:
        return basket
    at = int(counter.now().timestamp() * 1000)
    return Basket(basket=uuid7(at), begun_at=at)


def _tell_customer(counter: Counter, basket: Basket) -> None:
    if counter.display is None or not basket.lines:
        return
    last = basket.lines[-1]
    total = f"ИТОГО{_roubles(basket.total.kopecks):>15}"
    with suppress(DeviceError):  # a display that is gone never stops a sale
        counter.display.show(last.name[:DISPLAY_WIDTH], total)


def _roubles(kopecks: int) -> str:
    return f"{kopecks // 100}.{kopecks % 100:02}"
