"""What a shop's days are made of, drawn from its seed."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

from tests.torture.makers import MAKERS, Maker

ACTS = {"sell": 58, "take_back": 16, "cash": 12, "correct": 7, "x": 4}  # how often each comes
VAT = (2, 5, 6, 7, 8, 11)  # of 2026: 20 % is over
# Few prices: then receipts of the same sum follow each other: a lost answer is not told by it.
PRICES = (100, 4550, 12990, 12990, 12990, 89900, 33, 1)
Receipt = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Character:
    """What kind of shop a seed makes."""

    seed: int
    maker: Maker
    has_threads: bool  # at the till, one for each device

    @classmethod
    def of(cls, seed: int) -> Character:
        """The shop of that seed."""
        dice = chance(seed, "shop")
        return cls(seed, dice.choice(MAKERS), dice.random() < 0.5)


@dataclass(slots=True)
class Tenders:
    """How a basket is paid; kopecks. `received` of 0 is exact cash."""

    kind: str = "sale"
    by_card: int = 0
    received: int = 0
    prepaid: int = 0
    credit: int = 0
    provision: int = 0
    rounding: int = 0  # kopecks of the total that are not to be paid
    cash: int = field(default=0, kw_only=True)

    @property
    def order(self) -> dict[str, object]:
        """For the till."""
        names = ("kind", "by_card", "received", "prepaid", "credit", "provision", "rounding")
        return {name: getattr(self, name) for name in names}

    @property
    def into_drawer(self) -> int:
        """Cash that stays; what goes out is below zero."""
        return -self.cash if self.kind == "purchase" else self.cash


def chance(seed: int, what: str) -> random.Random:
    """The same for the same seed."""
    return random.Random(f"{seed}/{what}")  # noqa: S311 — not for secrets


def acts(dice: random.Random) -> list[str]:
    """What happens between the opening and the Z of a day."""
    return dice.choices(list(ACTS), list(ACTS.values()), k=dice.randint(12, 24))


def receipt(dice: random.Random) -> Receipt:
    """Goods of a customer, as the till's files of receipts tell them."""
    items = [_item(dice, number) for number in range(1, dice.choice((1, 1, 2, 3, 6)) + 1)]
    return {"items": items, "discount": dice.choice(("", "", "", "5", "33"))}


def _item(dice: random.Random, number: int) -> Receipt:
    price, is_weighed = dice.choice(PRICES), dice.random() < 0.25
    thousandths = dice.randint(1, 3000) if is_weighed else 1000 * dice.randint(1, 4)
    item: Receipt = {"name": f"Товар {number}", "price_kop": price, "vat_code": dice.choice(VAT)}
    item |= {"qty": f"{thousandths // 1000}.{thousandths % 1000:03}"}
    item |= {"sum_kop": half_up(price, thousandths)}
    return item | ({"unit": 11} if is_weighed else {})


def half_up(price: int, thousandths: int) -> int:
    """Price times quantity to the kopeck."""
    return (price * thousandths + 500) // 1000


def tenders(dice: random.Random, total: int, drawer: int) -> Tenders:
    """How it is paid: card, cash or both; sometimes with something else beside."""
    if dice.random() < 0.04 and total <= drawer:
        return Tenders(kind="purchase", cash=total)
    other = dice.choice(("prepaid", "credit", "provision"))
    beside = dice.randint(0, total) if dice.random() < 0.1 else 0
    rounding = total % 100 if not beside and total >= 100 and dice.random() < 0.2 else 0
    rest = total - beside - rounding
    by_card = dice.choice((0, rest, rest, rest // 2))
    cash = rest - by_card
    received = cash + dice.choice((0, 0, 1, 10_000)) if cash else 0
    paid = Tenders(by_card=by_card, received=received, rounding=rounding, cash=cash)
    setattr(paid, other, beside)
    return paid


def quantities(dice: random.Random, left: dict[int, int]) -> dict[int, str]:
    """So much of each line comes back: whole pieces of pieces. All of it for an empty answer."""
    if dice.random() < 0.5:
        return {}
    back: dict[int, str] = {}
    for line, thousandths in left.items():
        if dice.random() < 0.3:
            continue
        some = dice.randint(1, thousandths)
        if thousandths % 1000 == 0:
            some = max(1000, some // 1000 * 1000)
        back[line] = f"{some // 1000}.{some % 1000:03}"
    return back
