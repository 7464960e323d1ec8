"""The register's end of each protocol: bytes in, bytes out, each as soon as it is due."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from drivers.registrars.shtrih.emulator.works import Works
from drivers.registrars.shtrih.frames import ACK, ENQ, NAK, STX, lrc, pack, pack_clean
from drivers.registrars.shtrih.frames_v2 import Packet, Reader, following
from drivers.registrars.shtrih.frames_v2 import pack as packet


class Line(Protocol):
    """One protocol. What was done stays done; what it holds unread stays held."""

    def take(self, data: bytes) -> Iterator[bytes]:
        """Bytes in, bytes out."""

    def forget(self) -> None:
        """Drop the rest of a frame that never arrived."""

    def lose_power(self) -> None:
        """Drop the answer that is held, too."""


class LineV1:
    """Control bytes and frames with an LRC."""

    def __init__(self, works: Works) -> None:
        self._works = works
        self._held = b""  # the answer nobody confirmed yet
        self._incoming = bytearray()

    def take(self, data: bytes) -> Iterator[bytes]:
        self._incoming += data
        while self._incoming:
            first = bytes(self._incoming[:1])
            if first == STX:
                frame = _cut_off(self._incoming, extra=3)
                if frame is None:
                    return
                yield from self._command(frame)
            else:
                del self._incoming[:1]
                yield from self._control(first)

    def forget(self) -> None:
        self._incoming.clear()

    def lose_power(self) -> None:
        self._held = b""
        self.forget()

    def _control(self, byte: bytes) -> Iterator[bytes]:
        if byte == ENQ:
            yield (ACK + self._held) if self._held else NAK
        elif byte == ACK:
            self._held = b""

    def _command(self, frame: bytes) -> Iterator[bytes]:
        if frame[1] == 0 or lrc(frame[1:-1]) != frame[-1]:
            yield NAK
            return
        trouble = self._works.begin()
        if trouble is None:
            return
        yield ACK
        self._held = pack(self._works.carry_out(trouble, frame[2:-1]))
        yield from self._works.sent(trouble, self._held)


class LineClean:
    """Protocol v1.1: frames without control bytes and LRC."""

    def __init__(self, works: Works) -> None:
        self._works = works
        self._incoming = bytearray()

    def take(self, data: bytes) -> Iterator[bytes]:
        self._incoming += data
        while self._incoming:
            if self._incoming[:1] != STX:
                del self._incoming[:1]
                continue
            frame = _cut_off(self._incoming, extra=2)
            if frame is None:
                return
            trouble = self._works.begin() if len(frame) > 2 else None
            if trouble is not None:
                answer = self._works.carry_out(trouble, frame[2:])
                yield from self._works.sent(trouble, pack_clean(answer))

    def forget(self) -> None:
        self._incoming.clear()

    def lose_power(self) -> None:
        self.forget()


class LineV2:
    """Numbered packets: a command runs once for each number.

    After the power was off the number is 0 and there is no answer to repeat.
    """

    def __init__(self, works: Works) -> None:
        self._works, self._reader = works, Reader()
        self._last = Packet(0)

    def take(self, data: bytes) -> Iterator[bytes]:
        for asked in self._reader.feed(data):
            if asked is not None:  # A damaged packet is not answered at all.
                yield from self._packet(asked)

    def forget(self) -> None:
        self._reader.drop()

    def lose_power(self) -> None:
        self._last = Packet(0)
        self.forget()

    def _packet(self, asked: Packet) -> Iterator[bytes]:
        if asked.number != following(self._last.number or 0) or not asked.data:
            yield packet(self._last.number or 0, self._last.data)
            return
        trouble = self._works.begin()
        if trouble is None:
            return
        self._last = Packet(asked.number, self._works.carry_out(trouble, asked.data))
        yield from self._works.sent(trouble, packet(asked.number, self._last.data))


def _cut_off(incoming: bytearray, extra: int) -> bytes | None:
    """The whole frame the bytes begin with, taken away from them; None while it is not whole."""
    if len(incoming) < 2 or len(incoming) < incoming[1] + extra:
        return None
    size = incoming[1] + extra
    frame = bytes(incoming[:size])
    del incoming[:size]
    return frame
