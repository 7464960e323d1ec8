"""Derived tables: pure functions of facts alone, no clock, no catalogue, no settings."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from pos.storage import claims, found, made, stock
from pos.storage.applied import VERSION
from sync.messages import facts
from sync.messages.facts import Fact
from sync.messages.wire import Row

if TYPE_CHECKING:
    from msgspec import UnsetType

TABLES = (
    "claims",
    "sales",
    "sale_lines",
    "sale_tenders",
    "shifts",
    "audit",
    *stock.TABLES,
    *made.TABLES,
    *found.TABLES,
)

Reducer = Callable[[sqlite3.Connection, Row, Any], None]

_SALE = (
    "INSERT INTO sales (sale, number, kind, of_sale, of_number, shift, user, at, total,"
    " discount, received, change, fd, sign, fn, registrar, vat, tax_system, correction)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_LINE = (
    "INSERT INTO sale_lines (sale, line, basket_line, item, code, name, unit, quantity,"
    " list_price, price, amount, vat, subject, method, item_codes, of_line, returned)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)"
)


def reduce(db: sqlite3.Connection, row: Row, fact: Fact) -> None:
    """Write what follows from one fact, and how far the tables have come."""
    reducer = REDUCERS.get(type(fact))
    if reducer is not None:
        reducer(db, row, fact)
    db.execute(
        "INSERT INTO derived_state (one, version, epoch, seq) VALUES (1, ?, ?, ?)"
        " ON CONFLICT (one) DO UPDATE SET version = excluded.version,"
        " epoch = excluded.epoch, seq = excluded.seq",
        (VERSION, row.epoch, row.seq),
    )


def _shift_opened(db: sqlite3.Connection, row: Row, fact: facts.ShiftOpened) -> None:
    db.execute(
        "INSERT INTO shifts (shift, number, user, opened_at, fund) VALUES (?, ?, ?, ?, ?)",
        (fact.shift, fact.number, fact.user, row.at, fact.fund),
    )


def _shift_closed(db: sqlite3.Connection, row: Row, fact: facts.ShiftClosed) -> None:
    db.execute("UPDATE shifts SET closed_at = ? WHERE shift = ?", (row.at, fact.shift))


def _sale_closed(db: sqlite3.Connection, row: Row, fact: facts.SaleClosed) -> None:
    kind = "purchase" if fact.operation == 3 else "sale"
    mark = fact.fiscal
    found.tells_itself(db, mark)
    db.execute(
        _SALE,
        (
            fact.sale,
            fact.number,
            kind,
            "",
            "",
            fact.shift,
            fact.user,
            row.at,
            fact.total,
            fact.discount,
            fact.received,
            fact.change,
            mark.fd,
            mark.sign,
            mark.fn,
            mark.registrar,
            json.dumps(fact.vat, sort_keys=True),
            fact.tax_system,
            _is_correction(fact.correction),
        ),
    )
    _lines(db, fact.sale, fact.lines)
    (stock.brought_back if kind == "purchase" else stock.sold)(db, fact.lines)
    _tenders(db, fact.sale, fact.tenders)
    sign = -1 if kind == "purchase" else 1
    db.execute(
        "UPDATE shifts SET sales = sales + 1, sale_cash = sale_cash + ?,"
        " sale_card = sale_card + ? WHERE shift = ?",
        (sign * _sum(fact.tenders, "cash"), sign * _sum(fact.tenders, "card"), fact.shift),
    )
    if isinstance(fact.correction, facts.CorrectionMark):
        _audit(db, row, fact.user, fact.correction.reason, fact.total)
    claims.sold(db, fact)


def _sale_returned(db: sqlite3.Connection, row: Row, fact: facts.SaleReturned) -> None:
    mark = fact.fiscal
    found.tells_itself(db, mark)
    db.execute(
        _SALE,
        (
            fact.sale,
            fact.number,
            "return",
            fact.of_sale,
            fact.of_number,
            fact.shift,
            fact.user,
            row.at,
            fact.total,
            0,
            0,
            0,
            mark.fd,
            mark.sign,
            mark.fn,
            mark.registrar,
            json.dumps(fact.vat, sort_keys=True),
            fact.tax_system,
            _is_correction(fact.correction),
        ),
    )
    _lines(db, fact.sale, fact.lines)
    stock.brought_back(db, fact.lines)
    _tenders(db, fact.sale, fact.tenders)
    db.executemany(
        "UPDATE sale_lines SET returned = returned + ? WHERE sale = ? AND line = ?",
        [(line.quantity, fact.of_sale, line.of_line) for line in fact.lines if line.of_line],
    )
    db.execute(
        "UPDATE shifts SET returns = returns + 1, return_cash = return_cash + ?,"
        " return_card = return_card + ? WHERE shift = ?",
        (_sum(fact.tenders, "cash"), _sum(fact.tenders, "card"), fact.shift),
    )
    claims.returned(db, fact)
    why = fact.correction.reason if isinstance(fact.correction, facts.CorrectionMark) else ""
    _audit(db, row, fact.user, why or fact.of_number or fact.number, fact.total)


def _is_correction(why: facts.CorrectionMark | UnsetType) -> int:
    return int(isinstance(why, facts.CorrectionMark) and why.document)


def _lines(db: sqlite3.Connection, sale: str, lines: Iterable[facts.SoldLine]) -> None:
    db.executemany(
        _LINE,
        [
            (
                sale,
                line.line,
                line.basket_line,
                line.item,
                line.code,
                line.name,
                line.unit,
                line.quantity,
                line.list_price,
                line.price,
                line.amount,
                line.vat,
                line.subject,
                line.method,
                "\n".join(line.item_codes),
                line.of_line,
            )
            for line in lines
        ],
    )


def _tenders(db: sqlite3.Connection, sale: str, tenders: Iterable[facts.Tender]) -> None:
    db.executemany(
        "INSERT INTO sale_tenders (sale, no, kind, amount, ref, rrn, card)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (sale, no, tender.kind, tender.amount, tender.ref, tender.rrn, tender.card)
            for no, tender in enumerate(tenders, 1)
        ],
    )


def _sum(tenders: Iterable[facts.Tender], kind: str) -> int:
    return sum(tender.amount for tender in tenders if tender.kind == kind)


def _cash_moved(db: sqlite3.Connection, row: Row, fact: facts.CashMoved) -> None:
    into, out = (fact.amount, 0) if fact.direction == "in" else (0, fact.amount)
    db.execute(
        "UPDATE shifts SET cash_in = cash_in + ?, cash_out = cash_out + ? WHERE shift = ?",
        (into, out, fact.shift),
    )
    _audit(db, row, fact.user, f"{fact.direction}: {fact.reason}", fact.amount)


def _line_voided(db: sqlite3.Connection, row: Row, fact: facts.LineVoided) -> None:
    _audit(db, row, fact.user, fact.name, fact.amount)


def _basket_cancelled(db: sqlite3.Connection, row: Row, fact: facts.BasketCancelled) -> None:
    _audit(db, row, fact.user, str(fact.lines), fact.amount)


def _basket_parked(db: sqlite3.Connection, row: Row, fact: facts.BasketParked) -> None:
    _audit(db, row, fact.user, str(fact.lines), fact.amount)


def _basket_recalled(db: sqlite3.Connection, row: Row, fact: facts.BasketRecalled) -> None:
    _audit(db, row, fact.user, str(fact.lines), fact.amount)


def _drawer_opened(db: sqlite3.Connection, row: Row, fact: facts.DrawerOpened) -> None:
    _audit(db, row, fact.user, fact.reason, 0)


def _card_reversed(db: sqlite3.Connection, row: Row, fact: facts.CardReversed) -> None:
    _audit(db, row, fact.user, fact.rrn, fact.amount)


def _card_decided(db: sqlite3.Connection, row: Row, fact: facts.CardDecided) -> None:
    _audit(db, row, fact.by, fact.reason, fact.amount)


def _audit(db: sqlite3.Connection, row: Row, user: str, about: str, amount: int) -> None:
    db.execute(
        "INSERT INTO audit (epoch, seq, at, kind, user, about, amount)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (row.epoch, row.seq, row.at, row.kind, user, about, amount),
    )


REDUCERS: dict[type[Fact], Reducer] = {
    facts.ShiftOpened: _shift_opened,
    facts.ShiftClosed: _shift_closed,
    facts.SaleClosed: _sale_closed,
    facts.SaleReturned: _sale_returned,
    facts.CashMoved: _cash_moved,
    facts.LineVoided: _line_voided,
    facts.BasketCancelled: _basket_cancelled,
    facts.BasketParked: _basket_parked,
    facts.BasketRecalled: _basket_recalled,
    facts.DrawerOpened: _drawer_opened,
    facts.CardReversed: _card_reversed,
    facts.FiscalDocumentFound: found.found,
    facts.CardDecided: _card_decided,
    facts.GoodsReceived: stock.received,
    facts.GoodMade: made.made,
}
