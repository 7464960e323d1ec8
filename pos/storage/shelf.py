"""Baskets and attempts on disk: state, outside `rebuild --check`."""

from __future__ import annotations

import sqlite3
from typing import Any, TypeVar

from fiscal.domain.attempt import OutcomeState
from inventory.values.money import Money
from pos.domain.basket import EMPTY, Basket, BasketLine, BasketState
from pos.domain.correction import Correction
from pos.domain.deal import Attempt, AttemptKind, Deal, DealKind
from pos.domain.later import Later
from pos.domain.views import Plan
from pos.storage import contacts
from pos.storage.known_lines import KnownLines

W = TypeVar("W")
_HEAD = (
    "SELECT basket, state, kind, user, shift, begun_at, next_line, discount, card, received,"
    " prepaid, credit, provision, reversing, tax_system, of_sale, of_number, reason, contact,"
    " coalesce((SELECT at FROM parked WHERE parked.basket = baskets.basket), 0), rounding,"
    " (SELECT wish FROM corrections WHERE corrections.basket = baskets.basket),"
    " (SELECT wish FROM laters WHERE laters.basket = baskets.basket)"
    " FROM baskets"
)
_PUT_HEAD = (
    "INSERT INTO baskets (basket, state, kind, user, shift, begun_at, next_line, discount, card,"
    " received, prepaid, credit, provision, reversing, tax_system, of_sale, of_number, reason,"
    " contact, rounding) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (basket) DO UPDATE SET state = excluded.state, kind = excluded.kind,"
    " user = excluded.user, shift = excluded.shift, next_line = excluded.next_line,"
    " discount = excluded.discount, card = excluded.card, received = excluded.received,"
    " prepaid = excluded.prepaid, credit = excluded.credit, provision = excluded.provision,"
    " reversing = excluded.reversing, tax_system = excluded.tax_system,"
    " of_sale = excluded.of_sale, of_number = excluded.of_number, reason = excluded.reason,"
    " contact = excluded.contact, rounding = excluded.rounding"
)
_OF_BASKET = (
    "contact_keys",
    "basket_lines",
    "attempts",
    "parked",
    "corrections",
    "laters",
    "baskets",
)
_CLOSED = "SELECT basket FROM baskets WHERE state = 'closed'"
_WAITING = (
    "WHERE state = 'paying' AND kind = 'sale' AND basket != ?"
    " AND basket NOT IN (SELECT basket FROM corrections) ORDER BY rowid"
)


