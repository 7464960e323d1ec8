"""Rows of a document that was read from the fiscal drive because its own fact was lost."""

from __future__ import annotations

from collections.abc import Iterator

from backoffice.domain.derived import DayVat, Derived, Place, Sale, ShiftBegin, ShiftEnd
from sync.messages.facts import FiscalDocumentFound

_OPENED, _CLOSED = 2, 5
_KINDS = {1: "sale", 2: "return", 3: "purchase"}


def found(fact: FiscalDocumentFound, at: Place) -> Iterator[Derived]:
    """Sums and tenders of a receipt without its goods; or a shift's opening or end."""
    shop = (fact.shift, at.till, at.shop, at.at, at.day, fact.fiscal.shift, "")
    if fact.kind == _OPENED:
        yield ShiftBegin(*shop, fact.fund)
    elif fact.kind == _CLOSED:
        yield ShiftEnd(*shop, fact.fund, fact.drawer)
    elif fact.operation in _KINDS:
        kind = _KINDS[fact.operation]
        yield _receipt(fact, at, kind)
        yield from (
            DayVat(at.shop, at.day, kind, int(code), sum_) for code, sum_ in fact.vat.items()
        )


def _receipt(fact: FiscalDocumentFound, at: Place, kind: str) -> Sale:
    cash, card = _paid(fact, "cash"), _paid(fact, "card")
    return Sale(
        sale=fact.document,
        till=at.till,
        shop=at.shop,
        epoch=at.epoch,
        seq=at.seq,
        at=at.at,
        day=at.day,
        hour=at.hour,
        number=fact.number,
        kind=kind,
        of_sale="",
        shift=fact.shift,
        user="",
        total=fact.total,
        discount=0,
        cash=cash,
        card=card,
        other=fact.total - cash - card,
        items=0,
    )


def _paid(fact: FiscalDocumentFound, kind: str) -> int:
    return sum(tender.amount for tender in fact.tenders if tender.kind == kind)
