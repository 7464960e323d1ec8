"""Purchase prices in a table: for each good, since which day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, delete, insert, select

from backoffice.storage.schema import costs

_CHUNK = 400  # keys in one question; SQLite takes a limited number of parameters


class CostTables:
    """Satisfies `Costs`."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def put(self, prices: Mapping[str, int | None], day: str) -> int:
        known = self._known(list(prices), day)
        changed = {item: cost for item, cost in prices.items() if known.get(item) != cost}
        names = list(changed)
        for start in range(0, len(names), _CHUNK):
            chunk = names[start : start + _CHUNK]
            self._db.execute(delete(costs).where(costs.c.item.in_(chunk), costs.c.day == day))
            rows = [{"item": item, "day": day, "cost": changed[item]} for item in chunk]
            self._db.execute(insert(costs), rows)
        return len(changed)

    def of_goods(self, items: Sequence[str], day: str) -> dict[str, int | None]:
        return self._known(list(items), day)

    def of(self, item: str, day: str) -> int | None:
        return self._known([item], day).get(item)

    def _known(self, items: list[str], day: str) -> dict[str, int | None]:
        """The price of each that day; goods never told of are left out."""
        found: dict[str, int | None] = {}
        for start in range(0, len(items), _CHUNK):
            wanted = costs.c.item.in_(items[start : start + _CHUNK]), costs.c.day <= day
            rows = select(costs.c.item, costs.c.cost).where(*wanted).order_by(costs.c.day)
            found.update((item, cost) for item, cost in self._db.execute(rows))
        return found
