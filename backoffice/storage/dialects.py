"""What SQLite and PostgreSQL say differently."""

from __future__ import annotations

from sqlalchemy import BigInteger, ColumnElement, Connection, cast, func

from backoffice.storage.engine import is_postgres


def members(db: Connection) -> str:
    """A query for the texts of a JSON array that is the parameter `keys`."""
    if is_postgres(db):
        return "SELECT json_array_elements_text(CAST(:keys AS json))"
    return "SELECT value FROM json_each(:keys)"


def pairs(db: Connection) -> str:
    """A query for the pairs of texts of a JSON array of arrays that is the parameter `pairs`."""
    if is_postgres(db):
        return "SELECT one->>0, one->>1 FROM json_array_elements(CAST(:pairs AS json)) one"
    return "SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(:pairs)"


def all_digits(db: Connection, column: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether a text is one or more digits, seen inside the database."""
    if is_postgres(db):
        return column.op("~", is_comparison=True)("^[0-9]+$")
    return (column != "") & column.op("NOT GLOB", is_comparison=True)("*[^0-9]*")


def total(column: ColumnElement[int]) -> ColumnElement[int]:
    """The sum of whole numbers, 0 for none: PostgreSQL sums them into a decimal."""
    return cast(func.coalesce(func.sum(column), 0), BigInteger)
