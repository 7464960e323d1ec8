"""Derived tables equal what the facts say, cell by cell, or the check says where they do not."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import msgspec
import pytest

from inventory.domain.delivery import Delivery, DeliveryRow, Supplier
from inventory.values.money import Money
from inventory.values.quantity import Unit, pieces
from inventory.values.vat import VatRate
from pos.domain.later import LaterKind
from pos.domain.views import Plan
from pos.storage import derive, schema
from pos.storage.rebuild import differences, rebuild
from pos.usecases import cash, edit, later, pay, returns, shift
from pos.usecases.new_good import NewGood, make_good
from pos.usecases.receive import receive
from sync.messages.facts import FiscalDocumentFound, SaleClosed, Tender
from tests.fakes.selling import BREAD, MILK, SOAP, sell
from tests.fakes.till import SENIOR, Shop

CELLS = [(table.name, column.name) for table in schema.derived.sorted_tables for column in table.c]
TABLES = sorted(derive.TABLES)
KEYS = {
    table.name: ", ".join(column.name for column in table.primary_key)
    for table in schema.derived.sorted_tables
}


@pytest.fixture(scope="session")
def lived(tmp_path_factory: pytest.TempPathFactory, template: Path) -> Path:
    """journal.db after a day that left rows in every table."""
    folder = tmp_path_factory.mktemp("lived")
    with closing(Shop(folder / "till", template)) as shop:
        shop.begin_day()
        sale = sell(shop, Plan(card=Money(10_000)), f"3*{MILK}", SOAP)
        returns.begin_return(shop.counter, sale.sale, {1: pieces(1)}, "брак")
        pay.carry_out(shop.counter)
        shop.scan(BREAD, SOAP)
        edit.void_line(shop.counter, 1)
        edit.cancel_basket(shop.counter)
        cash.move_cash(shop.counter, "out", Money(5000), "инкассация")
        shop.log_in(SENIOR)
        later.begin(shop.counter, later.Wish(LaterKind.ADVANCE, Money(500)))
        pay.carry_out(shop.counter)
        assert receive(shop.counter, _document()).delivery
        made = NewGood("4601234567893", "Печенье", "129,90", Unit.PIECE, VatRate.VAT_10)
        make_good(shop.counter, made)
        edit.cancel_basket(shop.counter)
        with shop.store.work() as work:
            work.record(_found(sale), shop.clock())
            work.commit()
        shift.close_shift(shop.counter)
    return folder / "till" / "journal.db"


def _found(sale: SaleClosed) -> FiscalDocumentFound:
    """A receipt that nobody but the drive knows."""
    return FiscalDocumentFound(
        document="found",
        shift=sale.shift,
        number="0001-0009",
        kind=3,
        operation=1,
        total=5000,
        tenders=(Tender(kind="cash", amount=5000),),
        vat={},
        fiscal=msgspec.structs.replace(sale.fiscal, fd=900),
    )


def _document() -> Delivery:
    row = DeliveryRow(1, (MILK,), "Молоко", None, 12_000, Money(84_000), None)
    costs = Money(3_210)
    return Delivery(
        Supplier("ООО «Луч»", "7707083893"), "15", date(2026, 11, 20), (row,), (), costs
    )


@pytest.fixture
def db(lived: Path, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A copy that may be spoilt."""
    shutil.copy(lived, tmp_path / "journal.db")
    with closing(sqlite3.connect(tmp_path / "journal.db", isolation_level=None)) as copy:
        yield copy


def test_a_day_derives_to_what_its_facts_say(db: sqlite3.Connection) -> None:
    assert list(differences(db)) == []


def test_every_derived_table_has_rows_to_check(db: sqlite3.Connection) -> None:
    assert sorted({table for table, _ in CELLS} - {"derived_state"}) == TABLES
    for table in TABLES:
        assert db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 — our tables


@pytest.mark.parametrize(("table", "column"), CELLS)
def test_one_changed_cell_is_found(db: sqlite3.Connection, table: str, column: str) -> None:
    db.execute(
        f"UPDATE {table} SET {column} = CASE typeof({column}) WHEN 'text'"  # noqa: S608 — our tables
        f" THEN {column} || '1' ELSE {column} + 1000 END"
        f" WHERE {_last(table)}"
    )
    assert db.execute("SELECT changes()").fetchone() == (1,)
    found = list(differences(db))
    assert found
    assert all(fault.startswith(f"{table}: ") for fault in found)


@pytest.mark.parametrize("table", TABLES)
def test_a_removed_row_is_found(db: sqlite3.Connection, table: str) -> None:
    db.execute(f"DELETE FROM {table} WHERE {_last(table)}")  # noqa: S608 — our tables
    assert any("is missing" in fault for fault in differences(db))


@pytest.mark.parametrize("table", TABLES)
def test_an_added_row_is_found(db: sqlite3.Connection, table: str) -> None:
    columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
    key = columns[0]
    rest = ", ".join(columns[1:])
    db.execute(
        f"INSERT INTO {table} ({key}, {rest}) SELECT {key} || '9', {rest} FROM {table}"  # noqa: S608 — our tables
        f" WHERE {_last(table)}"
    )
    assert any("does not follow" in fault for fault in differences(db))


def _last(table: str) -> str:
    key = KEYS[table]
    return f"({key}) = (SELECT {key} FROM {table} ORDER BY {key} DESC LIMIT 1)"  # noqa: S608 — our tables


def test_a_rebuild_mends_what_was_spoilt(db: sqlite3.Connection) -> None:
    db.execute("UPDATE sales SET total = total + 1")
    db.execute("DELETE FROM audit")
    rebuild(db)
    assert list(differences(db)) == []


def test_tables_of_another_version_are_made_anew_at_the_start(
    tmp_path: Path, template: Path
) -> None:
    with closing(Shop(tmp_path / "till", template)) as shop:
        shop.begin_day()
        sell(shop, Plan(), MILK)
        shop.close()
        with closing(sqlite3.connect(shop.folder / "journal.db", isolation_level=None)) as db:
            db.execute("UPDATE derived_state SET version = version + 1")
            db.execute("UPDATE sales SET total = 1")
        shop.open()
        assert shop.faults() == []
