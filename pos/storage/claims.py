"""What receipts in advance and on credit leave open, derived: settled by the first receipt."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from sync.messages.facts import LaterMark, SaleClosed, SaleReturned, Tender

_OPEN = "INSERT INTO claims (sale, number, is_debt, amount, settled) VALUES (?, ?, ?, ?, 0)"
_SETTLE = "UPDATE claims SET settled = settled + ? WHERE sale = ?"


def sold(db: sqlite3.Connection, fact: SaleClosed) -> None:
    """A first receipt opens a claim, one that settles it takes from it."""
    why = fact.later
    if not isinstance(why, LaterMark):
        return
    if why.kind in ("prepaid", "advance"):
        db.execute(_OPEN, (fact.sale, fact.number, 0, fact.total))
    elif why.kind == "credit":
        db.execute(_OPEN, (fact.sale, fact.number, 1, _sum(fact.tenders, "credit")))
    elif why.kind == "settled":
        db.execute(_SETTLE, (_sum(fact.tenders, "prepaid"), why.of_sale))
    else:
        db.execute(_SETTLE, (fact.total, why.of_sale))


def returned(db: sqlite3.Connection, fact: SaleReturned) -> None:
    """Money given back is no longer the customer's claim; goods brought back are no debt."""
    (debt,) = db.execute(
        "SELECT max(is_debt) FROM claims WHERE sale = ?", (fact.of_sale,)
    ).fetchone()
    if debt is not None:
        back = _sum(fact.tenders, "credit") if debt else fact.total
        db.execute(_SETTLE, (back, fact.of_sale))


def _sum(tenders: Iterable[Tender], kind: str) -> int:
    return sum(tender.amount for tender in tenders if tender.kind == kind)
