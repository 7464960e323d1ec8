"""Goods that tills made, and what was decided on them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, Subquery, and_, case, delete, func, insert, select

from backoffice.domain.proposals import Decision, Proposed
from backoffice.storage.dialects import total
from backoffice.storage.schema import goods, merged, proposed, sale_lines


class ProposalTables:
    """Satisfies `Proposals`."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def waiting(self) -> list[Proposed]:
        undecided = select(proposed).outerjoin(merged, merged.c.item == proposed.c.item)
        found = undecided.where(merged.c.item.is_(None)).order_by(proposed.c.at, proposed.c.item)
        return [Proposed(*row) for row in self._db.execute(found)]

    def sold(self, items: Sequence[str], day: str) -> tuple[int, int]:
        c = sale_lines.c
        sign = case((c.kind == "sale", 1), (c.kind == "return", -1), else_=0)
        sums = total(sign * c.quantity), total(sign * c.amount)
        found = select(*sums).where(c.day >= day, c.item.in_(items))
        many, amount = self._db.execute(found).one()
        return many, amount

    def decide(self, decisions: Sequence[Decision]) -> None:
        if decisions:
            again = merged.c.item.in_([one.item for one in decisions])
            self._db.execute(delete(merged).where(again))
            self._db.execute(insert(merged), [one._asdict() for one in decisions])


def counted_as(of: Subquery) -> Subquery:
    """The same rows by the good they count for: what a till made and was merged is that good.

    `item` and `name` become those of the good, whatever a till called it; `own` is what was sold.
    """
    rest = [column for column in of.c if column.name not in ("item", "name")]
    decided = merged.c.item == of.c.item, merged.c.good != ""
    rows = of.outerjoin(merged, and_(*decided)).outerjoin(goods, goods.c.item == merged.c.good)
    item = func.coalesce(merged.c.good, of.c.item).label("item")
    name = func.coalesce(goods.c.name, of.c.name).label("name")
    return select(item, name, of.c.item.label("own"), *rest).select_from(rows).subquery()
