"""A file of an earlier program is taken over whatever shape its derived tables had."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from pos.domain.views import Plan
from pos.storage import schema
from pos.usecases import look, returns
from tests.fakes.selling import BREAD, MILK, sell
from tests.fakes.till import Shop


def of_an_earlier_program(folder: Path) -> None:
    """As it was before there were corrections and credit."""
    with closing(sqlite3.connect(folder / "journal.db", isolation_level=None)) as db:
        db.execute("ALTER TABLE sales DROP COLUMN correction")
        for table in ("claims", "corrections", "laters"):
            db.execute(f"DROP TABLE {table}")
        db.execute("UPDATE derived_state SET version = version - 1")
        db.execute("PRAGMA user_version = 0")


def test_what_was_sold_is_known_and_the_next_sale_goes_on(shop: Shop) -> None:
    shop.begin_day()
    before = sell(shop, Plan(), MILK)
    shop.scan(BREAD)
    shop.close()
    of_an_earlier_program(shop.folder)
    shop.open()
    assert len(look.view(shop.counter).basket.lines) == 1
    assert returns.sale_by_number(shop.counter, before.number).total.kopecks == before.total
    assert sell(shop, Plan(), MILK).number == "0001-0002"
    assert shop.faults() == []


@pytest.mark.parametrize("table", [one.name for one in schema.derived.sorted_tables])
def test_a_derived_table_with_a_column_too_few_or_too_many_is_made_anew(
    shop: Shop, table: str
) -> None:
    shop.begin_day()
    sell(shop, Plan(), MILK)
    shop.close()
    with closing(sqlite3.connect(shop.folder / "journal.db", isolation_level=None)) as db:
        db.execute(f"ALTER TABLE {table} ADD COLUMN of_another_program TEXT")
        db.execute("PRAGMA user_version = 0")
    shop.open()
    assert look.view(shop.counter).shift is not None
    assert shop.faults() == []