class ShelfStore:
    """`pos.domain.ports.Shelf` in SQLite."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._lines = KnownLines(db)

    def committed(self) -> None:
        """What was written lasts."""
        self._lines.committed()

    def rolled_back(self) -> None:
        """What was written did not last."""
        self._lines.rolled_back()

    def current(self) -> Basket:
        """The oldest open basket, EMPTY when there is none."""
        row = self._db.execute(f"{_HEAD} WHERE state = 'open' ORDER BY rowid LIMIT 1").fetchone()
        return self._deal(row).basket if row else EMPTY

    def get(self, basket: str) -> Basket:
        """That basket with its lines."""
        return self.deal(basket).basket

    def deal(self, basket: str) -> Deal:
        """The deal of a basket; KeyError when there is none."""
        row = self._db.execute(f"{_HEAD} WHERE basket = ?", (basket,)).fetchone()
        if row is None:
            raise KeyError(basket)
        return self._deal(row)

    def unsettled(self) -> Deal | None:
        """The deal that is being paid or was refused."""
        row = self._db.execute(
            f"{_HEAD} WHERE state IN ('paying', 'refused') ORDER BY rowid LIMIT 1"
        ).fetchone()
        return self._deal(row) if row else None

    def waiting(self, behind: str) -> list[Deal]:
        """Sales that are to be paid behind that basket, in their order."""
        rows = self._db.execute(f"{_HEAD} {_WAITING}", (behind,))
        return [self._deal(row) for row in rows.fetchall()]

    def unsettled_corrections(self) -> list[Deal]:
        """Deals of a correction that are not settled, in their order."""
        rows = self._db.execute(
            f"{_HEAD} JOIN corrections USING (basket) WHERE state IN ('paying', 'refused')"
            " ORDER BY baskets.rowid"
        )
        return [self._deal(row) for row in rows.fetchall()]

    def latest_closed(self) -> Deal | None:
        """The deal settled last; older ones are erased."""
        row = self._db.execute(
            f"{_HEAD} WHERE state = 'closed' ORDER BY rowid DESC LIMIT 1"
        ).fetchone()
        return self._deal(row) if row else None

    def open_count(self) -> int:
        """Open baskets with lines."""
        query = (
            "SELECT count(DISTINCT basket) FROM baskets JOIN basket_lines USING (basket)"
            " WHERE state = 'open'"
        )
        return int(self._db.execute(query).fetchone()[0])

    def park(self, basket: str, name: str, at: int) -> None:
        """Remember under which name and when (ms UTC) a basket was put aside."""
        self._db.execute(
            "INSERT OR REPLACE INTO parked (basket, name, at) VALUES (?, ?, ?)", (basket, name, at)
        )

    def unpark(self, basket: str) -> None:
        """Erase that name; when it was stays known."""
        self._db.execute("UPDATE parked SET name = '' WHERE basket = ?", (basket,))

    def parked_count(self) -> int:
        """Baskets put aside."""
        query = "SELECT count(*) FROM baskets WHERE state = 'parked'"
        return int(self._db.execute(query).fetchone()[0])

    def parked(self) -> list[tuple[Basket, str]]:
        """Baskets put aside with their names, the one put aside first in front."""
        query = (
            "SELECT basket, name FROM parked JOIN baskets USING (basket)"
            " WHERE state = 'parked' ORDER BY at, parked.rowid"
        )
        return [(self.get(basket), name) for basket, name in self._db.execute(query).fetchall()]

    def put(self, basket: Basket, *, user: str, shift: str) -> None:
        """Write the head of an open basket."""
        self.put_deal(Deal(basket=basket, kind=DealKind.SALE, user=user, shift=shift))

    def put_deal(self, deal: Deal) -> None:
        """Write the head of a basket with what it takes to settle it."""
        basket, plan = deal.basket, deal.plan
        self._db.execute(
            _PUT_HEAD,
            (
                basket.basket,
                basket.state.value,
                deal.kind.value,
                deal.user,
                deal.shift,
                basket.begun_at,
                basket.next_line,
                basket.discount,
                plan.card.kopecks,
                plan.received.kopecks,
                deal.prepaid.kopecks,
                deal.credit.kopecks,
                deal.provision.kopecks,
                int(deal.reversing),
                deal.tax_system,
                deal.of_sale,
                deal.of_number,
                deal.reason,
                contacts.sealed(self._db, basket.basket, contacts.of(basket)),
                deal.rounding.kopecks,
            ),
        )
        self._put_wish("corrections", basket.basket, deal.correction)
        self._put_wish("laters", basket.basket, deal.later)

    def _put_wish(self, table: str, basket: str, wish: Correction | Later | None) -> None:
        """`table` is one of our own."""
        if wish is not None:
            query = f"INSERT OR REPLACE INTO {table} (basket, wish) VALUES (?, ?)"  # noqa: S608
            self._db.execute(query, (basket, _written(wish)))
        else:
            self._db.execute(f"DELETE FROM {table} WHERE basket = ?", (basket,))  # noqa: S608

    def put_line(self, basket: str, line: BasketLine) -> None:
        """Write one line."""
        self._lines.put(basket, line)
        self._db.execute(
            "INSERT OR REPLACE INTO basket_lines (basket, line, item, code, name, unit, quantity,"
            " list_price, price, discount, vat, subject, method, item_codes, of_line)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                basket,
                line.line,
                line.item,
                line.code,
                line.name,
                int(line.quantity.unit),
                line.quantity.thousandths,
                line.list_price.kopecks,
                line.price.kopecks,
                line.discount,
                int(line.vat),
                line.subject,
                line.method,
                "\n".join(line.item_codes),
                line.of_line,
            ),
        )

    def drop_line(self, basket: str, line: int) -> None:
        """Take one line away."""
        self._lines.drop(basket, line)
        self._db.execute("DELETE FROM basket_lines WHERE basket = ? AND line = ?", (basket, line))

    def forget(self, basket: str) -> None:
        """Erase a settled basket, its contact's key first of all."""
        self._lines.forget(basket)
        for table in _OF_BASKET:
            self._db.execute(f"DELETE FROM {table} WHERE basket = ?", (basket,))  # noqa: S608 — our own tables

    def forget_closed(self) -> None:
        """Erase the deal settled last; another one takes its place."""
        for (basket,) in self._db.execute(_CLOSED).fetchall():
            self.forget(basket)

    def erase_contact(self, basket: str) -> None:
        """Erase the contact's key alone: nobody reads the contact any more."""
        self._db.execute("DELETE FROM contact_keys WHERE basket = ?", (basket,))

    def _deal(self, row: tuple[Any, ...]) -> Deal:
        customer = contacts.opened(self._db, row[0], row[18])
        basket = Basket(
            basket=row[0],
            lines=self._lines.of(row[0]),
            state=BasketState(row[1]),
            discount=row[7],
            contact=customer.contact,
            buyer=customer.buyer,
            paperless=customer.paperless,
            begun_at=row[5],
            next_line=row[6],
            parked_at=row[19],
        )
        return Deal(
            basket=basket,
            kind=DealKind(row[2]),
            user=row[3],
            shift=row[4],
            plan=Plan(Money(row[8]), Money(row[9])),
            prepaid=Money(row[10]),
            credit=Money(row[11]),
            provision=Money(row[12]),
            reversing=bool(row[13]),
            tax_system=row[14],
            of_sale=row[15],
            of_number=row[16],
            reason=row[17],
            rounding=Money(row[20]),
            correction=_read(row[21], Correction),
            later=_read(row[22], Later),
        )


