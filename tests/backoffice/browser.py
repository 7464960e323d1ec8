"""Talks to the application in this process, one question at a time, cookies kept."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from types import TracebackType

import httpx
from starlette.types import ASGIApp

NOBODY = httpx.Auth()


class Browser:
    """Follows no redirect by itself. Close it, or use it as a context."""

    def __init__(self, app: ASGIApp, language: str = "ru") -> None:
        self._runner = asyncio.Runner()
        self._client = httpx.AsyncClient(
            transport=httpx.ASGITransport(app=app),
            base_url="http://office.test",
            headers={"Accept-Language": language},
        )

    def __enter__(self) -> Browser:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._runner.run(self._client.aclose())
        self._runner.close()

    @property
    def cookies(self) -> httpx.Cookies:
        return self._client.cookies

    def get(
        self,
        path: str,
        headers: Mapping[str, str] | None = None,
        auth: httpx.Auth = NOBODY,
    ) -> httpx.Response:
        return self._runner.run(self._client.get(path, headers=headers, auth=auth))

    def send(
        self,
        path: str,
        body: bytes,
        headers: Mapping[str, str] | None = None,
        auth: httpx.Auth = NOBODY,
    ) -> httpx.Response:
        """POST bytes."""
        return self._runner.run(self._client.post(path, content=body, headers=headers, auth=auth))

    def post(self, path: str, data: Mapping[str, str | list[str]]) -> httpx.Response:
        """POST a form as it is given."""
        return self._runner.run(self._client.post(path, data=data))

    def fill(self, page: str, path: str, **fields: str | list[str]) -> httpx.Response:
        """Open a page and send a form with its token."""
        return self.post(path, {"csrf": token_in(self.get(page).text), **fields})


def token_in(page: str) -> str:
    """The form token of a page."""
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found
    return found[1]
