"""Adds to tables of sums: what a push brings of each key, in one question for all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import msgspec
from sqlalchemy import BigInteger, Connection, Table, text

from backoffice.storage.engine import is_postgres

Row = tuple[str | int, ...]  # in the order of the table's columns
Sums = Mapping[Table, Sequence[Row]]


def add_up(db: Connection, sums: Sums) -> None:
    """Add each row to the one of its key: the columns that are no key are summed.

    Rows come in order of key and tables always in the same order, so that no two pushes wait for
    each other in a circle.
    """
    added = {table: rows for table, rows in sums.items() if rows}
    if added and is_postgres(db):
        told = {table.name: msgspec.json.encode(rows).decode() for table, rows in added.items()}
        db.execute(text(_together(tuple(added))), told)
    else:
        for table, rows in added.items():
            marks = ", ".join("?" * len(table.columns))
            db.exec_driver_sql(_adding(table, f"VALUES ({marks})"), list(rows))


@cache  # of a few tables
def _together(tables: tuple[Table, ...]) -> str:
    """One statement for PostgreSQL: each question costs a push more than the sums do.

    The rows come as JSON: arrays of texts cost psycopg twice as much.
    """
    *before, last = [_adding(table, _told(table)) for table in tables]
    within = ", ".join(f"added_{n} AS ({statement})" for n, statement in enumerate(before))
    return f"WITH {within} {last}" if within else last


def _told(table: Table) -> str:
    values = ", ".join(
        f"(one->>{n})::bigint" if isinstance(column.type, BigInteger) else f"one->>{n}"
        for n, column in enumerate(table.columns)
    )
    # WHERE keeps ON from being read as the condition of a join.
    return f"SELECT {values} FROM json_array_elements(CAST(:{table.name} AS json)) one WHERE true"  # noqa: S608 — names of the schema


def _adding(table: Table, values: str) -> str:
    name, key = table.name, ", ".join(one.name for one in table.primary_key.columns)
    summed = ", ".join(
        f"{one.name} = {name}.{one.name} + excluded.{one.name}"
        for one in table.columns
        if not one.primary_key
    )
    columns = ", ".join(one.name for one in table.columns)
    return f"INSERT INTO {name} ({columns}) {values} ON CONFLICT ({key}) DO UPDATE SET {summed}"
