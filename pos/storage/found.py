"""What follows from a document of the drive whose own fact was lost: sums and tenders, no goods."""

from __future__ import annotations

import json
import sqlite3

from sync.messages.facts import FiscalDocumentFound
from sync.messages.wire import Row

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
    "UPDATE shifts SET sales = sales + 1, sale_cash = sale_cash + ?, sale_card = sale_card + ?"
    " WHERE shift = ?"
)
_RETURNED = (
    "UPDATE shifts SET returns = returns + 1, return_cash = return_cash + ?,"
    " return_card = return_card + ? WHERE shift = ?"
)
_AUDIT = "INSERT INTO audit (epoch, seq, at, kind, about, amount) VALUES (?, ?, ?, ?, ?, ?)"


def found(db: sqlite3.Connection, row: Row, fact: FiscalDocumentFound) -> None:
    """The shift's opening or end, or a receipt; and a line for whoever looks after them."""
    db.execute(_AUDIT, (row.epoch, row.seq, row.at, row.kind, fact.number, fact.total))
    if fact.kind == _OPENED:
        db.execute(_OPEN, (fact.shift, fact.fiscal.shift, row.at, fact.fund))
    elif fact.kind == _CLOSED:
        db.execute(_CLOSE, (row.at, fact.shift))
    else:
        _receipt(db, row, fact)


def _receipt(db: sqlite3.Connection, row: Row, fact: FiscalDocumentFound) -> None:
    mark, kind = fact.fiscal, _KINDS.get(fact.operation, "other")
    who = (fact.document, fact.number, kind, fact.shift, row.at, fact.total)
    drive = (mark.fd, mark.sign, mark.fn, mark.registrar)
    vat, correction = json.dumps(fact.vat, sort_keys=True), int(fact.kind == _CORRECTION)
    db.execute(_RECEIPT, (*who, *drive, vat, correction))
    tenders = [(fact.document, n, one.kind, one.amount) for n, one in enumerate(fact.tenders, 1)]
    db.executemany(_TENDER, tenders)
    sums = [sum(t.amount for t in fact.tenders if t.kind == paid) for paid in ("cash", "card")]
    # A purchase pays out of the drawer: less was taken in.
    signed = [-one for one in sums] if kind == "purchase" else sums
    db.execute(_RETURNED if kind == "return" else _SOLD, (*signed, fact.shift))
