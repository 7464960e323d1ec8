"""Goods of several tax systems in one basket: a receipt for each, paid one after the other.

All of them are on disk before the first is begun. What is printed stays; when one fails, those
behind it come back into its basket, to be paid anew or given up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import msgspec

from pos.domain.basket import Basket, BasketLine
from pos.domain.deal import Deal, DealKind
from pos.domain.division import divided
from pos.domain.ports import Work
from pos.domain.seller import Seller, Sellers
from pos.usecases.counter import Counter
from sync.journal.rows import uuid7

TAX_SYSTEMS = "shop.tax_systems"  # JSON: group of goods → bit of 1055


def of_deal(counter: Counter, work: Work, deal: Deal) -> tuple[Deal, ...]:
    """The deals that a sale is made of; itself where all of its goods are of one tax system."""
    named = work.setting(TAX_SYSTEMS)
    if not named or deal.kind is not DealKind.SALE or deal.prepaid or deal.credit or deal.provision:
        return (deal,)
    sellers = _sellers(named, Seller(deal.tax_system))
    portions = divided(
        deal.basket,
        _seller_of(counter, sellers),
        deal.plan,
        rounding=deal.rounding,
        named=lambda _number: uuid7(int(counter.now().timestamp() * 1000)),
    )
    return tuple(
        replace(
            deal,
            basket=one.basket,
            plan=one.plan,
            rounding=one.rounding,
            tax_system=one.seller.tax_system,
        )
        for one in portions
    )


def put(work: Work, basket: Basket, deals: tuple[Deal, ...]) -> None:
    """Write them down in the place of the basket they were divided from."""
    if [deal.basket.basket for deal in deals] != [basket.basket]:
        work.shelf.forget(basket.basket)
        for deal in deals:
            for line in deal.basket.lines:
                work.shelf.put_line(deal.basket.basket, line)
    for deal in deals:
        work.shelf.put_deal(deal)


def gathered(work: Work, opened: Basket) -> Basket:
    """An open basket with all that was to be paid behind it; nothing moved for any of that."""
    for deal in work.shelf.waiting(opened.basket):
        for line in deal.basket.lines:
            taken = replace(line, line=opened.next_line)
            opened = replace(opened, lines=(*opened.lines, taken), next_line=opened.next_line + 1)
            work.shelf.put_line(opened.basket, taken)
        work.shelf.forget(deal.basket.basket)
    return opened


def _sellers(named: str, own: Seller) -> Sellers:
    bits = msgspec.json.decode(named, type=dict[str, int])
    return Sellers(own, {group: Seller(bit) for group, bit in bits.items()})


def _seller_of(counter: Counter, sellers: Sellers) -> Callable[[BasketLine], Seller]:
    """By the group of the good; one that is in no catalogue is the shop's own."""

    def of(line: BasketLine) -> Seller:
        item = counter.catalogue.by_id(line.item, counter.now()) if line.item else None
        return sellers.of(item.group if item else "")

    return of
