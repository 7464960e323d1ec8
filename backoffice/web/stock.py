"""What each shop has, and what it received last."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from starlette.responses import Response

from backoffice.domain.office import Shop
from backoffice.domain.ports import Store
from backoffice.web.format import page_number
from backoffice.web.render import Pages
from backoffice.web.visit import Visit

PAGE = 50
DELIVERIES = 5


class StockPages:
    """Stock is a sum over facts: what tills have not told yet is not in it."""

    def __init__(self, store: Store, render: Pages) -> None:
        self._store = store
        self._render = render

    def index(self, visit: Visit) -> Response:
        """Goods of a shop that fit, fifty a page; on the first one its deliveries too."""
        text = visit.query.get("q", "")[:100]
        page = page_number(visit.query.get("page", ""))
        with self._store.look() as work:
            shops = work.places.shops()
            shop = _chosen(shops, visit.query.get("shop", ""))
            goods, count = work.stock.of(shop.shop, text, PAGE, (page - 1) * PAGE)
            first = page == 1 and not text
            deliveries = work.stock.deliveries(shop.shop, DELIVERIES) if first else []
        return self._render(
            visit,
            "stock.html",
            here="stock",
            shops=shops,
            shop=shop,
            goods=goods,
            count=count,
            deliveries=deliveries,
            q=text,
            page=page,
            more=page * PAGE < count,
            posted=lambda at: visit.words.moment(_local(at, shop), ""),
            dated=lambda day: visit.words.date(date.fromisoformat(day)),
        )


def _chosen(shops: list[Shop], name: str) -> Shop:
    """The one asked for, else the first; an office that was made has one."""
    return next((shop for shop in shops if shop.shop == name), shops[0])


def _local(at: int, shop: Shop) -> datetime:
    return datetime.fromtimestamp(at / 1000, UTC).astimezone(ZoneInfo(shop.zone))
