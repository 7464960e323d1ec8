"""A port for an emulator: TCP or a pseudo-terminal, and a plug that can be pulled."""

from __future__ import annotations

import contextlib
import errno
import os
import select
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

CHUNK = 4096
# Longer than a client is ever busy; then nobody reads at the other end.
SEND_WITHIN_S = 1.0
# How soon a serving thread notices that the plug was pulled.
LOOK_AROUND_S = 0.1

Session = Callable[[bytes], bytes]


class Emulator(Protocol):
    """A device made of software."""

    def session(self) -> Session:
        """A conversation with one client: bytes in, bytes to answer, or none."""


class BadListen(ValueError):
    """`--listen` that names no port."""


@dataclass(frozen=True, slots=True)
class Listen:
    """Where to listen: a TCP host and port, or the path of a pseudo-terminal."""

    host: str = ""
    port: int = 0
    path: str = ""

    @classmethod
    def parse(cls, text: str) -> Listen:
        """Read `tcp:HOST:PORT` or `pty:PATH`; `BadListen` for anything else."""
        kind, _, rest = text.partition(":")
        host, _, port = rest.rpartition(":")
        if kind == "pty" and rest:
            return cls(path=os.path.abspath(rest))
        if kind == "tcp" and host and port.isascii() and port.isdigit() and int(port) < 1 << 16:
            return cls(host=host, port=int(port))
        raise BadListen(f"cannot listen on {text!r}: say tcp:127.0.0.1:PORT or pty:PATH")


class EmulatorServer:
    """Serves one client after another; a new client takes the place of an older one at once."""

    def __init__(
        self, emulator: Emulator, model: str, listen: Listen, options: str = "baud=115200"
    ) -> None:
        """`options` are those its address on a pseudo-terminal has: some can no seven bits."""
        self._emulator, self._model, self._listen = emulator, model, listen
        self._options = options
        self._lock = threading.Lock()
        self._line: _Line | None = None

    def start(self) -> str:
        """Listen, and tell the URL a client uses. OSError where the port is taken."""
        with self._lock:
            if self._line is None:
                self._line = _open(self._emulator, self._listen)
                self._listen = self._line.listen  # Port 0 is a real port from now on.
        return self.url

    def stop(self) -> None:
        """Pull the plug: clients lose their link and find nobody; `start` plugs it in again."""
        with self._lock:
            line, self._line = self._line, None
        if line is not None:
            line.close()

    def send(self, data: bytes) -> bool:
        """Say something unasked; False where no client is there to hear it."""
        with self._lock:
            return self._line is not None and self._line.send(data)

    @property
    def url(self) -> str:
        """The address of this device as the registry reads it."""
        if self._listen.path:
            return f"{self._model}+serial://{self._listen.path}?{self._options}"
        return f"{self._model}+tcp://{self._listen.host}:{self._listen.port}"


class _Line(Protocol):
    listen: Listen

    def send(self, data: bytes) -> bool: ...

    def close(self) -> None: ...


def _open(emulator: Emulator, listen: Listen) -> _Line:
    if listen.path:
        return _PtyLine(emulator, listen.path)
    return _TcpLine(emulator, listen)


class _TcpLine:
    """A listening socket, its thread, and the connection that is served now."""

    def __init__(self, emulator: Emulator, listen: Listen) -> None:
        self._emulator = emulator
        self._door = socket.create_server((listen.host, listen.port))
        self._door.settimeout(LOOK_AROUND_S)
        self._closing = threading.Event()
        self._client: _Client | None = None
        self.listen = Listen(listen.host, self._door.getsockname()[1])
        self._thread = threading.Thread(target=self._accept, name="emulator door", daemon=True)
        self._thread.start()

    def send(self, data: bytes) -> bool:
        return self._client is not None and self._client.send(data)

    def close(self) -> None:
        self._closing.set()
        self._thread.join()

    def _accept(self) -> None:
        with self._door:
            while not self._closing.is_set():
                with contextlib.suppress(TimeoutError):
                    self._take(self._door.accept()[0])
        self._let_go()

    def _take(self, line: socket.socket) -> None:
        self._let_go()
        self._client = _Client(line, self._emulator.session())

    def _let_go(self) -> None:
        if self._client is not None:
            self._client.hang_up()


class _Client:
    """One connection, served on a thread of its own until either side hangs up."""

    def __init__(self, line: socket.socket, answer: Session) -> None:
        self._line, self._answer = line, answer
        self._is_gone = threading.Event()
        line.settimeout(None)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        threading.Thread(target=self._serve, name="emulator client", daemon=True).start()

    def send(self, data: bytes) -> bool:
        try:
            self._line.sendall(data)
        except OSError:  # It has gone.
            return False
        return not self._is_gone.is_set()

    def hang_up(self) -> None:
        # First the mark: what lies unread in the line must not be done after the next client
        # was told that it never happened.
        self._is_gone.set()
        with contextlib.suppress(OSError):  # It has gone by itself.
            self._line.shutdown(socket.SHUT_RDWR)

    def _serve(self) -> None:
        # OSError is the client's end of the line; what it asked for has been done all the same.
        with self._line, contextlib.suppress(OSError):
            while (data := self._line.recv(CHUNK)) and not self._is_gone.is_set():
                self._line.sendall(self._answer(data))


class _PtyLine:
    """A pseudo-terminal under a name of its own; a serial port to the program."""

    def __init__(self, emulator: Emulator, path: str) -> None:
        import pty  # Not on Windows: there an emulator listens on TCP only.
        import tty

        _make_room(path)
        self._answer = emulator.session()
        # Our own handle of the far end keeps the line up between two clients.
        self._near, self._far = pty.openpty()
        tty.setraw(self._far)
        self.listen = Listen(path=path)
        os.symlink(os.ttyname(self._far), path)
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="emulator pty", daemon=True)
        self._thread.start()

    def send(self, data: bytes) -> bool:
        # Who listens on a wire is not known; only a wire full of old bytes tells that nobody does.
        while data:
            if not select.select([], [self._near], [], SEND_WITHIN_S)[1]:
                return False
            data = data[os.write(self._near, data) :]
        return True

    def close(self) -> None:
        self._closing.set()
        self._thread.join()
        with contextlib.suppress(FileNotFoundError):
            os.unlink(self.listen.path)

    def _serve(self) -> None:
        try:
            while not self._closing.is_set():
                if select.select([self._near], [], [], LOOK_AROUND_S)[0]:
                    os.write(self._near, self._answer(os.read(self._near, CHUNK)))
        except OSError as error:
            if error.errno != errno.EIO:  # EIO: the last client took its end away.
                raise
        finally:
            os.close(self._near)
            os.close(self._far)


def _make_room(path: str) -> None:
    """A link left behind by a kill goes; anything else is not ours."""
    if os.path.islink(path):
        os.unlink(path)
    elif os.path.exists(path):
        raise FileExistsError(f"{path} exists and is no link: it is not touched")
