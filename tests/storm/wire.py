"""HTTP/1.1 messages as bytes: whole, because faults cut, hold and repeat them."""

from __future__ import annotations

import re
import socket
from dataclasses import dataclass

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_TILL = re.compile(rb"\r\nauthorization: *till ([\w-]+)\.", re.IGNORECASE)
_STATUS = re.compile(rb"HTTP/1\.1 (\d+)")
_PIECE = 65536


class Hung(Exception):
    """The other side closed before its message was whole."""


@dataclass(frozen=True, slots=True)
class Message:
    """A question or an answer; `head` ends with the empty line."""

    head: bytes
    body: bytes

    @property
    def whole(self) -> bytes:
        """As it travels."""
        return self.head + self.body

    @property
    def cut(self) -> bytes:
        """The first half: within the body where there is one."""
        kept = len(self.head) + len(self.body) // 2 if self.body else len(self.head) // 2
        return self.whole[:kept]

    @property
    def is_push(self) -> bool:
        """Whether rows of a journal are handed over."""
        return self.head.startswith(b"POST /api/journal HTTP")

    @property
    def till(self) -> str:
        """Who signed the question; empty for nobody."""
        found = _TILL.search(self.head)
        return found.group(1).decode() if found else ""

    @property
    def status(self) -> int:
        """Of an answer; 0 for what is none."""
        found = _STATUS.match(self.head)
        return int(found.group(1)) if found else 0


def read(pipe: socket.socket) -> Message:
    """The next message. Raises Hung, OSError."""
    kept = b""
    while b"\r\n\r\n" not in kept:
        kept += _more(pipe)
    head, _, body = kept.partition(b"\r\n\r\n")
    head += b"\r\n\r\n"
    length = _LENGTH.search(head)
    size = int(length.group(1)) if length else 0
    while len(body) < size:
        body += _more(pipe)
    return Message(head, body)


def answer(status: str, body: bytes, kind: str = "text/plain") -> bytes:
    """An answer that no office gave."""
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def _more(pipe: socket.socket) -> bytes:
    piece = pipe.recv(_PIECE)
    if not piece:
        raise Hung
    return piece
