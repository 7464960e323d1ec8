"""Stock of shops as a sum kept by what takes facts in, and what suppliers' documents say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict

from sqlalchemy import Connection, Subquery, and_, exists, func, select, text, tuple_

from backoffice.domain.stock import CostBegin, Delivery, DeliverySum, StockRow
from backoffice.storage.dialects import total
from backoffice.storage.proposals import counted_as
from backoffice.storage.rows import normal
from backoffice.storage.schema import deliveries, goods, proposed, stock

_LEARN = text(
    "INSERT INTO costs (item, day, shop, cost, at) VALUES (:item, :day, :shop, :cost, :at)"
    " ON CONFLICT (item, day, shop) DO UPDATE SET cost = excluded.cost, at = excluded.at"
    " WHERE (excluded.at, excluded.cost) > (costs.at, costs.cost)"
)


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
        there = _there(shop)
        listed = there.outerjoin(goods, goods.c.item == there.c.item)
        name = func.coalesce(goods.c.name, there.c.name)
        article = func.coalesce(goods.c.article, "")
        found = select(there.c.item, name, article, there.c.unit, there.c.quantity)
        found = found.select_from(listed).where(*words)
        page = found.order_by(name, there.c.item, there.c.unit).limit(limit).offset(offset)
        count = select(func.count()).select_from(listed).where(*words)
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

    def of_dates(self, dates: Sequence[str] | None) -> list[Delivery]:
        c = deliveries.c
        asked = [c.part == 1] if dates is None else [c.part == 1, c.date.in_(dates)]
        day = c.shop, c.date
        several = select(*day).where(*asked).group_by(*day).having(func.count() > 1)
        named = [c[name] for name in Delivery.__match_args__]
        found = select(*named).where(*asked, tuple_(*day).in_(several))
        rows = self._db.execute(found.order_by(*day, c.at, c.delivery))
        return [Delivery(*row) for row in rows]


def _there(shop: str) -> Subquery:
    """The stock of a shop by the goods it counts for; of one no good of the office, as made."""
    made = stock.outerjoin(proposed, proposed.c.item == stock.c.item)
    name = func.coalesce(proposed.c.name, stock.c.item).label("name")
    rows = select(stock.c.item, name, stock.c.unit, stock.c.quantity).select_from(made)
    moved = counted_as(rows.where(stock.c.shop == shop).subquery())
    key = moved.c.item, moved.c.unit
    many = total(moved.c.quantity).label("quantity")
    return select(*key, func.max(moved.c.name).label("name"), many).group_by(*key).subquery()
