"""Receive goods by a supplier's document: all of it in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count

from inventory.domain.delivery import Delivery, Supplier, cost_of_unit, shares
from inventory.domain.imported import Refused
from inventory.usecases.match_goods import Matched, match
from inventory.values.money import ZERO, Money, total
from pos.domain.people import Right
from pos.domain.ports import Work
from pos.domain.stock import PostedView
from pos.errors import AlreadyReceived
from pos.usecases.counter import Counter, cashier
from pos.usecases.known_goods import KnownGoods
from sync.journal.rows import BEGINNING, uuid7
from sync.messages.facts import GoodsReceived, ReceivedLine, decode

IN_A_PART = 1000  # lines; the office takes facts of a megabyte, and a line has 600 bytes at most


@dataclass(frozen=True, slots=True)
class Receiving:
    """What came of a document; `delivery` is empty when rows are refused and nothing is posted."""

    delivery: str
    lines: int
    total: Money
    refused: tuple[Refused, ...] = ()


def receive(counter: Counter, delivery: Delivery) -> Receiving:
    """Post a document as facts. Raises NotAllowed, AlreadyReceived; nothing is posted then."""
    at = counter.now()
    matched, unknown = match(delivery.rows, KnownGoods(counter), at)
    refused = sorted((*delivery.refused, *unknown), key=lambda one: one.row)
    with counter.till.work() as work:
        user = cashier(work)
        user.need(Right.RECEIVE)
        _need_new(work, delivery)
        if refused:
            return Receiving("", len(delivery.rows), ZERO, tuple(refused))
        name = uuid7(int(at.timestamp() * 1000))
        for fact in _facts(name, delivery, matched, user.user):
            work.record(fact, at)
        work.commit()
    return Receiving(name, len(matched), total(one.row.amount for one in matched))


def _need_new(work: Work, delivery: Delivery) -> None:
    """The same document is told by its supplier, number and date."""
    for one in _posted(work, delivery.day.isoformat()):
        if delivery.is_same(one.supplier, one.number, one.date):
            posted = datetime.fromtimestamp(one.at / 1000, UTC)
            zone = work.setting("shop.zone") or "UTC"
            raise AlreadyReceived(one.supplier.name, one.number, one.date, posted, zone)


def _posted(work: Work, day: str) -> list[PostedView]:
    if not work.lagging:
        return work.stock.posted(day)
    # Derived tables lack facts: the journal itself is read, however long that takes.
    return [
        PostedView(Supplier(fact.supplier, fact.inn), fact.number, fact.date, row.at)
        for row in work.rows_after(BEGINNING)
        if row.kind == GoodsReceived.__name__
        and isinstance(fact := decode(row.kind, row.version, row.body), GoodsReceived)
        and fact.date == day
    ]


def _facts(
    name: str, delivery: Delivery, matched: Sequence[Matched], user: str
) -> Iterator[GoodsReceived]:
    borne = shares([one.row.amount for one in matched], delivery.costs)
    lines = [_line(*line) for line in zip(count(1), matched, borne, strict=False)]
    parts = range(0, len(lines), IN_A_PART)
    for part, start in enumerate(parts, 1):
        told = tuple(lines[start : start + IN_A_PART])
        yield GoodsReceived(
            delivery=name,
            supplier=delivery.supplier.name,
            inn=delivery.supplier.inn,
            number=delivery.number,
            date=delivery.day.isoformat(),
            user=user,
            lines=told,
            total=sum(line.amount for line in told),
            tax=sum(line.tax for line in told),
            costs=total(borne[start : start + IN_A_PART]).kopecks,
            part=part,
            parts=len(parts),
        )


def _line(number: int, one: Matched, borne: Money) -> ReceivedLine:
    row, item = one.row, one.item
    return ReceivedLine(
        line=number,
        item=item.item,
        code=one.code,
        name=item.name,
        unit=item.unit.value,
        quantity=row.thousandths,
        cost=cost_of_unit(row.amount + borne, row.thousandths).kopecks,
        amount=row.amount.kopecks,
        vat=one.vat.value,
        tax=one.tax.kopecks,
    )
