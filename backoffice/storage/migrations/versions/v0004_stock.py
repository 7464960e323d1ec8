"""Goods received: stock of shops, suppliers' documents, and purchase prices by shop.

The stock begins with what the sales that are there took away.
"""

from __future__ import annotations

import json
from collections import Counter

from alembic import op
from sqlalchemy import BigInteger, Column, Connection, Index, MetaData, Table, Text, text

revision = "0004"
down_revision = "0003"

metadata = MetaData()


def _text(name: str, *, key: bool = False) -> Column[str]:
    return Column(name, Text, primary_key=key, nullable=False)


def _int(name: str, *, key: bool = False) -> Column[int]:
    return Column(name, BigInteger, primary_key=key, nullable=False, autoincrement=False)


costs = Table(
    "costs",
    metadata,
    _text("item", key=True),
    _text("day", key=True),
    _text("shop", key=True),
    Column("cost", BigInteger),
    _int("at"),
)

stock = Table(
    "stock",
    metadata,
    _text("shop", key=True),
    _text("item", key=True),
    _int("unit", key=True),
    _int("quantity"),
)

deliveries = Table(
    "deliveries",
    metadata,
    _text("delivery", key=True),
    _int("part", key=True),
    _text("till"),
    _text("shop"),
    _int("epoch"),
    _int("seq"),
    _int("at"),
    _text("day"),
    _text("supplier"),
    _text("inn"),
    _text("number"),
    _text("date"),
    _text("user"),
    *(_int(name) for name in ("total", "tax", "costs", "lines")),
    Index("deliveries_by_shop", "shop", "at"),
)

delivery_lines = Table(
    "delivery_lines",
    metadata,
    _text("delivery", key=True),
    _int("line", key=True),
    _text("item"),
    _text("name"),
    *(_int(name) for name in ("unit", "quantity", "cost", "amount", "vat", "tax")),
)

_COPY = (
    "INSERT INTO costs (item, day, shop, cost, at) SELECT item, day, '', cost, 0 FROM costs_before"
)
_SOLD = """
    SELECT f.shop, s.kind, f.body FROM facts f
    JOIN sales s ON s.till = f.till AND s.epoch = f.epoch AND s.seq = f.seq
    WHERE f.kind IN ('SaleClosed', 'SaleReturned')
"""
_GOODS, _HANDED_OVER = {1, 2, 30, 31, 32, 33}, {4, 5, 6}  # 1212, 1214


def upgrade() -> None:
    """Prices that were typed stay for all shops; what was sold is taken from the stock."""
    db = op.get_bind()
    db.execute(text("ALTER TABLE costs RENAME TO costs_before"))
    if db.dialect.name == "postgresql":
        db.execute(text("ALTER INDEX costs_pkey RENAME TO costs_before_pkey"))
    metadata.create_all(db)
    db.execute(text(_COPY))
    db.execute(text("DROP TABLE costs_before"))
    if rows := _moved(db):
        db.execute(stock.insert(), rows)


def _moved(db: Connection) -> list[dict[str, object]]:
    sums: Counter[tuple[str, str, int]] = Counter()
    for shop, kind, body in db.execute(text(_SOLD).execution_options(yield_per=500)):
        sign = -1 if kind == "sale" else 1
        for line in json.loads(bytes(body))["lines"]:
            moves = line["subject"] in _GOODS and line["method"] in _HANDED_OVER
            if moves and line["item"]:
                sums[shop, line["item"], line["unit"]] += sign * line["quantity"]
    names = ("shop", "item", "unit", "quantity")
    return [dict(zip(names, (*key, many), strict=True)) for key, many in sums.items()]
