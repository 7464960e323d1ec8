"""Stock of shops as a sum kept by what takes facts in, and what suppliers' documents say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from operator import attrgetter

import msgspec
from sqlalchemy import Connection, and_, exists, func, select, text

from backoffice.domain.stock import CostBegin, DeliverySum, StockMoves, StockRow, stock_sums
from backoffice.storage.dialects import total
from backoffice.storage.engine import is_postgres
from backoffice.storage.rows import normal
from backoffice.storage.schema import deliveries, goods, stock

_ADD_UP = (
    "INSERT INTO stock (shop, item, unit, quantity) {values}"
    " ON CONFLICT (shop, item, unit) DO UPDATE SET quantity = stock.quantity + excluded.quantity"
)
_ONE = _ADD_UP.format(values="VALUES (?, ?, ?, ?)")
_SUM = attrgetter("shop", "item", "unit", "quantity")
# One statement for a whole push: a row at a time costs PostgreSQL more than the push itself, and
# arrays of texts cost psycopg twice as much as JSON.
_MANY = text(
    _ADD_UP.format(
        values="SELECT shop, item, unit, quantity FROM json_to_recordset(CAST(:sums AS json))"
        " AS told (shop text, item text, unit bigint, quantity bigint)"
    )
)
_LEARN = text(
    "INSERT INTO costs (item, day, shop, cost, at) VALUES (:item, :day, :shop, :cost, :at)"
    " ON CONFLICT (item, day, shop) DO UPDATE SET cost = excluded.cost, at = excluded.at"
    " WHERE (excluded.at, excluded.cost) > (costs.at, costs.cost)"
)


def add_up(db: Connection, moves: Iterable[StockMoves]) -> None:
    """Add what facts moved to the stocks, always in order of key: no push waits in a circle."""
    sums = stock_sums(moves)
    if sums and is_postgres(db):
        db.execute(_MANY, {"sums": msgspec.json.encode(sums).decode()})
    elif sums:
        db.exec_driver_sql(_ONE, [_SUM(one) for one in sums])


def learn_costs(db: Connection, paid: Iterable[CostBegin]) -> None:
    """Keep what shops paid; of two deliveries of a day the later one, whichever comes first."""
    rows = sorted((asdict(one) for one in paid), key=lambda row: [*row.values()])
    if rows:
        db.execute(_LEARN, rows)


class StockTables:
    """Satisfies `Stock`."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def of(self, shop: str, asked: str, limit: int, offset: int) -> tuple[list[StockRow], int]:
        words = [goods.c.search.contains(word, autoescape=True) for word in normal(asked).split()]
        wanted = (stock.c.shop == shop, *words)
        listed = stock.outerjoin(goods, goods.c.item == stock.c.item)
        name, article = (
            func.coalesce(goods.c.name, stock.c.item),
            func.coalesce(goods.c.article, ""),
        )
        found = select(stock.c.item, name, article, stock.c.unit, stock.c.quantity)
        found = found.select_from(listed).where(*wanted)
        page = found.order_by(name, stock.c.item, stock.c.unit).limit(limit).offset(offset)
        count = select(func.count()).select_from(listed).where(*wanted)
        rows = [StockRow(*row) for row in self._db.execute(page)]
        return rows, self._db.execute(count).scalar_one()

    def deliveries(self, shop: str, limit: int) -> list[DeliverySum]:
        c, other = deliveries.c, deliveries.alias("other")
        same = and_(
            other.c.shop == c.shop,
            other.c.supplier == c.supplier,
            other.c.number == c.number,
            other.c.date == c.date,
            other.c.delivery != c.delivery,
        )
        head = (c.delivery, c.supplier, c.number, c.date, c.at)
        found = select(*head, total(c.total), total(c.lines), exists().where(same))
        found = found.where(c.shop == shop).group_by(*head, c.shop)
        rows = self._db.execute(found.order_by(c.at.desc(), c.delivery).limit(limit))
        return [DeliverySum(*row) for row in rows]
