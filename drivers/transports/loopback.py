"""Bytes to a device made of software in the same process: no port, no thread, no waiting."""

from __future__ import annotations

from collections.abc import Callable


class LoopbackTransport:
    """Hands what is written to `answer` and keeps what it returns for the next reads.

    A read never waits: the other end has said all it had to say by then.
    """

    def __init__(self, answer: Callable[[bytes], bytes]) -> None:
        self._answer = answer
        self._waiting = bytearray()

    def write(self, data: bytes) -> None:
        """Let the other end answer; a `NoLink` it raises is passed on."""
        self._waiting += self._answer(data)

    def read(self, size: int, timeout_s: float) -> bytes:
        """Up to `size` bytes of what was answered."""
        taken = bytes(self._waiting[:size])
        del self._waiting[:size]
        return taken

    def close(self) -> None:
        """Forget what was not read."""
        self._waiting.clear()
