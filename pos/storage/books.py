"""Questions to the derived tables: the shift's figures, past sales."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from inventory.values.money import Money
from inventory.values.quantity import Quantity, Unit
from inventory.values.vat import VatRate
from pos.domain.basket import Basket, BasketLine, BasketState
from pos.domain.later import ClaimView
from pos.domain.views import SaleView, ShiftView, SoldView
from pos.errors import SaleUnknown
from sync.messages import facts

if TYPE_CHECKING:
    from sync.messages.facts import Tender

_SHIFT = (
    "SELECT shift, number, opened_at, fund, sales, returns, sale_cash, sale_card, return_cash,"
    " return_card, cash_in, cash_out FROM shifts WHERE closed_at = 0"
    " ORDER BY opened_at DESC LIMIT 1"
)
_SALE = (
    "SELECT s.sale, s.number, s.kind, s.of_number, s.at, s.total, s.fd,"
    " coalesce(u.name, ''),"
    " (SELECT coalesce(sum(amount), 0) FROM sale_tenders t"
    "   WHERE t.sale = s.sale AND t.kind = 'cash'),"
    " (SELECT coalesce(sum(amount), 0) FROM sale_tenders t"
    "   WHERE t.sale = s.sale AND t.kind = 'card'),"
    " (SELECT coalesce(sum(total), 0) FROM sales r WHERE r.of_sale = s.sale), s.fn, s.sign"
    " FROM sales s LEFT JOIN users u ON u.user = s.user"
)
_LINES = (
    "SELECT line, name, unit, quantity, returned, price, amount, vat FROM sale_lines"
    " WHERE sale = ? ORDER BY line"
)

_LONGEST_NUMBER = 18  # digits that SQLite's INTEGER holds


class BookStore:
    """`pos.domain.ports.Books` in SQLite."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def open_shift(self) -> ShiftView | None:
        """The open shift with its figures."""
        row = self._db.execute(_SHIFT).fetchone()
        if row is None:
            return None
        shift, number, opened_at, fund, sales, returns, *sums = row
        return ShiftView(
            shift,
            number,
            moment(opened_at),
            Money(fund),
            sales,
            returns,
            *(Money(kopecks) for kopecks in sums),
        )

    def sale(self, sale: str) -> SaleView:
        """A past sale with its lines; raises SaleUnknown."""
        row = self._db.execute(f"{_SALE} WHERE s.sale = ?", (sale,)).fetchone()
        if row is None:
            raise SaleUnknown(sale)
        return _sale(row, tuple(_sold(line) for line in self._db.execute(_LINES, (sale,))))

    def numbers(self, sale: str) -> tuple[str, int]:
        """The number of its receipt for people, and the drive's; raises SaleUnknown."""
        row = self._db.execute("SELECT number, fd FROM sales WHERE sale = ?", (sale,)).fetchone()
        if row is None:
            raise SaleUnknown(sale)
        return row[0], row[1]

    def find(self, text: str, limit: int) -> list[SaleView]:
        """Newest first: by number or its end, by FD number; all for an empty text."""
        wanted = text.strip()
        if not wanted:
            rows = self._db.execute(f"{_SALE} ORDER BY s.at DESC LIMIT ?", (limit,))
        else:
            rows = self._db.execute(
                f"{_SALE} WHERE s.number = ? OR s.number LIKE ? OR s.fd = ?"
                " ORDER BY s.at DESC LIMIT ?",
                (wanted, *_as_number(wanted), limit),
            )
        return [_sale(row, ()) for row in rows]

    def of_document(self, fn: str, fd: int, sign: int) -> list[SaleView]:
        """The sale or return that the drive keeps under those numbers; none or one."""
        query = f"{_SALE} WHERE s.fn = ? AND s.fd = ? AND s.sign = ?"
        return [_sale(row, ()) for row in self._db.execute(query, (fn, fd, sign))]

    def tenders(self, sale: str) -> list[Tender]:
        """How a sale was paid, or a return given back."""
        query = "SELECT kind, amount, ref, rrn, card FROM sale_tenders WHERE sale = ? ORDER BY no"
        return [_tender(row) for row in self._db.execute(query, (sale,))]

    def given_back(self, sale: str) -> list[Tender]:
        """What all returns of a sale gave back."""
        query = (
            "SELECT t.kind, t.amount, t.ref, t.rrn, t.card FROM sale_tenders t"
            " JOIN sales s USING (sale) WHERE s.of_sale = ?"
        )
        return [_tender(row) for row in self._db.execute(query, (sale,))]

    def claim(self, sale: str) -> ClaimView | None:
        """What a receipt leaves open; None for one that leaves nothing."""
        query = "SELECT sale, number, is_debt, amount, settled FROM claims WHERE sale = ?"
        row = self._db.execute(query, (sale,)).fetchone()
        if row is None:
            return None
        return ClaimView(row[0], row[1], bool(row[2]), Money(row[3]), Money(row[4]))

    def corrections(self, shift: str) -> dict[str, int]:
        """What corrections of a shift add to its sums; only what is not nothing."""
        query = (
            "SELECT s.kind || '_' || t.kind, sum(t.amount) FROM sales s JOIN sale_tenders t"
            " USING (sale) WHERE s.shift = ? AND s.correction = 1"
            " AND t.kind IN ('cash', 'card') GROUP BY 1"
        )
        sums = {str(name): int(kopecks) for name, kopecks in self._db.execute(query, (shift,))}
        sums["drawer"] = sums.get("sale_cash", 0) - sums.get("return_cash", 0)
        return {name: kopecks for name, kopecks in sums.items() if kopecks}

    def shift_of(self, sale: str) -> str:
        """The shift a sale was made in; empty when unknown."""
        row = self._db.execute("SELECT shift FROM sales WHERE sale = ?", (sale,)).fetchone()
        return str(row[0]) if row else ""

    def tax_system(self, sale: str) -> int:
        """Tax system (1055) of a sale."""
        query = "SELECT tax_system FROM sales WHERE sale = ?"
        return int(self._db.execute(query, (sale,)).fetchone()[0])

    def returned_amount(self, sale: str, line: int) -> Money:
        """What returns of that line gave back so far."""
        query = (
            "SELECT coalesce(sum(l.amount), 0) FROM sale_lines l JOIN sales s USING (sale)"
            " WHERE s.of_sale = ? AND l.of_line = ?"
        )
        return Money(self._db.execute(query, (sale, line)).fetchone()[0])

    def basket_of(self, sale: str) -> Basket:
        """A past sale as a basket."""
        query = (
            "SELECT line, item, code, name, unit, quantity, list_price, price, vat, subject,"
            " method, item_codes FROM sale_lines WHERE sale = ? ORDER BY line"
        )
        lines = tuple(_basket_line(row) for row in self._db.execute(query, (sale,)))
        return Basket(basket=sale, lines=lines, state=BasketState.CLOSED)


