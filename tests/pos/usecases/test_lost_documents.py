"""Cut the journal anywhere: with what the drive tells, drawer and figures are as they were."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest

from inventory.values.money import ZERO, Money
from inventory.values.quantity import pieces
from pos.bootstrap.epochs import RESTORED, go_on
from pos.domain.views import Plan, ShiftView
from pos.storage.rebuild import differences
from pos.storage.refill import Refill
from pos.storage.till import TillStore
from pos.usecases import cash, pay, returns, sales, shift
from pos.usecases.lost_documents import Teller, beyond, lost_cash
from sync.journal.rows import BEGINNING
from sync.messages.facts import FiscalDocumentFound, decode
from sync.messages.wire import Row
from sync.storage.reader import reading
from tests.fakes.selling import BREAD, MILK, SOAP
from tests.fakes.till import KEY, Shop

ZONE = "Europe/Moscow"


def sell(shop: Shop, code: str, card: int = 0) -> None:
    shop.scan(code)
    pay.begin(shop.counter, Plan(card=Money(card)))
    pay.carry_out(shop.counter)


def take_back(shop: Shop) -> None:
    newest = sales.recent_sales(shop.counter, limit=1)[0]
    returns.begin_return(shop.counter, newest.sale, {1: pieces(1)}, "брак")
    pay.carry_out(shop.counter)


@pytest.fixture
def traded(shop: Shop) -> Shop:
    """A shift that ended, and one that is open, with all kinds of receipts in both."""
    for _ in range(2):
        shop.begin_day(fund=100_000)
        sell(shop, MILK)
        sell(shop, BREAD, card=5205)
        take_back(shop)
        sell(shop, SOAP, card=1000)
        sell(shop, MILK)
        take_back(shop)
        if shop.registrar.shift_number == 1:
            shift.close_shift(shop.counter)
    # A real drive tells both tenders (1031, 1081).
    shop.registrar.drive = [
        replace(one, cash=one.total - (one.electronic or 0)) for one in shop.registrar.drive
    ]
    return shop


def rows_of(folder: Path) -> list[Row]:
    with reading(folder / "journal.db") as journal:
        return list(journal.after(BEGINNING))


def brought_back(shop: Shop, rows: list[Row], folder: Path) -> TillStore:
    """A till of those rows and of what the drive tells beyond them."""
    with closing(Refill(folder)) as refill:
        refill.take(rows, [])
    known = [decode(row.kind, row.version, row.body) for row in rows]
    till = TillStore(folder, KEY.sign_head)
    numbers = iter(range(1, 100))
    with till.work() as work:
        work.set_setting("shop.zone", ZONE)
        go_on(work, RESTORED)
        status = shop.registrar.status()
        teller = Teller(status, work.books.open_shift(), ZONE, lambda: f"id-{next(numbers)}")
        for fact, at in teller.tell(beyond(shop.registrar, known), shop.clock()):
            work.record(fact, at, fact.document)
        if moved := lost_cash(status, work.books.open_shift(), lambda: "moved"):
            work.record(moved, shop.clock(), moved.move)
        work.commit()
    return till


def open_shift(till: Any) -> ShiftView:
    with till.work() as work:
        found = work.books.open_shift()
    assert isinstance(found, ShiftView)
    return found


def figures(view: ShiftView) -> tuple[object, ...]:
    return view.number, view.sales, view.returns, view.revenue, view.drawer


def test_wherever_the_journal_ends_the_open_shift_is_as_it_was(
    traded: Shop, tmp_path: Path
) -> None:
    rows, wanted = rows_of(traded.folder), figures(open_shift(traded.store))
    for kept in range(1, len(rows) + 1):
        with closing(brought_back(traded, rows[:kept], tmp_path / f"disk-{kept}")) as till:
            assert figures(open_shift(till)) == wanted, f"{kept} rows kept"
            with till.work() as work:
                assert not work.lagging


def test_cash_taken_out_is_known_by_the_register_s_counter(traded: Shop, tmp_path: Path) -> None:
    rows = rows_of(traded.folder)
    cash.move_cash(traded.counter, "out", Money(50_000), "инкассация")
    wanted = figures(open_shift(traded.store))
    with closing(brought_back(traded, rows, tmp_path / "disk")) as till:
        assert figures(open_shift(till)) == wanted
        assert open_shift(till).cash_out == open_shift(traded.store).cash_out


def test_found_documents_name_drive_tenders_and_their_own_moment(
    traded: Shop, tmp_path: Path
) -> None:
    with closing(brought_back(traded, rows_of(traded.folder)[:2], tmp_path / "disk")):
        rows = rows_of(tmp_path / "disk")
    found = [decode(row.kind, row.version, row.body) for row in rows[3:]]
    facts = [one for one in found if isinstance(one, FiscalDocumentFound)]
    assert len(facts) == len(found) == len(traded.registrar.drive) - 2
    card = next(one for one in facts if one.tenders and one.tenders[0].kind == "card")
    assert (card.total, card.tenders[0].amount) == (5205, 5205)
    assert card.fiscal.fn == traded.registrar.fn
    local = datetime.fromtimestamp(rows[3].at / 1000, ZoneInfo(ZONE)).replace(tzinfo=None)
    assert local == traded.registrar.drive[2].at


def test_a_drive_that_tells_no_tenders_leaves_them_open(traded: Shop) -> None:
    """FFD 1.05 drives keep no content of old documents."""
    bare = [replace(one, cash=None, electronic=None) for one in traded.registrar.drive]
    teller = Teller(traded.registrar.status(), None, ZONE, lambda: "id")
    told = [fact for fact, _ in teller.tell(bare[2:4], traded.clock())]
    assert [[(t.kind, Money(t.amount)) for t in fact.tenders] for fact in told] == [
        [("other", Money(fact.total))] for fact in told
    ]
    assert all(fact.total > ZERO.kopecks for fact in told)


def test_nothing_is_found_where_every_document_is_known(traded: Shop) -> None:
    known = [decode(row.kind, row.version, row.body) for row in rows_of(traded.folder)]
    assert beyond(traded.registrar, known) == []


def test_another_drive_is_read_from_its_beginning(traded: Shop) -> None:
    known = [decode(row.kind, row.version, row.body) for row in rows_of(traded.folder)]
    traded.registrar.fn = "9999000000000002"
    found = beyond(traded.registrar, known)
    assert len(found) == len(traded.registrar.drive) - 1  # its registration is no receipt


def after_opening(rows: list[Row]) -> int:
    """Rows up to the first receipt of the second shift: receipts alone are lost behind them."""
    opened = max(place for place, row in enumerate(rows) if row.kind == "ShiftOpened")
    sold = (place for place, row in enumerate(rows) if row.kind == "SaleClosed")
    return next(place for place in sold if place > opened)


def receipts(till: TillStore) -> list[tuple[Any, ...]]:
    """Every receipt once, with what was paid; not who told of it."""
    query = (
        "SELECT s.number, s.kind, s.total, s.fd, t.kind, t.amount FROM sales s"
        " JOIN sale_tenders t USING (sale) ORDER BY s.fd, t.kind"
    )
    with till.work() as work:
        return list(work._db.execute(query))


def rebuilt(till: TillStore) -> list[str]:
    with till.work() as work:
        return list(differences(work._db))


@pytest.mark.parametrize("found_again", [False, True])
def test_a_receipt_whose_own_fact_comes_to_light_counts_once(
    traded: Shop, tmp_path: Path, found_again: bool
) -> None:
    rows, wanted = rows_of(traded.folder), figures(open_shift(traded.store))
    kept = after_opening(rows)
    with closing(brought_back(traded, rows[:kept], tmp_path / "disk")) as till:
        found = [decode(row.kind, 1, row.body) for row in rows_of(tmp_path / "disk")[kept:]]
        with till.work() as work:
            for row in rows[kept:]:
                work.record(decode(row.kind, row.version, row.body), traded.clock())
            for one in found if found_again else ():
                if isinstance(one, FiscalDocumentFound):
                    work.record(replace_id(one), traded.clock())
            work.commit()
        assert figures(open_shift(till)) == wanted
        assert receipts(till) == receipts(traded.store)
        assert rebuilt(till) == []


def test_what_was_found_by_two_restores_counts_once(traded: Shop, tmp_path: Path) -> None:
    rows, wanted = rows_of(traded.folder), figures(open_shift(traded.store))
    kept = after_opening(rows)
    with closing(brought_back(traded, rows[:kept], tmp_path / "disk")) as till:
        with till.work() as work:
            for row in rows_of(tmp_path / "disk")[kept:]:
                fact = decode(row.kind, row.version, row.body)
                if isinstance(fact, FiscalDocumentFound):
                    work.record(replace_id(fact), traded.clock())
            work.commit()
        assert figures(open_shift(till)) == wanted
        assert rebuilt(till) == []


def test_a_receipt_told_first_by_itself_is_not_found_besides(traded: Shop, tmp_path: Path) -> None:
    wanted, before = figures(open_shift(traded.store)), receipts(traded.store)
    status = traded.registrar.status()
    shift_now = open_shift(traded.store)
    numbers = iter(range(1, 100))
    teller = Teller(status, shift_now, ZONE, lambda: f"again-{next(numbers)}")
    told = [one for one in traded.registrar.drive if one.fd > 1]
    newest = [fact for fact, _ in teller.tell(told[-3:], traded.clock())]
    with traded.store.work() as work:
        for fact in newest:
            work.record(fact, traded.clock())
        work.commit()
    assert figures(open_shift(traded.store)) == wanted
    assert receipts(traded.store) == before
    assert rebuilt(traded.store) == []


def replace_id(fact: FiscalDocumentFound) -> FiscalDocumentFound:
    """The same document as another restore tells it."""
    return msgspec.structs.replace(fact, document=f"{fact.document}-again")
