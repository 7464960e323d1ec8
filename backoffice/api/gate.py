"""Who asks: the till behind the `Authorization` of a question."""

from __future__ import annotations

from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from backoffice.domain.office import Till
from backoffice.domain.ports import Store
from backoffice.errors import TakenOut, UnknownTill
from backoffice.usecases.known_till import till_of_claim, till_of_token
from sync.messages.signed import read


class Gate:
    """Lets tills in, before anything of a body is read."""

    def __init__(self, store: Store, clock: Callable[[], int]) -> None:
        self._store = store
        self._clock = clock

    async def till(self, request: Request) -> Till:
        """The till that asks, also one that was taken out. Raises UnknownTill, StaleQuestion.

        What it promised of its body is kept for whoever reads that.
        """
        signed = read(request.headers.get("authorization", ""))
        if signed is None:
            return await run_in_threadpool(till_of_token, self._store, bearer(request))
        claim, signature = signed
        request.state.promised = claim.body
        ask = (request.method, _target(request), self._clock())
        return await run_in_threadpool(till_of_claim, self._store, claim, signature, *ask)

    async def welcome(self, request: Request) -> Till:
        """The till that asks. Raises TakenOut for one that was, and as `till` does."""
        till = await self.till(request)
        if till.revoked:
            raise TakenOut("this till was taken out of the office; what it sends is kept apart")
        return till


def bearer(request: Request) -> str:
    """The token of a till of before; raises UnknownTill."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise UnknownTill("this question is not signed; enrol the till")
    return token


def _target(request: Request) -> str:
    """The path with its query, byte for byte as it came."""
    path: bytes = request.scope.get("raw_path") or request.url.path.encode()
    query: bytes = request.scope["query_string"]
    return (path + b"?" + query if query else path).decode("latin-1")
