"""Bodies of requests: bounded on the wire and unpacked alike."""

from __future__ import annotations

import hashlib
import zlib

from starlette.requests import ClientDisconnect, Request

from backoffice.errors import TooLarge, Unreadable

BODY_LIMIT = 8 << 20  # bytes, packed or not


async def unpacked(request: Request) -> bytes:
    """The body, unpacked where it says so. Raises TooLarge, Unreadable.

    A small body that would unpack to a large one is stopped as it grows. A till that signed its
    question promised what its body is: another one is not taken.
    """
    packing = request.headers.get("Content-Encoding", "")
    if packing not in ("", "identity", "deflate"):
        raise Unreadable(f"a body packed as {packing!r} is not read here; send deflate")
    unpack = _Deflate() if packing == "deflate" else _Plain()
    came = hashlib.sha256()
    try:
        async for chunk in request.stream():
            came.update(chunk)
            unpack.take(chunk)
    except ClientDisconnect as error:
        raise Unreadable("the connection ended within the body") from error
    if getattr(request.state, "promised", came.hexdigest()) != came.hexdigest():
        raise Unreadable("the body is not the one that the till signed")
    return unpack.whole()


class _Plain:
    def __init__(self) -> None:
        self._body = bytearray()

    def take(self, chunk: bytes) -> None:
        self._keep(chunk)

    def whole(self) -> bytes:
        return bytes(self._body)

    def _keep(self, piece: bytes) -> None:
        self._body += piece
        if len(self._body) > BODY_LIMIT:
            raise TooLarge(f"more than {BODY_LIMIT} bytes; send fewer rows at once")


class _Deflate(_Plain):
    def __init__(self) -> None:
        super().__init__()
        self._stream = zlib.decompressobj()

    def take(self, chunk: bytes) -> None:
        if self._stream.eof and chunk:
            raise Unreadable("something follows the end of a packed body")
        try:
            self._keep(self._stream.decompress(chunk, BODY_LIMIT + 1))
        except zlib.error as error:
            raise Unreadable(f"a packed body is damaged: {error}") from error

    def whole(self) -> bytes:
        if not self._stream.eof or self._stream.unused_data:
            raise Unreadable("a packed body is cut short or has something behind its end")
        return super().whole()
