"""Serves until it is told to end: alone, or with workers that share one socket."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

from backoffice.bootstrap import application, clock, open_store
from backoffice.bootstrap.garbage import collect_seldom
from backoffice.bootstrap.listening import check_open, listen_at, parse, url_of
from backoffice.bootstrap.workers import Workers
from backoffice.errors import BadAddress
from backoffice.usecases import first_run
from backoffice.usecases.after_push import catch_up
from sync.remote.certificates import fingerprint

Tls = tuple[str, str]  # certificate and key, PEM files


@dataclass(frozen=True, slots=True)
class Listening:
    """Where the server is, and the code of a first run while the office has no owner.

    `fingerprint` (SHA-256) of its certificate is what tills are given to know it by.
    """

    listening: str
    first_run_code: str | None
    fingerprint: str | None = None


def serve(
    url: str,
    listen: str,
    ready: Callable[[Listening], None],
    *,
    tls: Tls | None = None,
    plain_http: bool = False,
    attached: bool = False,
    workers: int = 1,
) -> None:
    """Serve until SIGTERM or SIGINT; raises DamagedStore, BadAddress."""
    host, port = parse(listen)
    if not (tls or plain_http):
        check_open(host)
    with closing(listen_at(host, port)) as listener:
        where = url_of(listener, host, secure=tls is not None)
        if workers > 1:
            _serve_by_workers(url, listener, where, ready, tls=tls, attached=attached, n=workers)
            return
        with open_store(url) as store:
            store.imports.sweep()
            catch_up(store, clock())
            server = _server(application(store, secure=tls is not None), tls)
            _end_when_told(lambda: setattr(server, "should_exit", True), attached=attached)
            collect_seldom()
            ready(Listening(where, first_run.offer_code(store, clock()), _fingerprint(tls)))
            server.run(sockets=[listener])


def work(url: str, descriptor: int, ready: Callable[[], None], *, tls: Tls | None = None) -> None:
    """Serve on a socket that another process listens on, and end with that process."""
    with (
        open_store(url) as store,
        closing(socket.socket(fileno=descriptor)) as listener,
    ):
        server = _server(application(store, secure=tls is not None), tls)
        _end_when_told(lambda: setattr(server, "should_exit", True), attached=True)
        collect_seldom()
        ready()
        server.run(sockets=[listener])


def _serve_by_workers(
    url: str,
    listener: socket.socket,
    where: str,
    ready: Callable[[Listening], None],
    *,
    tls: Tls | None,
    attached: bool,
    n: int,
) -> None:
    """What is done once is done here: the schema, the sweep, the code of a first run."""
    with open_store(url) as store:
        store.imports.sweep()
        catch_up(store, clock())
        code = first_run.offer_code(store, clock())
    _server(Starlette(), tls)  # a certificate that does not fit is told before anybody works
    with closing(Workers(url, listener, tls, n)) as workers:
        _end_when_told(workers.end, attached=attached)
        workers.start()
        ready(Listening(where, code, _fingerprint(tls)))
        workers.watch()


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


def _fingerprint(tls: Tls | None) -> str | None:
    return fingerprint(Path(tls[0]).read_text("ascii")) if tls else None


def _end_when_told(end: Callable[[], None], *, attached: bool) -> None:
    """Call `end` on a signal, which uvicorn raises once more when done: that is no news.

    When attached also when standard input ends: a program that was killed must not leave the
    server it started behind.
    """

    def stop(_signum: int, _frame: object) -> None:
        end()

    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, stop)
    if attached:
        threading.Thread(target=_wait_for_parent, args=(end,), name="parent", daemon=True).start()


def _wait_for_parent(end: Callable[[], None]) -> None:
    while os.read(sys.stdin.fileno(), 4096):
        pass
    end()
