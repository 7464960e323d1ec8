"""Wiring of the server: which store, which clock, which pages, which socket."""

from __future__ import annotations

import ipaddress
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

import uvicorn
from starlette.applications import Starlette

from backoffice.api.tills import TillApi
from backoffice.errors import BadAddress
from backoffice.storage.store import OfficeStore
from backoffice.usecases import first_run
from backoffice.web.pages import OfficePages

Tls = tuple[str, str]  # certificate and key, PEM files


@dataclass(frozen=True, slots=True)
class Listening:
    """Where the server is, and the code of a first run while the office has no owner."""

    listening: str
    first_run_code: str | None


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
    return Starlette(
        routes=[*TillApi(store, now).routes(), *pages.routes()],
        exception_handlers=pages.troubles(),
    )


def serve(
    url: str,
    listen: str,
    ready: Callable[[Listening], None],
    *,
    tls: Tls | None = None,
    plain_http: bool = False,
    attached: bool = False,
) -> None:
    """Serve until SIGTERM or SIGINT; raises DamagedStore, BadAddress."""
    host, port = _address(listen)
    if not (tls or plain_http or _is_loopback(host)):
        raise BadAddress(
            f"{host} is seen from outside this machine and passwords would travel open;"
            " give --tls-cert and --tls-key, or --plain-http behind a proxy with TLS"
        )
    with open_store(url) as store, closing(_listen(host, port)) as listener:
        where = _url(host, listener.getsockname()[1], secure=tls is not None)
        store.imports.sweep()
        server = _server(application(store, secure=tls is not None), tls)
        _stop_on_signal(server)
        if attached:
            _stop_with_parent(server)
        ready(Listening(where, first_run.offer_code(store, clock())))
        server.run(sockets=[listener])


def _address(listen: str) -> tuple[str, int]:
    host, _, port = listen.rpartition(":")
    if not host or not port.isdigit() or int(port) > 65535:
        raise BadAddress(f"{listen} is no address; give HOST:PORT, like 127.0.0.1:8040")
    return host.strip("[]"), int(port)


def _url(host: str, port: int, *, secure: bool) -> str:
    name = f"[{host}]" if ":" in host else host
    return f"{'https' if secure else 'http'}://{name}:{port}"


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=128)
    except OSError as error:
        raise BadAddress(
            f"{host}:{port} cannot be listened on ({error.strerror}); another program holds it,"
            " or choose port 0"
        ) from error


def _server(app: Starlette, tls: Tls | None) -> uvicorn.Server:
    certificate, key = tls or (None, None)
    config = uvicorn.Config(
        app,
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        ssl_certfile=certificate,
        ssl_keyfile=key,
        timeout_graceful_shutdown=3,
    )
    try:
        config.load()
    except OSError as error:
        raise BadAddress(
            f"the certificate or its key cannot be used ({error}); give two matching PEM files"
        ) from error
    return uvicorn.Server(config)


def _stop_on_signal(server: uvicorn.Server) -> None:
    """A signal asks the server to end; uvicorn raises it once more when done, which is no news."""

    def stop(_signum: int, _frame: object) -> None:
        server.should_exit = True

    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, stop)


def _stop_with_parent(server: uvicorn.Server) -> None:
    """End when standard input does: a till that was killed must not leave its office behind."""

    def wait() -> None:
        while os.read(sys.stdin.fileno(), 4096):
            pass
        server.should_exit = True

    threading.Thread(target=wait, name="parent", daemon=True).start()
