"""What becomes of the basket put aside for a receipt of money or goods that come later."""

from __future__ import annotations

from pos.domain.basket import BasketState
from pos.domain.deal import Deal
from pos.domain.later import Later
from pos.domain.ports import Work


def registered(work: Work, why: Later) -> None:
    """The receipt is there: its goods are in it."""
    if why.basket:
        work.shelf.forget(why.basket)


def given_up(work: Work, deal: Deal, why: Later) -> None:
    """No receipt and no money: the basket is open again."""
    work.shelf.forget(deal.basket.basket)
    if not why.basket:
        return
    found = work.shelf.get(why.basket)
    if found.state is BasketState.PARKED:
        opened = found.moved(BasketState.OPEN)
        work.shelf.put(opened, user=deal.user, shift=deal.shift)
        work.shelf.unpark(why.basket)
