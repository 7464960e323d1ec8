"""A basket divided into the receipts of its sellers, goods and money to the kopeck."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from inventory.values.money import ZERO, Money, total
from pos.domain.basket import Basket, BasketLine
from pos.domain.pricing import Priced, priced
from pos.domain.seller import Seller
from pos.domain.views import Plan
from pos.errors import BadInput, NotEnoughPaid, TooMuchByCard

Naming = Callable[[int], str]
KOPECKS = 100  # in a rouble


@dataclass(frozen=True, slots=True)
class Portion:
    """What becomes one receipt: goods of one seller, and the part of the money that is theirs.

    The basket has its discounts inside its prices: its total is what they cost. `plan.received`
    is above the cash of one portion alone, so that the change is printed once.
    """

    seller: Seller
    basket: Basket
    plan: Plan
    rounding: Money = ZERO

    @property
    def due(self) -> Money:
        """What the customer pays for it."""
        return self.basket.total - self.rounding

    @property
    def cash(self) -> Money:
        """The part in cash, change excluded."""
        return self.due - self.plan.card


def divided(
    basket: Basket,
    seller_of: Callable[[BasketLine], Seller],
    plan: Plan,
    *,
    rounding: Money = ZERO,
    named: Naming,
) -> tuple[Portion, ...]:
    """The portions in the order in which their sellers first come, the one with the change last.

    A discount on the whole is spread by largest remainder before the lines part, so the portions
    add up to the basket. The card pays whole portions from the largest on: it is charged once for
    each, and for as few as can be. `rounding` is dropped where a portion has kopecks. `named`
    gives the id of the basket of the n-th portion. A basket of one seller stays as it is.

    Raises TooMuchByCard, NotEnoughPaid, BadInput for a rounding beyond the kopecks.
    """
    whole = basket.total
    if not ZERO <= rounding <= Money(whole.kopecks % KOPECKS):
        raise BadInput("only the kopecks of a receipt can be dropped")
    goods = _by_seller(basket, seller_of)
    baskets = [basket] if len(goods) == 1 else _baskets(basket, list(goods.values()), named)
    dropped = _dropped([one.total for one in baskets], rounding)
    dues = [one.total - off for one, off in zip(baskets, dropped, strict=True)]
    portions = [
        Portion(seller, one, paid, off)
        for seller, one, paid, off in zip(goods, baskets, shared(dues, plan), dropped, strict=True)
    ]
    return tuple(sorted(portions, key=lambda portion: portion.plan.received > portion.cash))


def shared(dues: Sequence[Money], plan: Plan) -> list[Plan]:
    """The money shared out over sums to be paid. `received` of zero means exact cash.

    Raises TooMuchByCard, NotEnoughPaid.
    """
    due = total(dues)
    if not ZERO <= plan.card <= due:
        raise TooMuchByCard("a card pays no more than the total")
    cash = due - plan.card
    if plan.received and plan.received < cash:
        raise NotEnoughPaid("less was given than is to be paid")
    cards = _cards(dues, plan.card)
    coins = [one - card for one, card in zip(dues, cards, strict=True)]
    with_change = max(range(len(dues)), key=lambda at: coins[at].kopecks)
    more = plan.received - cash if plan.received else ZERO
    return [
        Plan(card, coin + (more if at == with_change else ZERO))
        for at, (card, coin) in enumerate(zip(cards, coins, strict=True))
    ]


def _by_seller(
    basket: Basket, seller_of: Callable[[BasketLine], Seller]
) -> dict[Seller, list[Priced]]:
    goods: dict[Seller, list[Priced]] = {}
    for part in priced(basket):
        goods.setdefault(seller_of(part.source), []).append(part)
    return goods


def _baskets(basket: Basket, goods: list[list[Priced]], named: Naming) -> list[Basket]:
    return [
        replace(
            basket,
            basket=named(number),
            lines=tuple(_line(part, at) for at, part in enumerate(parts, 1)),
            discount=0,
            next_line=len(parts) + 1,
        )
        for number, parts in enumerate(goods)
    ]


def _line(part: Priced, number: int) -> BasketLine:
    """The line with what is really paid for it as its price."""
    return replace(
        part.source,
        line=number,
        quantity=part.quantity,
        price=part.price,
        discount=0,
        item_codes=part.item_codes,
    )


def _dropped(totals: Sequence[Money], rounding: Money) -> list[Money]:
    """Each portion drops kopecks of its own alone; together they have enough of them."""
    kopecks = [one.kopecks % KOPECKS for one in totals]
    return rounding.spread(kopecks) if rounding else [ZERO] * len(totals)


def _cards(dues: Sequence[Money], card: Money) -> list[Money]:
    """From the largest on, each as much as is left: the fewest charges there can be."""
    cards = [ZERO] * len(dues)
    left = card
    for at in sorted(range(len(dues)), key=lambda at: -dues[at].kopecks):
        cards[at] = min(left, dues[at])
        left -= cards[at]
    return cards
