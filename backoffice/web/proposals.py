"""Goods that tills made: the list, and the page where one is decided on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from starlette.responses import RedirectResponse, Response

from backoffice.domain.ports import Store
from backoffice.domain.proposals import Proposal, Proposed
from backoffice.errors import BadEntry
from backoffice.usecases import proposals as deciding
from backoffice.usecases.report_day import today
from backoffice.web.goods import RATES, UNITS
from backoffice.web.render import Pages
from backoffice.web.visit import Visit, whole

FOUND = 20
LIST = "/proposals"
DONE = ("accepted", "merged", "refused")


class ProposalPages:
    """What is decided goes out to the tills at once."""

    def __init__(self, store: Store, render: Pages) -> None:
        self._store = store
        self._render = render

    def index(self, visit: Visit) -> Response:
        """All that wait, the one made first in front."""
        done = visit.query.get("done", "")
        return self._render(
            visit,
            "proposals.html",
            here="goods",
            proposals=deciding.proposals(self._store),
            done=done if done in DONE else "",
            made=self._made(visit),
        )

    def one(self, visit: Visit) -> Response:
        """Who made it and what it sold; the three ways out."""
        found = deciding.proposal(self._store, visit.part("item"))
        if found is None:
            return RedirectResponse(LIST, 303)
        return self._page(visit, found, _typed(visit, found))

    def accept(self, visit: Visit) -> Response:
        """It is a new good."""
        item, day = visit.part("item"), today(self._store, visit.now)
        try:
            deciding.accept(self._store, item, visit.form, day, whole(visit).login, visit.now)
        except BadEntry as error:
            return self._again(visit, item, error, visit.form)
        return RedirectResponse(f"{LIST}?done=accepted", 303)

    def merge(self, visit: Visit) -> Response:
        """It is a good that is there already."""
        item, good = visit.part("item"), visit.form.get("good", "")
        try:
            deciding.merge(self._store, item, good, whole(visit).login, visit.now)
        except BadEntry as error:
            return self._again(visit, item, error)
        return RedirectResponse(f"{LIST}?done=merged", 303)

    def refuse(self, visit: Visit) -> Response:
        """It is no good."""
        try:
            deciding.refuse(self._store, visit.part("item"), whole(visit).login, visit.now)
        except BadEntry:
            return RedirectResponse(LIST, 303)
        return RedirectResponse(f"{LIST}?done=refused", 303)

    def _again(
        self, visit: Visit, item: str, error: BadEntry, form: dict[str, str] | None = None
    ) -> Response:
        """What is wrong; back to the list where somebody decided meanwhile."""
        found = deciding.proposal(self._store, item)
        if found is None:
            return RedirectResponse(LIST, 303)
        return self._page(visit, found, form or _typed(visit, found), error)

    def _page(
        self, visit: Visit, found: Proposal, form: dict[str, str], error: BadEntry | None = None
    ) -> Response:
        # The first word finds more than a name that two people wrote.
        asked = visit.query.get("q", found.first.name.partition(" ")[0])[:100]
        with self._store.look() as work:
            goods, _ = work.feed.goods(asked, "", FOUND, 0)
            groups = work.feed.groups()
        rate = form.get("vat", "")
        kept = (rate,) if rate not in RATES and f"vat.{rate}" in visit.words.texts else ()
        return self._render(
            visit,
            "proposal.html",
            status=422 if error else 200,
            here="goods",
            one=found,
            form=form,
            error=error,
            q=asked,
            goods=goods,
            groups=groups,
            units=UNITS,
            rates=RATES + kept,
            made=self._made(visit),
        )

    def _made(self, visit: Visit) -> Callable[[Proposed], str]:
        with self._store.look() as work:
            shops = {one.shop: one for one in work.places.shops()}
            tills = {one.till: one.name for one in work.places.tills()}
            users = {one.user: one.name for one in work.feed.users()}

        def made(one: Proposed) -> str:
            shop = shops[one.shop]
            at = datetime.fromtimestamp(one.at / 1000, UTC).astimezone(ZoneInfo(shop.zone))
            return visit.words(
                "proposals.made",
                till=tills.get(one.till, one.till),
                shop=shop.name,
                user=users.get(one.user, one.user),
                at=visit.words.moment(at, ""),
            )

        return made


def _typed(visit: Visit, found: Proposal) -> dict[str, str]:
    first = found.first
    return {
        "name": first.name,
        "unit": str(first.unit),
        "vat": str(first.vat),
        "price": visit.words.typed_money(first.price),
        "codes": "\n".join(found.codes),
    }
