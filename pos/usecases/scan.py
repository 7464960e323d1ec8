"""Scan or type a code; the line is on disk before it is on the screen."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from inventory.codes import weight
from inventory.codes.weight import BadRule, Embedded, Rule
from inventory.domain.catalogue import Item
from inventory.values.quantity import Quantity, Unit, pieces
from pos.domain import label, typed
from pos.domain.basket import Basket
from pos.domain.ports import Work
from pos.domain.views import TillView
from pos.errors import BadInput, CodeNotFound, QuantityImpossible
from pos.usecases import look, weigh
from pos.usecases.counter import Counter, cashier, shift_of, usual_rate
from pos.usecases.customer import told
from pos.usecases.known_goods import KnownGoods
from sync.journal import rows

log = logging.getLogger(__name__)

NAME_LIMIT = 128  # tag 1030
NAMELESS = "Товар"


def scan(counter: Counter, text: str, *, scanned: bool) -> TillView:
    """Add what `CODE` or `3*CODE` names.

    Raises CodeNotFound, BadInput, QuantityImpossible, WeightNeeded; the basket stays as it
    was. A scan is a code as a whole, whatever it contains.
    """
    entry = typed.Entry(text, None) if scanned else typed.entry(text)
    item = KnownGoods(counter).by_code(entry.code, counter.now())
    if item is None:
        return _add_labelled(counter, entry)
    return add(counter, item, entry.code, entry.thousandths)


def add_item(counter: Counter, item_id: str, thousandths: int | None = None) -> TillView:
    """Add a good chosen from quick keys or the search."""
    item = KnownGoods(counter).by_id(item_id, counter.now())
    if item is None:
        raise CodeNotFound(item_id, may_be_made=False)
    return add(counter, item, item.code or item.article, thousandths)


def sell_by_price(counter: Counter, price: str, name: str) -> TillView:
    """Sell something that is in no catalogue for a typed price; a name helps the customer.

    VAT as the shop's setting `shop.vat` says (1199), else by its tax system. Raises BadInput.
    """
    amount = typed.money(price)
    if not amount:
        raise BadInput("a price is more than nothing")
    with counter.till.work() as work:
        rate = usual_rate(work)
    words = " ".join(name.split())[:NAME_LIMIT] or NAMELESS
    item = Item("", "", words, Unit.PIECE, rate, amount)
    return add_goods(counter, item, pieces(1), "")


def price_of(counter: Counter, text: str) -> Item:
    """Price check; nothing is added."""
    code = typed.entry(text).code
    item = KnownGoods(counter).by_code(code, counter.now())
    return item or _labelled(counter, code)[0]


def find_items(counter: Counter, text: str) -> list[Item]:
    """Goods whose name has those words."""
    return KnownGoods(counter).search(text, counter.now())


def _add_labelled(counter: Counter, entry: typed.Entry) -> TillView:
    """A label of the shop's own scales says how much; in front of it no quantity makes sense."""
    item, said = _labelled(counter, entry.code)
    if entry.thousandths is not None:
        raise QuantityImpossible("the label says how much; scan it once for each package")
    sold, quantity = label.bought(item, said)
    return add_goods(counter, sold, quantity, entry.code)


def _labelled(counter: Counter, code: str) -> tuple[Item, Embedded]:
    """The good a label names by its PLU, and what it says. Raises CodeNotFound."""
    said = weight.read(code, rules(counter))
    for plu in said.names() if said else ():
        item = KnownGoods(counter).by_code(plu, counter.now())
        if said and item:
            return item, said
    raise CodeNotFound(code)


def rules(counter: Counter) -> Sequence[Rule]:
    """The shop's rules; a setting nobody can read must not stop the goods with plain codes."""
    with counter.till.work() as work:
        kept = work.setting(weight.SETTING)
    try:
        return weight.rules_of(kept)
    except BadRule as error:
        log.error("the setting %s cannot be read, usual rules hold: %s", weight.SETTING, error)  # noqa: TRY400 — no fault of ours
        return weight.USUAL


def add(counter: Counter, item: Item, code: str, thousandths: int | None = None) -> TillView:
    """Add a good by its code, one by weight with what the scales tell. Raises WeightNeeded."""
    if thousandths is None and item.unit.divisible:
        shown = add_goods(counter, item, weigh.weighed(counter, item), code)
        weigh.sold(counter)
        return shown
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
        shown = look.after(work, changed, user, shift)
        work.commit()
    return told(counter, shown)


def _current(work: Work, counter: Counter) -> Basket:
    basket = work.shelf.current()
    if basket.basket:
        return basket
    at = int(counter.now().timestamp() * 1000)
    return Basket(basket=rows.uuid7(at), begun_at=at)
