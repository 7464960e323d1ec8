"""Looks into the office's tables, past its ports."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, select

from backoffice.storage.schema import DERIVED
from backoffice.storage.store import OfficeStore


def rows_of(store: OfficeStore, query: Select[Any]) -> list[tuple[Any, ...]]:
    """What that query finds."""
    with store.look() as work:
        return [tuple(row) for row in work.ledger._db.execute(query)]


def dump(store: OfficeStore) -> dict[str, list[tuple[Any, ...]]]:
    """All derived tables, rows in order of their columns: a rebuild has its own."""
    return {table.name: rows_of(store, select(table).order_by(*table.columns)) for table in DERIVED}
