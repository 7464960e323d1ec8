"""The register's port: TCP or a pseudo-terminal, one client at a time.

`drivers.emulation.server` answers each piece of input in one piece. A register confirms a
command at once and answers it seconds later, so it has a server of its own.
"""

from __future__ import annotations

import contextlib
import os
import select
import socket
import threading
from collections.abc import Iterable
from typing import Protocol

from drivers.emulation.server import BadListen, Listen
from drivers.registrars.shtrih.emulator.emulator import ShtrihEmulator
from drivers.registrars.shtrih.emulator.session import Session
from drivers.registrars.shtrih.emulator.works import PowerCut

CHUNK = 4096
WRITE_TIMEOUT_S = 5.0


class EmulatorServer:
    """Serves an emulator on a thread of its own; a new client takes the place of the old one."""

    def __init__(self, emulator: ShtrihEmulator) -> None:
        self._session = emulator.session
        self._thread: threading.Thread | None = None
        self._wake: socket.socket | None = None

    def listen(self, where: str) -> str:
        """Listen on `tcp:HOST:PORT` or `pty:PATH`, and tell the address a client uses.

        Port 0 is any free port. `BadListen` for what cannot be read, OSError for what is taken.
        """
        listen = Listen.parse(where)
        line: _Line = _PtyLine(listen.path) if listen.path else _TcpLine(listen.host, listen.port)
        self._wake, woken = socket.socketpair()
        self._thread = threading.Thread(
            target=_serve, args=(line, self._session, woken), name="register", daemon=True
        )
        self._thread.start()
        return line.url

    def close(self) -> None:
        """Pull the plug: the client loses its link, and the port is free."""
        if self._wake is None or self._thread is None:
            return
        self._wake.close()
        self._thread.join()
        self._wake = None


class _Line(Protocol):
    url: str

    def files(self) -> list[int]: ...
    def turn(self, ready: Iterable[int], session: Session) -> None: ...
    def close(self) -> None: ...


def _serve(line: _Line, session: Session, woken: socket.socket) -> None:
    """Until the other end of `woken` is closed."""
    with contextlib.closing(line), woken:
        while True:
            ready, _, _ = select.select([woken.fileno(), *line.files()], [], [])
            if woken.fileno() in ready:
                return
            line.turn(ready, session)


class _TcpLine:
    """A listening socket and the client that is served now."""

    def __init__(self, host: str, port: int) -> None:
        self._door = socket.create_server((host, port))
        self._client: socket.socket | None = None
        self.url = f"shtrih+tcp://{host}:{self._door.getsockname()[1]}"

    def files(self) -> list[int]:
        client = [self._client.fileno()] if self._client else []
        return [self._door.fileno(), *client]

    def turn(self, ready: Iterable[int], session: Session) -> None:
        if self._door.fileno() in ready:
            self._hang_up()
            session.hang_up()
            self._client, _ = self._door.accept()
            self._client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._client.settimeout(WRITE_TIMEOUT_S)
        elif self._client is not None:
            self._talk(self._client, session)

    def close(self) -> None:
        self._hang_up()
        self._door.close()

    def _talk(self, client: socket.socket, session: Session) -> None:
        # OSError is the client's end of the line, or our own power cut; what was done is done.
        with contextlib.suppress(OSError):
            if data := client.recv(CHUNK):
                for part in session.feed(data):
                    client.sendall(part)
                return
        self._hang_up()

    def _hang_up(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None


class _PtyLine:
    """A pseudo-terminal under a name of its own; a serial port to the program."""

    def __init__(self, path: str) -> None:
        import pty  # Not on Windows: there an emulator listens on TCP only.
        import tty

        self._path = path
        # Our own handle of the far end keeps the line up between two clients.
        self._near, self._far = pty.openpty()
        tty.setraw(self._far)
        _link(os.ttyname(self._far), path)
        self.url = f"shtrih+serial://{path}?baud=115200"

    def files(self) -> list[int]:
        return [self._near]

    def turn(self, ready: Iterable[int], session: Session) -> None:
        # A serial line does not drop with the power: the client just hears nothing.
        with contextlib.suppress(PowerCut):
            for part in session.feed(os.read(self._near, CHUNK)):
                os.write(self._near, part)

    def close(self) -> None:
        os.close(self._near)
        os.close(self._far)
        with contextlib.suppress(FileNotFoundError):
            os.unlink(self._path)


def _link(target: str, path: str) -> None:
    if os.path.lexists(path):
        if not os.path.islink(path):
            raise BadListen(f"{path} exists and is no link: it is not touched")
        os.unlink(path)
    os.symlink(target, path)
