"""All pages of the office and what is said when there is none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route

from backoffice.domain.ports import Store
from backoffice.web.day import DayPages
from backoffice.web.goods import GoodsPages
from backoffice.web.own import OwnPages
from backoffice.web.people import PeoplePages
from backoffice.web.proposals import ProposalPages
from backoffice.web.render import STATIC, KeptStatic, Pages
from backoffice.web.signing import SigningPages
from backoffice.web.stock import StockPages
from backoffice.web.visit import Door, ForeignForm, Page, Visit, language_of


class OfficePages:
    """All pages over a store and a clock (ms UTC)."""

    def __init__(self, store: Store, clock: Callable[[], int], *, secure: bool) -> None:
        self._clock = clock
        self._render = Pages()
        self._door = Door(store, clock)
        self._signing = SigningPages(store, self._render, secure=secure)
        self._day = DayPages(store, self._render)
        self._goods = GoodsPages(store, self._render)
        self._people = PeoplePages(store, self._render)
        self._stock = StockPages(store, self._render)
        self._proposals = ProposalPages(store, self._render)
        self._own = OwnPages(store, self._render)

    def routes(self) -> list[BaseRoute]:
        """The table of addresses."""
        day, goods, people, signing = self._day, self._goods, self._people, self._signing
        return [
            Route("/login", self._door.open(signing.ask), methods=["GET"]),
            Route("/login", self._door.open(signing.enter), methods=["POST"]),
            Route("/login/code", self._door.halfway(signing.ask_code), methods=["GET"]),
            Route("/login/code", self._door.halfway(signing.enter_code), methods=["POST"]),
            Route("/lang/{language}", self._door.open(signing.language), methods=["GET"]),
            self._post("/logout", signing.leave),
            self._get("/", day.first),
            self._get("/day", day.day),
            self._get("/day/{day}.pdf", day.paper),
            self._get("/day/{day}", day.day),
            self._get("/tasks", day.tasks),
            self._get("/goods", goods.index),
            self._get("/goods/new", goods.new),
            self._post("/goods/new", goods.save),
            self._get("/goods/{item}", goods.edit),
            self._post("/goods/{item}", goods.save),
            self._post("/goods/{item}/gone", goods.remove),
            self._get("/proposals", self._proposals.index),
            self._get("/proposals/{item}", self._proposals.one),
            self._post("/proposals/{item}/accept", self._proposals.accept),
            self._post("/proposals/{item}/merge", self._proposals.merge),
            self._post("/proposals/{item}/refuse", self._proposals.refuse),
            self._get("/stock", self._stock.index),
            self._get("/people", people.index),
            self._get("/people/new", people.new),
            self._post("/people/new", people.save),
            self._get("/people/{user}", people.edit),
            self._post("/people/{user}", people.save),
            self._get("/own", self._own.index),
            self._post("/tills/code", self._own.code),
            self._post("/tills/{till}/out", self._own.take_out),
            self._post("/tills/{till}/in", self._own.let_in),
            self._get("/second-factor", self._own.factor),
            self._post("/second-factor", self._own.turn_on),
            self._post("/second-factor/off", self._own.turn_off),
            Mount("/static", KeptStatic(directory=STATIC)),
        ]

    def _get(self, path: str, page: Page) -> Route:
        return Route(path, self._door.guarded(page), methods=["GET"])

    def _post(self, path: str, page: Page) -> Route:
        return Route(path, self._door.guarded(page), methods=["POST"])

    def troubles(self) -> dict[Any, Any]:
        """Pages for what is not there, a foreign form, and our own bug (which is logged)."""

        def says(key: str, status: int) -> Callable[[Request, Exception], Response]:
            def handle(request: Request, _error: Exception) -> Response:
                visit = Visit(request, language_of(request), self._clock())
                return self._render(visit, "trouble.html", status, key=key, here="")

            return handle

        return {
            404: says("missing", 404),
            405: says("missing", 405),
            ForeignForm: says("foreign", 403),
            500: says("broken", 500),
        }
