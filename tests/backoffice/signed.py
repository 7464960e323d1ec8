"""Signs questions of a test as a till does."""

from __future__ import annotations

from collections.abc import Callable, Generator

import httpx

from sync.messages.signed import claim, header
from sync.storage.keys import TillKey

KEY = TillKey(bytes(range(32)))


class SignedBy(httpx.Auth):
    """Puts a till's signature on each question."""

    requires_request_body = True

    def __init__(self, till: str, clock: Callable[[], int], key: TillKey = KEY) -> None:
        self._till, self._clock, self._key = till, clock, key

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        one = claim(self._till, request.content, self._clock())
        statement = one.statement(request.method, request.url.raw_path.decode())
        request.headers["Authorization"] = header(one, self._key.sign(statement))
        yield request
