"""The back office in a thread of the test: the real server over a file of its own."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import uvicorn

from backoffice.bootstrap import application, clock, open_store
from backoffice.usecases import first_run
from sync.messages.wire import Enrolled, FirstRun
from sync.remote.office import OfficeClient


@contextmanager
def opened_office(database: Path) -> Iterator[str]:
    """The office of that file on a port of its own; gives its URL."""
    with open_store(f"sqlite:///{database}") as store:
        config = uvicorn.Config(
            application(store), http="h11", ws="none", lifespan="off", log_config=None, port=0
        )
        server = uvicorn.Server(config)
        door = config.bind_socket()
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]}, name="office")
        thread.start()
        try:
            yield f"http://127.0.0.1:{door.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()
            door.close()


def found_office(database: Path, till: str) -> Enrolled:
    """A first run: an office with one shop and one till."""
    with open_store(f"sqlite:///{database}") as store:
        code = first_run.offer_code(store, clock())
    with opened_office(database) as url, closing(OfficeClient(url)) as client:
        ask = FirstRun(
            code=code or "",
            till=till,
            shop="Лавка",
            inn="7701234567",
            zone="Europe/Moscow",
            login="owner",
            password="a long password",  # noqa: S106 — of a test
            users=[],
            items=[],
            settings=[],
        )
        return client.first_run(ask)
