"""The server's port: TCP, any number of clients at once, and a plug that can be pulled."""

from __future__ import annotations

import sys
import threading
from http.server import ThreadingHTTPServer
from typing import Any

from drivers.emulation.server import BadListen, Listen
from drivers.registrars.atol.emulator.emulator import AtolEmulator
from drivers.registrars.atol.emulator.web import Handler

POLL_S = 0.05


class _Http(ThreadingHTTPServer):
    is_ending = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        # A client that hung up before its answer is its own business.
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


class EmulatorServer:
    """Serves an emulator on threads of its own."""

    def __init__(self, emulator: AtolEmulator) -> None:
        self._emulator = emulator
        self._http: _Http | None = None
        self._thread: threading.Thread | None = None

    def listen(self, where: str) -> str:
        """Listen on `tcp:HOST:PORT`, and tell the address a client uses.

        Port 0 is any free port. `BadListen` for what cannot be read or is no network, OSError
        for what is taken.
        """
        listen = Listen.parse(where)
        if listen.path:
            raise BadListen("the web server of this maker listens on tcp:HOST:PORT only")
        handler = type("Bound", (Handler,), {"emulator": self._emulator})
        self._http = http = _Http((listen.host, listen.port), handler)
        self._thread = threading.Thread(
            target=http.serve_forever, args=(POLL_S,), name="atol web", daemon=True
        )
        self._thread.start()
        return f"atol+http://{listen.host}:{http.server_address[1]}"

    def close(self) -> None:
        """Pull the plug: clients lose their link, and the port is free."""
        if self._http is None or self._thread is None:
            return
        http, self._http = self._http, None
        http.is_ending = True
        try:
            http.shutdown()
            self._thread.join()
        finally:
            http.server_close()
