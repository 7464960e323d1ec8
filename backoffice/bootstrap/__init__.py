"""Wiring of the server: which store, which clock, which pages."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

from sqlalchemy.exc import DataError, OperationalError
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from backoffice.api.tills import TillApi
from backoffice.storage.store import OfficeStore
from backoffice.web.headers import SafeHeaders
from backoffice.web.pages import OfficePages

log = logging.getLogger(__name__)


def clock() -> int:
    """Milliseconds of UTC."""
    return time.time_ns() // 1_000_000


@contextmanager
def open_store(url: str) -> Iterator[OfficeStore]:
    """The office's store; raises DamagedStore."""
    with closing(OfficeStore(url)) as store:
        yield store


def application(
    store: OfficeStore, now: Callable[[], int] = clock, *, secure: bool = False
) -> Starlette:
    """The web application; `secure` marks cookies for TLS only."""
    pages = OfficePages(store, now, secure=secure)
    troubles = {OperationalError: _away, DataError: _no_room, OverflowError: _no_room}
    return Starlette(
        routes=[*TillApi(store, now).routes(), *pages.routes()],
        middleware=[Middleware(SafeHeaders, secure=secure)],
        exception_handlers={**pages.troubles(), **troubles},
    )


def _away(_request: Request, error: Exception) -> Response:
    """The database restarts or is full: nothing was changed, and a till asks again by itself."""
    log.error("the database does not answer: %s", error)
    told = "the database does not answer; nothing was changed, ask again\n"
    return PlainTextResponse(told, 503, headers={"Retry-After": "5"})


def _no_room(_request: Request, _error: Exception) -> Response:
    """Such as a NUL in a name, which PostgreSQL does not keep, or a number beyond 64 bits."""
    return PlainTextResponse("a text or number of this request cannot be kept\n", 400)
