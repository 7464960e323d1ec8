"""PostgreSQL itself keeps facts as they are, and each till's in one part."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from backoffice.storage.store import OfficeStore
from tests.backoffice.conftest import Clock, Office, made
from tests.backoffice.trade import GOODS, Till, sold_line


@pytest.fixture
def office(postgres_url: str) -> Iterator[Office]:
    with closing(OfficeStore(postgres_url)) as store:
        office = made(store, Clock())
        till = Till()
        till.open_shift()
        till.sell(sold_line(1, GOODS[0], 1000))
        office.push(till.rows)
        yield office


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE facts SET body = '\\x00'",
        "UPDATE facts SET shop = 'another'",
        "DELETE FROM facts",
        "TRUNCATE facts",
        "UPDATE {part} SET at = 0",
        "DELETE FROM {part}",
        "TRUNCATE {part}",
        "UPDATE tills SET shop = 'another'",
    ],
)
def test_nothing_changes_a_fact(office: Office, statement: str) -> None:
    part = "SELECT tableoid::regclass::text FROM facts LIMIT 1"
    with office.store._engine.connect() as db:
        named = statement.replace("{part}", db.execute(text(part)).scalar_one())
        with pytest.raises(IntegrityError, match="stay as they are"):
            db.exec_driver_sql(named)
        db.rollback()
    with office.store.look() as work:
        assert work.ledger.count() == 3


def test_facts_of_a_shop_lie_in_one_part(office: Office) -> None:
    with office.store._engine.connect() as db:
        parts = db.execute(text("SELECT DISTINCT tableoid FROM facts")).all()
        asked = "EXPLAIN SELECT * FROM facts WHERE shop = 'x'"
        plan = "\n".join(db.execute(text(asked)).scalars())
    assert len(parts) == 1
    assert plan.count(" on facts_") == 1
