"""The least that takes a push over HTTP: what `office_http` holds the office's server against.

A bare ASGI application on the same server: it unpacks and reads the body and gives its rows to
the same use-case on the same thread. It asks nobody who they are: no signature, no nonce, no
limit of what it unpacks, no routes, no headers.
"""

from __future__ import annotations

import json
import sys
import zlib
from contextlib import closing
from typing import Any

import msgspec
import uvicorn

from backoffice.bootstrap.garbage import collect_seldom
from backoffice.bootstrap.listening import listen_at, url_of
from backoffice.storage.store import OfficeStore
from backoffice.usecases.accept import accept
from sync.messages.wire import Batch

_STARTED = {
    "type": "http.response.start",
    "status": 200,
    "headers": [(b"content-type", b"application/msgpack")],
}


class Bare:
    """Takes every question for a push of the till that its path names."""

    def __init__(self, store: OfficeStore) -> None:
        self._store = store

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        body, more = b"", True
        while more:
            piece = await receive()
            body += piece.get("body", b"")
            more = piece.get("more_body", False)
        batch = msgspec.msgpack.decode(zlib.decompress(body), type=Batch)
        till = scope["query_string"].decode()
        head = accept(self._store, till, batch.rows, 0, batch.seals)
        await send(_STARTED)
        await send({"type": "http.response.body", "body": msgspec.msgpack.encode(head)})


def main(url: str) -> None:
    """Serve until SIGTERM."""
    with closing(OfficeStore(url)) as store, closing(listen_at("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(
            Bare(store), http="h11", ws="none", lifespan="off", log_config=None, access_log=False,
            server_header=False,
        )  # fmt: skip
        collect_seldom()
        print(json.dumps({"listening": url_of(listener, "127.0.0.1", secure=False)}), flush=True)
        uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main(sys.argv[1])
