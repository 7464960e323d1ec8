"""The list of goods and the form of one."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from backoffice.domain.ports import Store
from backoffice.domain.proposals import by_code
from backoffice.errors import BadEntry
from backoffice.usecases.edit import save_item, take_off_sale
from backoffice.usecases.proposals import settle
from backoffice.usecases.report_day import today
from backoffice.web.format import page_number
from backoffice.web.render import Pages
from backoffice.web.visit import Visit
from sync.messages.feed import ItemChanged

PAGE = 50
UNITS = ("0", "11", "10", "41", "40", "22", "32", "71", "255")
RATES = ("11", "2", "6", "5", "7", "8")


class GoodsPages:
    """Goods go out to the tills as soon as they are saved."""

    def __init__(self, store: Store, render: Pages) -> None:
        self._store = store
        self._render = render

    def index(self, visit: Visit) -> Response:
        """Goods on sale that fit, fifty a page."""
        text, group = visit.query.get("q", "")[:100], visit.query.get("group", "")
        page = page_number(visit.query.get("page", ""))
        with self._store.look() as work:
            goods, count = work.feed.goods(text, group, PAGE, (page - 1) * PAGE)
            groups = work.feed.groups()
            made = len(by_code(work.proposals.waiting()))
        return self._render(
            visit,
            "goods.html",
            made=made,
            here="goods",
            goods=goods,
            count=count,
            groups=groups,
            q=text,
            group=group,
            page=page,
            more=page * PAGE < count,
            saved=visit.query.get("saved", ""),
        )

    def new(self, visit: Visit) -> Response:
        """An empty form."""
        return self._form(
            visit, "", {"unit": "0", "vat": "11", "group": visit.query.get("group", "")}
        )

    def edit(self, visit: Visit) -> Response:
        """The form of a good."""
        item = self._item(visit.part("item"))
        if item is None:
            return RedirectResponse("/goods", 303)
        return self._form(visit, item.item, _typed(visit, item, self._cost(visit, item.item)))

    def save(self, visit: Visit) -> Response:
        """Publish it, or show the form again with what is wrong."""
        item_id = visit.request.path_params.get("item", "")
        try:
            item = save_item(self._store, item_id, visit.form, today(self._store, visit.now))
        except BadEntry as error:
            return self._form(visit, item_id, visit.form, error)
        settle(self._store, visit.now)
        return RedirectResponse(f"/goods?saved={item.item}", 303)

    def remove(self, visit: Visit) -> Response:
        """Take it off sale."""
        try:
            take_off_sale(self._store, visit.part("item"))
        except BadEntry:
            return RedirectResponse("/goods", 303)
        return RedirectResponse("/goods?saved=gone", 303)

    def _item(self, item_id: str) -> ItemChanged | None:
        with self._store.look() as work:
            record = work.feed.record("item", item_id)
        return record if isinstance(record, ItemChanged) else None

    def _cost(self, visit: Visit, item_id: str) -> int | None:
        day = today(self._store, visit.now).isoformat()
        with self._store.look() as work:
            return work.costs.of(item_id, day)

    def _form(
        self, visit: Visit, item_id: str, form: dict[str, str], error: BadEntry | None = None
    ) -> Response:
        with self._store.look() as work:
            groups = work.feed.groups()
        rate = form.get("vat", "")
        # A rate that is no longer offered is kept for a good that has it.
        kept = (rate,) if rate not in RATES and f"vat.{rate}" in visit.words.texts else ()
        return self._render(
            visit,
            "good.html",
            status=422 if error else 200,
            here="goods",
            item_id=item_id,
            form=form,
            error=error,
            groups=groups,
            units=UNITS,
            rates=RATES + kept,
        )


def _typed(visit: Visit, item: ItemChanged, cost: int | None) -> dict[str, str]:
    return {
        "name": item.name,
        "article": item.article,
        "group": item.group,
        "unit": str(item.unit),
        "vat": str(item.vat),
        "price": visit.words.typed_money(item.price),
        "cost": "" if cost is None else visit.words.typed_money(cost),
        "codes": "\n".join(item.codes),
    }
