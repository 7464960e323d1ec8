"""Rows that reports read, each a pure function of one fact and the shop's zone.

Every fact writes rows of its own and changes no other's, or adds to a sum, so the order in which
facts arrive does not matter and a rebuild gives the same tables. Rows are named tuples: an office
makes millions of them, in a fifth of the time of a dataclass.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from operator import add
from typing import NamedTuple
from zoneinfo import ZoneInfo

from backoffice.domain.proposals import Proposed
from backoffice.domain.stock import Moved
from sync.messages.facts import SoldLine

_QUARTER = 900_000  # ms


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fact stands: its till and row, and the shop's day and hour of its moment."""

    till: str
    shop: str
    epoch: int
    seq: int
    at: int  # ms UTC
    day: str  # ISO, the shop's calendar day
    hour: int


def place(till: str, shop: str, zone: str, epoch: int, seq: int, at: int) -> Place:
    """The place of a row; raises ZoneInfoNotFoundError for an unknown zone."""
    return Place(till, shop, epoch, seq, at, *_day_and_hour(at // _QUARTER, zone))


@lru_cache(1000)  # receipts of a push are of few hours
def _day_and_hour(quarter: int, zone: str) -> tuple[str, int]:
    """Day and hour on that clock; all clocks of today differ by whole quarters of an hour."""
    local = datetime.fromtimestamp(quarter * _QUARTER // 1000, UTC).astimezone(ZoneInfo(zone))
    return local.date().isoformat(), local.hour


def day_of(text: str) -> date:
    """The day of an ISO text."""
    return date.fromisoformat(text)


class Sale(NamedTuple):
    """A receipt: sale, return or purchase. Amounts are kopecks and never negative."""

    sale: str
    till: str
    shop: str
    epoch: int
    seq: int
    at: int
    day: str
    hour: int
    number: str
    kind: str  # "sale", "return", "purchase"
    of_sale: str
    shift: str
    user: str
    total: int
    discount: int
    cash: int
    card: int
    other: int
    items: int  # lines


class DaySum(NamedTuple):
    """Receipts of one kind on a day of a shop, added up."""

    shop: str
    day: str
    kind: str
    receipts: int
    total: int
    discount: int
    cash: int
    card: int
    other: int


def day_sums(sales: Iterable[Sale]) -> list[DaySum]:
    """What those sales add to their days, in order of shop, day and kind."""
    sums: dict[tuple[str, str, str], list[int]] = {}
    for sale in sales:
        one = sums.setdefault((sale.shop, sale.day, sale.kind), [0] * 6)
        added = (1, sale.total, sale.discount, sale.cash, sale.card, sale.other)
        one[:] = map(add, one, added)
    return [DaySum(*key, *values) for key, values in sorted(sums.items())]


class SaleLines(NamedTuple):
    """The lines of a receipt as they were registered: a row each."""

    sale: str
    shop: str
    day: str
    kind: str  # of the receipt
    lines: tuple[SoldLine, ...]


class DayVat(NamedTuple):
    """What receipts of a kind add to the VAT of a shop's day at one rate, as the drive gave it."""

    shop: str
    day: str
    kind: str
    vat: int  # 1199
    amount: int


def vat_sums(receipts: Iterable[DayVat]) -> list[DayVat]:
    """The same added up, in order of shop, day, kind and rate."""
    sums: dict[tuple[str, str, str, int], int] = {}
    for shop, day, kind, vat, amount in receipts:
        key = shop, day, kind, vat
        sums[key] = sums.get(key, 0) + amount
    return [DayVat(*key, amount) for key, amount in sorted(sums.items())]


class CashMove(NamedTuple):
    """Cash put in or taken out."""

    move: str
    till: str
    shop: str
    at: int
    day: str
    shift: str
    user: str
    direction: str  # "in", "out"
    amount: int
    reason: str


class ShiftBegin(NamedTuple):
    """A shift was opened with that change fund."""

    shift: str
    till: str
    shop: str
    at: int
    day: str
    number: int
    user: str
    fund: int


class ShiftEnd(NamedTuple):
    """A shift was closed: the till's figures."""

    shift: str
    till: str
    shop: str
    at: int
    day: str
    number: int
    user: str
    fund: int
    drawer: int


class Counter(NamedTuple):
    """A counter of the register at Z beside the till's own figure."""

    shift: str
    name: str
    ours: int
    registrar: int


class Event(NamedTuple):
    """Something that asks for the owner's eye."""

    till: str
    epoch: int
    seq: int
    shop: str
    at: int
    day: str
    kind: str  # "void", "cancel", "drawer", "reversal"
    shift: str
    user: str
    amount: int
    text: str


Derived = (
    Sale
    | SaleLines
    | DayVat
    | CashMove
    | ShiftBegin
    | ShiftEnd
    | Counter
    | Event
    | Moved
    | Proposed
)
