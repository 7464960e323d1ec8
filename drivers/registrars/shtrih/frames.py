"""Frames of protocol v1 ("стандартный нижний уровень"): STX, length, body, LRC."""

from __future__ import annotations

from functools import reduce
from operator import xor

from drivers.contracts.errors import BadFrame

ENQ, STX, ACK, NAK = b"\x05", b"\x02", b"\x06", b"\x15"
# USB and TCP links of real devices put this byte around control bytes; it means nothing there.
NOISE = b"\xff"
MAX_BODY = 255


def lrc(data: bytes) -> int:
    """XOR of the bytes from the length to the last parameter."""
    return reduce(xor, data, 0)


def pack(body: bytes) -> bytes:
    """The frame around a command or an answer of 1…255 bytes; ValueError beyond."""
    if not 1 <= len(body) <= MAX_BODY:
        raise ValueError(f"a frame holds 1 to {MAX_BODY} bytes, not {len(body)}")
    counted = bytes([len(body)]) + body
    return STX + counted + bytes([lrc(counted)])


def pack_clean(body: bytes) -> bytes:
    """The frame of protocol v1.1: no LRC."""
    if not 1 <= len(body) <= MAX_BODY:
        raise ValueError(f"a frame holds 1 to {MAX_BODY} bytes, not {len(body)}")
    return STX + bytes([len(body)]) + body


def unpack(frame: bytes) -> bytes:
    """The body of a whole frame; `BadFrame` where length or LRC are wrong."""
    if len(frame) < 4 or frame[:1] != STX or frame[1] == 0 or len(frame) != frame[1] + 3:
        raise BadFrame(f"not a frame: {frame.hex(' ')}")
    if lrc(frame[1:-1]) != frame[-1]:
        raise BadFrame(f"LRC does not match: {frame.hex(' ')}")
    return frame[2:-1]
