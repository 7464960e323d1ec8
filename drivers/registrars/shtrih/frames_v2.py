"""Packets of protocol v2 ("альтернативный нижний уровень"): numbered, stuffed, CRC16.

After the first byte, 8Fh, stand the length of number and data, the number, the data and the
CRC; in all of them 8Fh is written 9F 81 and 9Fh is written 9F 83. A packet of length 0 (type I)
carries neither number nor data and asks for the last answer once more.
"""

from __future__ import annotations

import re
from binascii import crc_hqx
from collections.abc import Iterator
from dataclasses import dataclass

from drivers.contracts.errors import BadFrame

STX, ESCAPE = 0x8F, 0x9F
_WRONG_ESCAPE = re.compile(rb"\x9f(?![\x81\x83]|\Z)")
SHORTEST = 6  # length, number and CRC: an answer without data
NUMBERS = 0x10000


@dataclass(frozen=True, slots=True)
class Packet:
    """`number` is None in a packet of type I."""

    number: int | None
    data: bytes = b""


def crc16(data: bytes) -> int:
    """CRC-16/CCITT-FALSE over length, number and data."""
    return crc_hqx(data, 0xFFFF)


def following(number: int) -> int:
    """The number of the next command."""
    return (number + 1) % NUMBERS


def pack(number: int, data: bytes) -> bytes:
    """The packet with a command, or an answer; without data an answer that is gone."""
    counted = (len(data) + 2).to_bytes(2, "little") + number.to_bytes(2, "little") + data
    return _framed(counted)


def _framed(counted: bytes) -> bytes:
    whole = counted + crc16(counted).to_bytes(2, "little")
    # First the escape itself: the other way round it would be escaped twice.
    stuffed = whole.replace(b"\x9f", b"\x9f\x83").replace(b"\x8f", b"\x9f\x81")
    return bytes([STX]) + stuffed


def _unstuffed(part: bytes) -> bytes:
    # Neither 81h nor 83h is ever written as an escape, so the two do not meet.
    return part.replace(b"\x9f\x81", b"\x8f").replace(b"\x9f\x83", b"\x9f")


SYNCHRONISE = _framed(b"\0\0")


def unpack(frame: bytes) -> Packet:
    """One whole packet and nothing else; `BadFrame` for anything less or more."""
    reader = Reader()
    before, last = list(reader.feed(frame[:-1])), list(reader.feed(frame[-1:]))
    if before or len(last) != 1 or last[0] is None or frame[:1] != bytes([STX]):
        raise BadFrame(f"not a packet: {frame[:64].hex(' ')}")
    return last[0]


class Reader:
    """Takes packets out of a stream of bytes; what stands between them is noise."""

    def __init__(self) -> None:
        self._plain = bytearray()
        self._is_escaped = False
        self.is_inside = False  # of a packet

    @property
    def need(self) -> int:
        """So many bytes may be read without running into the next packet."""
        if not self.is_inside:
            return 1
        return max(1, self._size() - len(self._plain))

    def feed(self, data: bytes) -> Iterator[Packet | None]:
        """Packets that these bytes complete; None for each that was damaged."""
        for number, part in enumerate(data.split(bytes([STX]))):
            if number:  # A packet begins here; the one before should have been at its end.
                if self.is_inside:
                    yield None
                self._begin()
            if part and self.is_inside:
                yield from self._take(part)

    def drop(self) -> None:
        """Forget a packet that never ended."""
        self._plain.clear()
        self._is_escaped = self.is_inside = False

    def _begin(self) -> None:
        self.drop()
        self.is_inside = True

    def _take(self, part: bytes) -> Iterator[Packet | None]:
        """Bytes of a packet, and of the noise behind it."""
        if self._is_escaped:
            part = bytes([ESCAPE]) + part
        self._is_escaped = part[-1] == ESCAPE
        wrong = _WRONG_ESCAPE.search(part)
        self._plain += _unstuffed(part[: wrong.start()] if wrong else part.rstrip(b"\x9f"))
        if len(self._plain) >= 4 and len(self._plain) >= self._size():
            packet = self._packet()
            self.drop()
            yield packet
        elif wrong:
            self.drop()
            yield None

    def _size(self) -> int:
        """Bytes of the packet, unstuffed, as far as they are known yet."""
        if len(self._plain) < 2:
            return 4
        return int.from_bytes(self._plain[:2], "little") + 4

    def _packet(self) -> Packet | None:
        whole = bytes(self._plain[: self._size()])
        counted, check = whole[:-2], int.from_bytes(whole[-2:], "little")
        if crc16(counted) != check or len(counted) == 3:
            return None
        if len(counted) == 2:
            return Packet(None)
        return Packet(int.from_bytes(counted[2:4], "little"), counted[4:])