def _written(wish: Correction | Later) -> bytes:
    import msgspec  # no start waits for it

    return msgspec.json.encode(wish)


def _read(wish: bytes | None, kind: type[W]) -> W | None:
    if not wish:
        return None
    import msgspec  # as above

    return msgspec.json.decode(wish, type=kind)


_ATTEMPT = "SELECT attempt, kind, state, at, basket, request, before, result, why, detail"


class AttemptStore:
    """`pos.domain.ports.Attempts` in SQLite."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def put(self, attempt: Attempt) -> None:
        """Insert or replace."""
        self._db.execute(
            "INSERT INTO attempts (attempt, kind, state, at, basket, request, before, result,"
            " why, detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (attempt) DO UPDATE SET state = excluded.state,"
            " request = excluded.request, before = excluded.before, result = excluded.result,"
            " why = excluded.why, detail = excluded.detail",
            (
                attempt.attempt,
                attempt.kind.value,
                attempt.state.value,
                attempt.at,
                attempt.basket,
                attempt.request,
                attempt.before,
                attempt.result,
                attempt.why,
                attempt.detail,
            ),
        )

    def of_basket(self, basket: str) -> list[Attempt]:
        """In the order they were begun."""
        query = f"{_ATTEMPT} FROM attempts WHERE basket = ? ORDER BY rowid"
        return [_attempt(row) for row in self._db.execute(query, (basket,))]

    def drop_of(self, basket: str) -> None:
        """Forget a basket's attempts: all of them are undone."""
        self._db.execute("DELETE FROM attempts WHERE basket = ?", (basket,))

    def unsettled_errand(self) -> Attempt | None:
        """A shift or cash attempt whose outcome is not known."""
        row = self._db.execute(
            f"{_ATTEMPT} FROM attempts WHERE basket = '' AND state IN ('intent', 'unknown')"
            " ORDER BY rowid LIMIT 1"
        ).fetchone()
        return _attempt(row) if row else None


def _attempt(row: tuple[str, str, str, int, str, bytes, bytes, bytes, str, str]) -> Attempt:
    attempt, kind, state, at, basket, request, before, result, why, detail = row
    return Attempt(
        attempt=attempt,
        kind=AttemptKind(kind),
        state=OutcomeState(state),
        at=at,
        basket=basket,
        request=request,
        before=before,
        result=result,
        why=why,
        detail=detail,
    )
