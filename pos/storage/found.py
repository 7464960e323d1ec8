"""What follows from a document of the drive whose own fact was lost: sums and tenders, no goods.

Should its own fact be there after all, that one counts, and the found one no longer: they are
joined by drive and number (1041, 1040).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from typing import TYPE_CHECKING

from sync.messages.facts import FiscalDocumentFound
from sync.messages.wire import Row

if TYPE_CHECKING:
    from sync.messages.facts import FiscalMark

TABLES = ("found_documents",)

_OPENED, _CLOSED, _CORRECTION = 2, 5, 31
_KINDS = {1: "sale", 2: "return", 3: "purchase"}
_OPEN = "INSERT INTO shifts (shift, number, opened_at, fund) VALUES (?, ?, ?, ?)"
_CLOSE = "UPDATE shifts SET closed_at = ? WHERE shift = ?"
_RECEIPT = (
    "INSERT INTO sales (sale, number, kind, shift, at, total, fd, sign, fn, registrar, vat,"
    " correction) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_TENDER = "INSERT INTO sale_tenders (sale, no, kind, amount) VALUES (?, ?, ?, ?)"
_SOLD = (
    "UPDATE shifts SET sales = sales + ?, sale_cash = sale_cash + ?, sale_card = sale_card + ?"
    " WHERE shift = ?"
)
_RETURNED = (
    "UPDATE shifts SET returns = returns + ?, return_cash = return_cash + ?,"
    " return_card = return_card + ? WHERE shift = ?"
)
_KNOWN = "SELECT document FROM found_documents WHERE fn = ? AND fd = ?"
_KEEP = (
    "INSERT INTO found_documents (fn, fd, document) VALUES (?, ?, ?)"
    " ON CONFLICT (fn, fd) DO UPDATE SET document = excluded.document"
)
_OWN = "SELECT 1 FROM sales WHERE fn = ? AND fd = ?"
_COUNTED = "SELECT kind, shift FROM sales WHERE sale = ?"
_PAID = "SELECT kind, amount FROM sale_tenders WHERE sale = ?"
_AUDIT = "INSERT INTO audit (epoch, seq, at, kind, about, amount) VALUES (?, ?, ?, ?, ?, ?)"


def found(db: sqlite3.Connection, row: Row, fact: FiscalDocumentFound) -> None:
    """The shift's opening or end, or a receipt; and a line for whoever looks after them."""
    db.execute(_AUDIT, (row.epoch, row.seq, row.at, row.kind, fact.number, fact.total))
    if fact.kind == _OPENED:
        db.execute(_OPEN, (fact.shift, fact.fiscal.shift, row.at, fact.fund))
    elif fact.kind == _CLOSED:
        db.execute(_CLOSE, (row.at, fact.shift))
    elif _is_news(db, fact.fiscal):
        _receipt(db, row, fact)
        db.execute(_KEEP, (fact.fiscal.fn, fact.fiscal.fd, fact.document))


def tells_itself(db: sqlite3.Connection, mark: FiscalMark) -> None:
    """The own fact of a document is there: what was found of it does not count any more."""
    known = db.execute(_KNOWN, (mark.fn, mark.fd)).fetchone()
    if known and known[0]:
        _take_back(db, known[0])
        db.execute(_KEEP, (mark.fn, mark.fd, ""))


def _is_news(db: sqlite3.Connection, mark: FiscalMark) -> bool:
    key = mark.fn, mark.fd
    if db.execute(_KNOWN, key).fetchone():
        return False
    is_told = db.execute(_OWN, key).fetchone() is not None
    if is_told:
        db.execute(_KEEP, (*key, ""))
    return not is_told


def _take_back(db: sqlite3.Connection, document: str) -> None:
    kind, shift = db.execute(_COUNTED, (document,)).fetchone()
    paid = dict(db.execute(_PAID, (document,)))
    _count(db, kind, shift, paid, -1)
    for table in ("sales", "sale_tenders"):
        db.execute(f"DELETE FROM {table} WHERE sale = ?", (document,))  # noqa: S608 — our own names


def _receipt(db: sqlite3.Connection, row: Row, fact: FiscalDocumentFound) -> None:
    mark, kind = fact.fiscal, _KINDS.get(fact.operation, "other")
    who = (fact.document, fact.number, kind, fact.shift, row.at, fact.total)
    drive = (mark.fd, mark.sign, mark.fn, mark.registrar)
    vat, correction = json.dumps(fact.vat, sort_keys=True), int(fact.kind == _CORRECTION)
    db.execute(_RECEIPT, (*who, *drive, vat, correction))
    tenders = [(fact.document, n, one.kind, one.amount) for n, one in enumerate(fact.tenders, 1)]
    db.executemany(_TENDER, tenders)
    _count(db, kind, fact.shift, {one.kind: one.amount for one in fact.tenders}, 1)


def _count(
    db: sqlite3.Connection, kind: str, shift: str, paid: Mapping[str, int], sign: int
) -> None:
    """Add a receipt to its shift, or take it away again."""
    # A purchase pays out of the drawer: less was taken in.
    way = -sign if kind == "purchase" else sign
    sums = (sign, way * paid.get("cash", 0), way * paid.get("card", 0))
    db.execute(_RETURNED if kind == "return" else _SOLD, (*sums, shift))
