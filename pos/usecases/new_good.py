"""Make a good at the till for a code that no good has: a fact, and for the office a proposal."""

from __future__ import annotations

from dataclasses import dataclass

from inventory.codes import gtin, weight
from inventory.codes.spellings import spellings
from inventory.values.money import ZERO, Money
from inventory.values.quantity import Unit
from inventory.values.vat import VatRate
from pos.domain import typed
from pos.domain.people import Right
from pos.domain.views import TillView
from pos.errors import BadInput, CodeTaken
from pos.usecases import scan
from pos.usecases.counter import Counter, cashier
from pos.usecases.known_goods import KnownGoods
from sync.journal.rows import uuid7
from sync.messages.facts import GoodMade

LONGEST_CODE = 64


@dataclass(frozen=True, slots=True)
class NewGood:
    """A good as it was typed."""

    code: str
    name: str
    price: str
    unit: Unit
    vat: VatRate


def make_good(counter: Counter, new: NewGood) -> TillView:
    """Make it, then sell one: it is made even where selling it is refused.

    Raises NotAllowed, BadInput, CodeTaken before anything is made; WeightNeeded and
    ShiftNotOpenHere afterwards. A marking code gives the good its number, a label
    of the shop's scales its PLU.
    """
    name, price = _name(new.name), _price(new.price)
    code = _code(counter, new.code)
    if known := KnownGoods(counter).by_code(code, counter.now()):
        raise CodeTaken(code, known.name)
    at = counter.now()
    item = uuid7(int(at.timestamp() * 1000))
    with counter.till.work() as work:
        user = cashier(work)
        user.need(Right.NEW_GOOD)
        made = GoodMade(
            item=item,
            code=code,
            name=name,
            unit=new.unit.value,
            vat=new.vat.value,
            price=price.kopecks,
            user=user.user,
        )
        work.record(made, at, item)
        work.commit()
    return scan.scan(counter, new.code, scanned=True)


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not 0 < len(name) <= scan.NAME_LIMIT or not name.isprintable():
        raise BadInput("a good has a name of at most 128 characters")
    return name


def _price(text: str) -> Money:
    price = typed.money(text)
    if price <= ZERO:
        raise BadInput("a price is more than nothing")
    return price


def _code(counter: Counter, text: str) -> str:
    code = text.strip()
    if gtin.within(code):
        return spellings(code)[0]
    if not 0 < len(code) <= LONGEST_CODE or not code.isprintable() or " " in code:
        raise BadInput("that is no code a good could have")
    said = weight.read(code, scan.rules(counter))
    return said.names()[-1] if said else code
