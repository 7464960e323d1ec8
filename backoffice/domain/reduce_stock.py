"""From a fact to what it moves and what its goods cost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from backoffice.domain.derived import Derived, Place
from backoffice.domain.stock import (
    CostBegin,
    Delivery,
    DeliveryLine,
    StockMoves,
    average_costs,
)
from inventory.domain import stock
from sync.messages.facts import GoodsReceived, SoldLine


def sold(lines: Iterable[SoldLine], at: Place) -> StockMoves:
    """A sale took those goods."""
    return StockMoves(at.shop, tuple(stock.sold(lines).items()))


def brought_back(lines: Iterable[SoldLine], at: Place) -> StockMoves:
    """A return, or a purchase from a customer, brought those goods."""
    return StockMoves(at.shop, tuple(stock.brought_back(lines).items()))


def received(fact: GoodsReceived, at: Place) -> Iterator[Derived]:
    """A supplier's document: itself, its lines, the goods and their purchase prices."""
    yield Delivery(
        delivery=fact.delivery,
        part=fact.part,
        till=at.till,
        shop=at.shop,
        epoch=at.epoch,
        seq=at.seq,
        at=at.at,
        day=at.day,
        supplier=fact.supplier,
        inn=fact.inn,
        number=fact.number,
        date=fact.date,
        user=fact.user,
        total=fact.total,
        tax=fact.tax,
        costs=fact.costs,
        lines=len(fact.lines),
    )
    lines = [
        DeliveryLine(
            fact.delivery,
            line.line,
            line.item,
            line.name,
            line.unit,
            line.quantity,
            line.cost,
            line.amount,
            line.vat,
            line.tax,
        )
        for line in fact.lines
    ]
    yield from lines
    yield StockMoves(at.shop, tuple(stock.received(fact.lines).items()))
    for item, cost in average_costs(lines):
        yield CostBegin(item, at.day, at.shop, cost, at.at)
