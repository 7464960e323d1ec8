"""From a fact to the rows that reports read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from backoffice.domain.derived import (
    CashMove,
    Counter,
    DayVat,
    Derived,
    Event,
    Place,
    Sale,
    SaleLines,
    ShiftBegin,
    ShiftEnd,
)
from backoffice.domain.proposals import Proposed
from backoffice.domain.reduce_found import found
from backoffice.domain.reduce_stock import brought_back, received, sold
from sync.messages import facts as f

# Counters of a register (`FiscalRegistrar.shift_totals`) → our figure of the shift.
COUNTERS = {
    "sale_cash": "sale_cash",
    "sale_electronic": "sale_card",
    "return_cash": "return_cash",
    "return_electronic": "return_card",
    "cash": "drawer",
}
_HANDED_OVER = frozenset({4, 5, 6})  # 1214
_KIND_OF_OPERATION = {1: "sale", 2: "return", 3: "purchase"}


def derive(fact: f.Fact, at: Place) -> list[Derived]:
    """All rows of that fact; none for a fact that no report reads."""
    reducer = _REDUCERS.get(type(fact))
    return list(reducer(fact, at)) if reducer else []


def _sold(fact: f.SaleClosed, at: Place) -> Iterator[Derived]:
    kind = _KIND_OF_OPERATION[fact.operation]
    yield _receipt(fact, at, kind, of_sale="", discount=fact.discount)
    yield from _details(fact, at, kind)
    yield brought_back(fact.lines, at) if kind == "purchase" else sold(fact.lines, at)
    yield from _corrected(fact, at)


def _returned(fact: f.SaleReturned, at: Place) -> Iterator[Derived]:
    yield _receipt(fact, at, "return", of_sale=fact.of_sale, discount=0)
    yield from _details(fact, at, "return")
    yield brought_back(fact.lines, at)
    yield from _corrected(fact, at)


def _corrected(fact: f.SaleClosed | f.SaleReturned, at: Place) -> Iterator[Derived]:
    """A document that puts another right is for the owner's eye."""
    why = fact.correction
    if isinstance(why, f.CorrectionMark):
        said = f"{why.of_number}: {why.reason}" if why.of_number else why.reason
        yield from _event(
            at, "correction", fact.user, shift=fact.shift, amount=fact.total, text=said
        )


def _receipt(
    fact: f.SaleClosed | f.SaleReturned, at: Place, kind: str, *, of_sale: str, discount: int
) -> Sale:
    cash = card = other = 0
    for tender in fact.tenders:
        if tender.kind == "cash":
            cash += tender.amount
        elif tender.kind == "card":
            card += tender.amount
        elif not _comes_apart(fact, tender):
            other += tender.amount
    return Sale(
        fact.sale,
        at.till,
        at.shop,
        at.epoch,
        at.seq,
        at.at,
        at.day,
        at.hour,
        fact.number,
        kind,
        of_sale,
        fact.shift,
        fact.user,
        fact.total - sum(one.amount for one in fact.tenders if _comes_apart(fact, one)),
        discount,
        cash,
        card,
        other,
        len(fact.lines),
    )


def _comes_apart(fact: f.SaleClosed | f.SaleReturned, tender: f.Tender) -> bool:
    """Money of another receipt, before this one or after it: counted there, when it comes."""
    return isinstance(fact.later, f.LaterMark) and tender.kind in ("prepaid", "credit")


def _details(
    fact: f.SaleClosed | f.SaleReturned, at: Place, kind: str
) -> Iterator[SaleLines | DayVat]:
    lines = fact.lines
    if isinstance(fact.later, f.LaterMark):  # goods are sold when they are handed over
        lines = tuple(line for line in lines if line.method in _HANDED_OVER)
    yield SaleLines(fact.sale, at.shop, at.day, kind, lines)
    for code, amount in fact.vat.items():
        yield DayVat(at.shop, at.day, kind, int(code), amount)


def _moved(fact: f.CashMoved, at: Place) -> Iterator[Derived]:
    yield CashMove(
        fact.move,
        at.till,
        at.shop,
        at.at,
        at.day,
        fact.shift,
        fact.user,
        fact.direction,
        fact.amount,
        fact.reason,
    )


def _opened(fact: f.ShiftOpened, at: Place) -> Iterator[Derived]:
    yield ShiftBegin(fact.shift, at.till, at.shop, at.at, at.day, fact.number, fact.user, fact.fund)


def _closed(fact: f.ShiftClosed, at: Place) -> Iterator[Derived]:
    yield ShiftEnd(
        fact.shift,
        at.till,
        at.shop,
        at.at,
        at.day,
        fact.number,
        fact.user,
        fact.fund,
        fact.drawer,
    )
    for counter, ours in COUNTERS.items():
        if counter in fact.registrar:
            held = fact.registrar[counter] + _kept_apart(fact, ours, fact.registrar[counter])
            yield Counter(fact.shift, ours, getattr(fact, ours), held)


def _kept_apart(fact: f.ShiftClosed, ours: str, held: int) -> int:
    """What a register has not in a counter because it keeps corrections apart.

    Makers differ. So much less than ours, to the kopeck, is no difference of money.
    """
    corrections = fact.corrections if isinstance(fact.corrections, dict) else {}
    apart = corrections.get(ours, 0)
    return apart if held + apart == getattr(fact, ours) else 0


def _event(
    at: Place, kind: str, user: str, *, shift: str = "", amount: int = 0, text: str = ""
) -> Iterator[Derived]:
    yield Event(at.till, at.epoch, at.seq, at.shop, at.at, at.day, kind, shift, user, amount, text)


def _voided(fact: f.LineVoided, at: Place) -> Iterator[Derived]:
    return _event(at, "void", fact.user, shift=fact.shift, amount=fact.amount, text=fact.name)


def _cancelled(fact: f.BasketCancelled, at: Place) -> Iterator[Derived]:
    return _event(at, "cancel", fact.user, shift=fact.shift, amount=fact.amount)


def _drawer(fact: f.DrawerOpened, at: Place) -> Iterator[Derived]:
    return _event(at, "drawer", fact.user, shift=fact.shift, text=fact.reason)


def _reversed(fact: f.CardReversed, at: Place) -> Iterator[Derived]:
    return _event(at, "reversal", fact.user, amount=fact.amount)


def _made(fact: f.GoodMade, at: Place) -> Iterator[Derived]:
    yield Proposed(
        fact.item,
        at.till,
        at.shop,
        at.epoch,
        at.seq,
        at.at,
        at.day,
        fact.code,
        fact.name,
        fact.unit,
        fact.vat,
        fact.price,
        fact.user,
    )


def _decided(fact: f.CardDecided, at: Place) -> Iterator[Derived]:
    return _event(at, "decision", fact.by, amount=fact.amount, text=fact.reason)


# A reducer takes its own kind of fact: the table pairs them, so the type is checked there.
_REDUCERS: dict[type[f.Fact], Callable[[Any, Place], Iterator[Derived]]] = {
    f.SaleClosed: _sold,
    f.SaleReturned: _returned,
    f.CashMoved: _moved,
    f.ShiftOpened: _opened,
    f.ShiftClosed: _closed,
    f.LineVoided: _voided,
    f.BasketCancelled: _cancelled,
    f.DrawerOpened: _drawer,
    f.CardReversed: _reversed,
    f.GoodsReceived: received,
    f.GoodMade: _made,
    f.CardDecided: _decided,
    f.FiscalDocumentFound: found,
}
