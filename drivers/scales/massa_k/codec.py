"""Frames of Масса-К, Protocol 100 (revision 5 of 2018); pure.

`F8 55 CE | length u16 | body | CRC u16`, little-endian; the CRC is of the body alone, polynomial
1021h from 0, and takes each byte in at the low end: of a body of one byte it is that byte.
"""

from __future__ import annotations

from binascii import crc_hqx
from enum import IntEnum

from drivers.contracts.errors import BadFrame
from drivers.contracts.scale import Grams, Load, Weight

HEADER = b"\xf8\x55\xce"
HEAD = len(HEADER) + 2
TAIL = 2
LONGEST = 512
# Byte of division → how many tenths of a gram one division is.
TENTHS = {0: 1, 1: 10, 2: 100, 3: 1000, 4: 10_000}
_BARE, _OLD, _FULL = 7, 9, 13  # bodies of an answer: without net and zero, without tare, whole


class Command(IntEnum):
    """First byte of a body."""

    SET_TARE_DONE = 0x12
    SET_TARE_FAILED = 0x15
    WEIGHT = 0x10  # answer to OLD_ASK
    ASK = 0x23
    MASS = 0x24
    SET_DONE = 0x27
    ERROR = 0x28
    SET_ZERO = 0x72
    OLD_ASK = 0xA0
    SET_TARE = 0xA3
    UNKNOWN = 0xF0


ERRORS = {
    0x07: "the command is not supported",
    0x08: "the load is more than they can bear",
    0x09: "they are not weighing",
    0x0A: "the number is wrong",
    0x0B: "it cannot be kept",
    0x15: "it cannot be zeroed",
    0x17: "the load cell does not answer",
    0x18: "the platform was loaded when they were switched on",
    0x19: "they are broken",
}
OVERLOAD = 0x08


def frame(body: bytes) -> bytes:
    """A body with what stands around it."""
    return HEADER + len(body).to_bytes(2, "little") + body + checksum(body)


def checksum(body: bytes) -> bytes:
    """The CRC of a body."""
    crc = 0
    for byte in body:
        crc = crc_hqx(bytes([crc >> 8]), 0) ^ (crc << 8 & 0xFFFF) ^ byte
    return crc.to_bytes(TAIL, "little")


def length(head: bytes) -> int:
    """How long the body is that follows such a head; `BadFrame` for another head."""
    size = int.from_bytes(head[len(HEADER) :], "little")
    if len(head) != HEAD or not head.startswith(HEADER) or not 0 < size <= LONGEST:
        raise BadFrame(f"not the head of a frame: {head.hex(' ')}")
    return size


def body(rest: bytes) -> bytes:
    """The body of what follows a head; `BadFrame` when it does not check."""
    inner, check = rest[:-TAIL], rest[-TAIL:]
    if not inner or checksum(inner) != check:
        raise BadFrame(f"the checksum does not match: {rest.hex(' ')}")
    return inner


def weight(inner: bytes) -> Weight:
    """What an answer tells; `BadFrame` for one that tells no weight."""
    if inner[:1] == bytes([Command.ERROR]) and inner[1:2] == bytes([OVERLOAD]):
        return Weight(Grams(0), stable=False, load=Load.OVER)
    if inner[0] not in (Command.MASS, Command.WEIGHT) or len(inner) not in (_BARE, _OLD, _FULL):
        raise BadFrame(f"not a weight: {inner.hex(' ')}")
    if inner[5] not in TENTHS:
        raise BadFrame(f"no division is called {inner[5]}")
    grams = _grams(inner[1:5], inner[5])
    tare = _grams(inner[9:13], inner[5]) if len(inner) == _FULL else 0
    load = Load.UNDER if grams < 0 else Load.FINE
    return Weight(Grams(grams), inner[6] == 1, load, Grams(tare))


def loaded(inner: bytes) -> bytes:
    """All that lies there, tare too, as the parameter of SET_TARE: divisions."""
    tare = int.from_bytes(inner[9:13], "little", signed=True) if len(inner) == _FULL else 0
    return _signed(int.from_bytes(inner[1:5], "little", signed=True) + tare)


def mass(shown: Weight) -> bytes:
    """The body of the answer that tells it, in divisions of a gram."""
    if shown.load is Load.OVER:
        return bytes([Command.ERROR, OVERLOAD])
    flags = bytes([1, shown.stable, shown.tare > 0, shown.grams == 0])
    return bytes([Command.MASS]) + _signed(shown.grams) + flags + _signed(shown.tare)


def refusal(inner: bytes) -> str:
    """Why a command was not carried out; empty when it was."""
    if inner[0] in (Command.SET_DONE, Command.SET_TARE_DONE):
        return ""
    if inner[0] == Command.ERROR and len(inner) > 1:
        return ERRORS.get(inner[1], f"error {inner[1]:02X}h")
    return "it cannot be done now"


def _grams(field: bytes, division: int) -> int:
    """Whole grams, half away from zero: the finest scales tell tenths."""
    tenths = int.from_bytes(field, "little", signed=True) * TENTHS[division]
    grams = (abs(tenths) + 5) // 10
    return grams if tenths >= 0 else -grams


def _signed(number: int) -> bytes:
    return number.to_bytes(4, "little", signed=True)
