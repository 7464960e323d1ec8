"""Rows that are put into a table at once come back as they were, whatever their texts hold."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select
from sqlalchemy.exc import IntegrityError

from backoffice.storage.bulk import as_csv, put_rows
from backoffice.storage.engine import open_engine
from backoffice.storage.schema import cash_moves, costs
from tests.backoffice.postgres.cluster import Cluster

_NAMES = tuple(column.name for column in cash_moves.columns)
_TEXTS = st.text(st.sampled_from('a"\\\n\t\r,]['), max_size=6) | st.text(
    st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=6
)
_NUMBERS = st.integers(-(1 << 63), (1 << 63) - 1)


@contextmanager
def taken_back(url: str) -> Iterator[Connection]:
    """A transaction of which nothing stays."""
    engine = open_engine(url)
    with engine.connect() as db:
        db.begin()
        yield db
        db.rollback()
    engine.dispose()


def _row(key: int, text: str, number: int) -> tuple[object, ...]:
    return (str(key), text, "shop", number, "null", text, "", "in", number, f"{text}\\.")


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None
)
@given(st.lists(st.tuples(_TEXTS, _NUMBERS), min_size=1, max_size=5))
def test_any_text_comes_back_as_it_was(
    cluster: Cluster, chain: str, told: list[tuple[str, int]]
) -> None:
    rows = [_row(n, text, number) for n, (text, number) in enumerate(told)]
    with taken_back(cluster.url(chain)) as db:
        put_rows(db, cash_moves, _NAMES, rows)
        found = db.execute(select(cash_moves).order_by(cash_moves.c.move)).all()
        assert [tuple(row) for row in found] == rows


def test_what_is_not_known_stays_so(cluster: Cluster, chain: str) -> None:
    row = ("milk", "2026-11-24", "", None, 0)
    with taken_back(cluster.url(chain)) as db:
        put_rows(db, costs, [column.name for column in costs.columns], [row])
        assert tuple(db.execute(select(costs)).one()) == row


@pytest.mark.parametrize("text", ["a\0", "long" * 2])
def test_a_row_that_does_not_fit_is_told_and_the_connection_goes_on(
    cluster: Cluster, chain: str, text: str
) -> None:
    rows = [_row(1, text, 1), _row(1, text, 1)]
    with taken_back(cluster.url(chain)) as db:
        with pytest.raises(IntegrityError):
            put_rows(db, cash_moves, _NAMES, rows)
        db.rollback()
        db.rollback()
        assert db.execute(select(cash_moves)).all() == []


def test_signs_that_json_writes_otherwise_are_no_csv() -> None:
    assert as_csv([('"', "\\", "é", None, 1)]) == '"\\"","\\\\","é",null,1'.encode()
    assert as_csv([("\n",)]) == as_csv([("\x01",)]) == b""
