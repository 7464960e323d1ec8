"""Put a basket aside and take it up again; its prices stay those of the scan."""

from __future__ import annotations

from datetime import UTC, datetime

from pos.domain.basket import Basket, BasketState
from pos.domain.views import ParkedView, TillView
from pos.errors import BasketEmpty, BasketHasGoods, ParkedUnknown
from pos.usecases.counter import Counter, cashier, shift_of
from pos.usecases.customer import told
from sync.messages.facts import BasketParked, BasketRecalled

FIRST_GOODS = 3
LONGEST_NAME = 40


def park(counter: Counter, name: str = "") -> TillView:
    """Put the open basket aside under that name, if any; a fact without the name.

    Raises BasketEmpty. It outlives the shift and the program.
    """
    with counter.till.work() as work:
        user, shift, basket = cashier(work), shift_of(work), work.shelf.current()
        if not basket.lines:
            raise BasketEmpty("there is nothing to put aside")
        now = counter.now()
        work.shelf.put(basket.moved(BasketState.PARKED), user=user.user, shift=shift.shift)
        work.shelf.park(basket.basket, name.strip()[:LONGEST_NAME], _millis(now))
        fact = BasketParked(
            basket=basket.basket,
            shift=shift.shift,
            user=user.user,
            lines=len(basket.lines),
            amount=basket.total.kopecks,
        )
        work.record(fact, now)
        work.commit()
    return told(counter)


def parked(counter: Counter) -> list[ParkedView]:
    """Baskets put aside, the one put aside first in front: its number key stays the same."""
    with counter.till.work() as work:
        return [_shown(basket, name) for basket, name in work.shelf.parked()]


def recall(counter: Counter, basket: str) -> TillView:
    """Take a basket up again as it was. Raises BasketHasGoods, ParkedUnknown."""
    with counter.till.work() as work:
        user, shift = cashier(work), shift_of(work)
        if work.shelf.current().lines:
            raise BasketHasGoods("pay the open basket or put it aside first")
        found = _find(basket, work.shelf.parked())
        work.shelf.put(found.moved(BasketState.OPEN), user=user.user, shift=shift.shift)
        work.shelf.unpark(basket)
        fact = BasketRecalled(
            basket=basket,
            shift=shift.shift,
            user=user.user,
            lines=len(found.lines),
            amount=found.total.kopecks,
            parked_at=found.parked_at,
        )
        work.record(fact, counter.now())
        work.commit()
    return told(counter)


def _find(basket: str, parked: list[tuple[Basket, str]]) -> Basket:
    for kept, _ in parked:
        if kept.basket == basket:
            return kept
    raise ParkedUnknown(f"{basket} is not put aside")


def _shown(basket: Basket, name: str) -> ParkedView:
    goods = [line.name for line in basket.lines]
    return ParkedView(
        basket=basket.basket,
        name=name,
        at=datetime.fromtimestamp(basket.parked_at / 1000, UTC),
        total=basket.total,
        positions=len(goods),
        goods=tuple(goods[:FIRST_GOODS]),
    )


def _millis(at: datetime) -> int:
    return int(at.timestamp() * 1000)
