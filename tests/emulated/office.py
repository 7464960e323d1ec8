"""The back office in a thread of the test: the real server, over one file after another."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from backoffice.bootstrap import application, clock, open_store
from backoffice.usecases import first_run
from sync.messages.wire import Enrolled, FirstRun
from sync.remote.office import OfficeClient


class Office:
    """A server that outlives the offices it serves: starting it takes longer than a push."""

    def __init__(self) -> None:
        self._app: ASGIApp | None = None
        config = uvicorn.Config(
            self._serve,
            interface="asgi3",
            http="h11",
            ws="none",
            lifespan="off",
            log_config=None,
            port=0,
        )
        self._server = uvicorn.Server(config)
        self._door = config.bind_socket()
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._door]}, name="office"
        )
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._door.getsockname()[1]}"

    @contextmanager
    def over(self, database: Path) -> Iterator[str]:
        """Serve the office of that file; gives the URL."""
        with open_store(f"sqlite:///{database}") as store:
            self._app = application(store)
            yield self.url
            self._app = None

    def found(self, database: Path, till: str, key: bytes) -> Enrolled:
        """A first run: an office with one shop and one till."""
        with open_store(f"sqlite:///{database}") as store:
            code = first_run.offer_code(store, clock()) or ""
        with self.over(database) as url, closing(OfficeClient(url)) as client:
            return client.first_run(_first_run(code, till, key))

    def close(self) -> None:
        """End the server."""
        self._server.should_exit = True
        self._thread.join()
        self._door.close()

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self._app is not None
        await self._app(scope, receive, send)


def _first_run(code: str, till: str, key: bytes) -> FirstRun:
    return FirstRun(
        code=code,
        till=till,
        shop="Лавка",
        inn="7701234567",
        zone="Europe/Moscow",
        login="owner",
        password="a long password",  # noqa: S106 — of a test
        users=[],
        items=[],
        settings=[],
        key=key,
    )
