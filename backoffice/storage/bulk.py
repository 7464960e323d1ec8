"""Puts many rows into a table by the engine's shortest way."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any, cast

import msgspec
from sqlalchemy import BigInteger, Boolean, Connection, LargeBinary, Table, Text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.types import TypeEngine

from backoffice.storage.engine import is_postgres

if TYPE_CHECKING:
    import psycopg

Values = tuple[object, ...]
_Write = Callable[["psycopg.Copy"], None]

_TYPES = {BigInteger: "int8", Boolean: "bool", LargeBinary: "bytea", Text: "text"}
_CSV = "(FORMAT csv, ESCAPE '\\', NULL 'null')"
_JSON = msgspec.json.Encoder()
_OTHER_ESCAPE = re.compile(rb'\\[^"]')


def put_rows(db: Connection, table: Table, columns: Sequence[str], rows: Sequence[Values]) -> None:
    """Insert rows of those columns in the connection's transaction.

    A row that is there already or does not fit raises one of SQLAlchemy's errors (OverflowError
    for a number that no column has room for).
    """
    with putting_rows(db, table, columns, rows):
        pass


@contextmanager
def putting_rows(
    db: Connection, table: Table, columns: Sequence[str], rows: Sequence[Values]
) -> Iterator[None]:
    """The same while the block runs: PostgreSQL sorts them in on the other processor meanwhile.

    Until the block's end the connection cannot be asked anything.
    """
    quote = db.dialect.identifier_preparer.quote
    into = f"{quote(table.name)} ({', '.join(quote(name) for name in columns)})"
    if rows and is_postgres(db):
        with _copying_rows(db, into, [_type(table.c[name].type) for name in columns], rows):
            yield
        return
    if rows:
        marks = ", ".join("?" * len(columns))
        insert = f"INSERT INTO {into} VALUES ({marks})"  # noqa: S608 — names of the schema
        db.exec_driver_sql(insert, list(rows))
    yield


def _type(of: TypeEngine[Any]) -> str:
    return next(name for kind, name in _TYPES.items() if isinstance(of, kind))


def _copying_rows(
    db: Connection, into: str, types: Sequence[str], rows: Sequence[Values]
) -> AbstractContextManager[None]:
    if "bytea" not in types and (lines := as_csv(rows)):
        return _copying(db, f"COPY {into} FROM STDIN {_CSV}", lambda copy: copy.write(lines))

    def write(copy: psycopg.Copy) -> None:
        copy.set_types(types)
        for row in rows:
            copy.write_row(row)

    # As text, bodies of facts took three times as long.
    return _copying(db, f"COPY {into} FROM STDIN (FORMAT BINARY)", write)


def as_csv(rows: Sequence[Values]) -> bytes:
    """Rows of texts and numbers as CSV with a backslash before `"` and `\\`.

    JSON without its brackets is just that, and made of a thousand rows at once: row by row, Python
    took five times as long. Empty where a text has one of the signs that JSON writes otherwise.
    """
    lines = _JSON.encode_lines(rows)[1:-2].replace(b"]\n[", b"\n")
    return b"" if b"\\" in lines and _OTHER_ESCAPE.search(lines.replace(rb"\\", b"")) else lines


@contextmanager
def _copying(db: Connection, statement: str, write: _Write) -> Iterator[None]:
    # Imported late: an office on SQLite does not load the driver of PostgreSQL.
    from psycopg import DataError as NoFit
    from psycopg import IntegrityError as NoRoom

    from backoffice.storage.copying import Told

    driver = cast("psycopg.Connection", db.connection.driver_connection)
    try:
        with driver.cursor() as cursor:
            told = Told(cursor)
            with cursor.copy(statement.encode(), writer=told) as copy:
                write(copy)
            with told.taken():
                yield
    except (NoFit, NoRoom) as error:
        raise IntegrityError(statement, None, error) from error