def _as_number(text: str) -> tuple[str, int]:
    """The end of a receipt's number, and an FD number; for other text such as none has."""
    if text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER:
        return f"%-{text:0>4}", int(text)
    return "", -1


def moment(ms: int) -> datetime:
    """Milliseconds of UTC as a moment."""
    return datetime.fromtimestamp(ms / 1000, UTC)


def _sale(
    row: tuple[str, str, str, str, int, int, int, str, int, int, int, str, int],
    lines: tuple[SoldView, ...],
) -> SaleView:
    sale, number, kind, of_number, at, total, fd, cashier, cash, card, returned, fn, sign = row
    return SaleView(
        sale=sale,
        number=number,
        is_return=kind == "return",
        of_number=of_number,
        at=moment(at),
        total=Money(total),
        cash=Money(cash),
        card=Money(card),
        returned=Money(returned),
        fd=fd,
        cashier=cashier,
        lines=lines,
        fn=fn,
        sign=sign,
    )


def _sold(row: tuple[int, str, int, int, int, int, int, int]) -> SoldView:
    line, name, unit, quantity, returned, price, amount, vat = row
    measure = Unit(unit)
    return SoldView(
        line=line,
        name=name,
        quantity=Quantity(quantity, measure),
        returned=Quantity(returned, measure),
        price=Money(price),
        amount=Money(amount),
        vat=VatRate(vat),
    )


def _tender(row: tuple[str, int, str, str, str]) -> Tender:
    kind, amount, ref, rrn, card = row
    return facts.Tender(kind=kind, amount=amount, ref=ref, rrn=rrn, card=card)


def _basket_line(
    row: tuple[int, str, str, str, int, int, int, int, int, int, int, str],
) -> BasketLine:
    line, item, code, name, unit, quantity, list_price, price, vat, subject, method, codes = row
    return BasketLine(
        line=line,
        item=item,
        code=code,
        name=name,
        quantity=Quantity(quantity, Unit(unit)),
        list_price=Money(list_price),
        price=Money(price),
        vat=VatRate(vat),
        subject=subject,
        method=method,
        item_codes=tuple(codes.split("\n")) if codes else (),
    )
