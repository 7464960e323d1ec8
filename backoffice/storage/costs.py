"""Purchase prices in a table: for each good, since which day; typed, or paid by a shop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, delete, insert, select

from backoffice.storage.schema import costs

_ALL = ""  # a typed price holds in all shops
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
            typed = costs.c.day == day, costs.c.shop == _ALL
            self._db.execute(delete(costs).where(costs.c.item.in_(chunk), *typed))
            whose = {"day": day, "shop": _ALL, "at": 0}
            rows = [{"item": item, "cost": changed[item], **whose} for item in chunk]
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
            # The one that counts comes last: of a day's prices the one that was typed.
            order = costs.c.day, costs.c.shop == _ALL, costs.c.at
            rows = select(costs.c.item, costs.c.cost).where(*wanted).order_by(*order)
            found.update((item, cost) for item, cost in self._db.execute(rows))
        return found
