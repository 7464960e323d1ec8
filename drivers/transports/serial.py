"""Bytes over a serial port, a USB port that looks like one, or a pty."""

from __future__ import annotations

import sys

import serial

from drivers.contracts.errors import NoLink

if sys.platform == "win32":
    TROUBLE: tuple[type[Exception], ...] = (OSError, ValueError, serial.SerialException)
else:
    import termios

    # A port that cannot do what is asked of it, seven bits perhaps, raises an error of termios.
    TROUBLE = (OSError, ValueError, serial.SerialException, termios.error)

WRITE_TIMEOUT_S = 5.0
FRAMES = tuple(f"{bits}{parity}{stops}" for bits in "78" for parity in "NEO" for stops in "12")
USUAL = "8N1"


class SerialTransport:
    """A serial port, opened by the first write or read and held by one program only."""

    def __init__(self, path: str, baud: int = 115200, frame: str = USUAL) -> None:
        """`frame` is one of `FRAMES`: bits of data, parity, bits that stop."""
        self._path, self._baud, self._frame = path, baud, frame
        self._port: serial.Serial | None = None

    def write(self, data: bytes) -> None:
        """Send all of it; `NoLink` when it cannot be opened or the other end has gone."""
        port = self._opened()
        try:
            port.write(data)
        except TROUBLE as error:
            raise self._lost(error) from error

    def read(self, size: int, timeout_s: float) -> bytes:
        """Up to `size` bytes: fewer, or none, when the time is over."""
        port = self._opened()
        try:
            if port.timeout != timeout_s:
                port.timeout = timeout_s
            return bytes(port.read(size))
        except TROUBLE as error:
            raise self._lost(error) from error

    def close(self) -> None:
        """Close the port; the next write opens it again."""
        if self._port is not None:
            self._port.close()
            self._port = None

    def _opened(self) -> serial.Serial:
        if self._port is None:
            self._port = self._open()
        return self._port

    def _open(self) -> serial.Serial:
        try:
            bits, parity, stops = tuple(self._frame)
            port = serial.Serial(
                self._path,
                self._baud,
                bytesize=int(bits),
                parity=parity,
                stopbits=int(stops),
                write_timeout=WRITE_TIMEOUT_S,
                exclusive=True,
            )
        except TROUBLE as error:
            raise NoLink(f"cannot open {self._path}: {error}") from error
        # Old bytes belong to a conversation that nobody remembers.
        port.reset_input_buffer()
        return port

    def _lost(self, error: Exception) -> NoLink:
        self.close()
        return NoLink(f"the port {self._path} is lost: {error}")
