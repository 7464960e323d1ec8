"""Puts many rows into a table by the engine's shortest way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import BigInteger, Boolean, Connection, LargeBinary, Table, Text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.types import TypeEngine

from backoffice.storage.engine import is_postgres

if TYPE_CHECKING:
    import psycopg

Values = tuple[object, ...]

_TYPES = {BigInteger: "int8", Boolean: "bool", LargeBinary: "bytea", Text: "text"}


def put_rows(db: Connection, table: Table, columns: Sequence[str], rows: Sequence[Values]) -> None:
    """Insert rows of those columns in the connection's transaction.

    A row that is there already or does not fit raises one of SQLAlchemy's errors (OverflowError
    for a number SQLite has no room for).
    """
    with putting_rows(db, table, columns, rows):
        pass


@contextmanager
def putting_rows(
    db: Connection, table: Table, columns: Sequence[str], rows: Sequence[Values]
) -> Iterator[None]:
    """The same while the block runs: PostgreSQL sorts them in on the other processor meanwhile."""
    quote = db.dialect.identifier_preparer.quote
    into = f"{quote(table.name)} ({', '.join(quote(name) for name in columns)})"
    if rows and is_postgres(db):
        types = [_type(table.c[name].type) for name in columns]
        with _copying(db, f"COPY {into} FROM STDIN (FORMAT BINARY)", types, rows):
            yield
        return
    if rows:
        marks = ", ".join("?" * len(columns))
        insert = f"INSERT INTO {into} VALUES ({marks})"  # noqa: S608 — names of the schema
        db.exec_driver_sql(insert, list(rows))
    yield


def _type(of: TypeEngine[Any]) -> str:
    return next(name for kind, name in _TYPES.items() if isinstance(of, kind))


@contextmanager
def _copying(
    db: Connection, statement: str, types: Sequence[str], rows: Sequence[Values]
) -> Iterator[None]:
    """Rows in PostgreSQL's own form: as text, bodies of facts took three times as long."""
    # Imported late: an office on SQLite does not load the driver of PostgreSQL.
    from psycopg import DataError as NoFit
    from psycopg import IntegrityError as NoRoom

    driver = cast("psycopg.Connection", db.connection.driver_connection)
    try:
        with driver.cursor() as cursor, cursor.copy(statement.encode()) as copy:
            copy.set_types(types)
            for row in rows:
                copy.write_row(row)
            yield
    except (NoFit, NoRoom) as error:
        raise IntegrityError(statement, None, error) from error
