"""Bytes over a TCP connection."""

from __future__ import annotations

import socket
import time

from drivers.contracts.errors import NoLink

# A register takes a frame of 260 bytes at once; longer means that nobody reads at the other end.
WRITE_TIMEOUT_S = 5.0


class TcpTransport:
    """A client connection, opened by the first write or read."""

    def __init__(self, host: str, port: int, connect_timeout_s: float = 3.0) -> None:
        self._host, self._port = host, port
        self._connect_timeout_s = connect_timeout_s
        self._socket: socket.socket | None = None

    def write(self, data: bytes) -> None:
        """Send all of it; `NoLink` when it cannot be opened or the other end has gone."""
        connection = self._opened()
        try:
            connection.settimeout(WRITE_TIMEOUT_S)
            connection.sendall(data)
        except OSError as error:
            raise self._lost(error) from error

    def read(self, size: int, timeout_s: float) -> bytes:
        """Up to `size` bytes: fewer, or none, when the time is over."""
        connection = self._opened()
        until = time.monotonic() + timeout_s
        got = bytearray()
        while len(got) < size:
            left_s = until - time.monotonic()
            if left_s <= 0:
                break
            part = self._receive(connection, size - len(got), left_s)
            if part is None:
                break
            if not part:  # The other end has closed: tell it with the next read, if bytes came.
                if got:
                    break
                raise self._lost(None)
            got += part
        return bytes(got)

    def close(self) -> None:
        """Close the connection; the next write opens it again."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _receive(self, connection: socket.socket, size: int, timeout_s: float) -> bytes | None:
        try:
            connection.settimeout(timeout_s)
            return connection.recv(size)
        except TimeoutError:
            return None
        except OSError as error:
            raise self._lost(error) from error

    def _opened(self) -> socket.socket:
        if self._socket is None:
            self._socket = self._connect()
        return self._socket

    def _connect(self) -> socket.socket:
        try:
            connection = socket.create_connection((self._host, self._port), self._connect_timeout_s)
        except OSError as error:
            raise NoLink(f"cannot connect to {self._host}:{self._port}: {error}") from error
        # Control bytes travel alone; gathering them costs 40 ms each (Nagle).
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        return connection

    def _lost(self, error: OSError | None) -> NoLink:
        self.close()
        why = str(error) if error else "closed by the other end"
        return NoLink(f"connection to {self._host}:{self._port} is lost: {why}")
