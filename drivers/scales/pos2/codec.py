"""Frames of POS2 (Штрих-М, Mertech: programmer's documentation); pure.

`02 | N | command and parameters | LRC`; N counts the middle, LRC is the XOR of all but the 02.
"""

from __future__ import annotations

from functools import reduce
from operator import xor

from drivers.contracts.errors import BadFrame
from drivers.contracts.scale import Grams, Load, Weight

STX, ENQ, ACK, NAK = b"\x02", b"\x05", b"\x06", b"\x15"
ZERO, TARE, STATE = 0x30, 0x31, 0x3A
PASSWORD = "0030"  # noqa: S105 - how they leave the factory; it guards nothing
HEAD = 2
DONE = 0
# Flags of the state of the channel.
FIXED, CALM, OVER, UNDER = 1 << 0, 1 << 4, 1 << 6, 1 << 8
ON, TARED = 1 << 2, 1 << 3
_SHOWN = 10  # command, error, flags 2, weight 4, tare 2; what follows differs by firmware
ERRORS = {
    0x01: "the command is not known",
    0x11: "the value is wrong",
    0x15: "it cannot be zeroed",
    0x17: "it cannot take the tare",
    0x78: "the command is not known",
    0x7A: "the password is wrong",
}


def frame(body: bytes) -> bytes:
    """A command, or an answer, with what stands around it."""
    inner = bytes([len(body)]) + body
    return STX + inner + bytes([reduce(xor, inner)])


def command(code: int, password: str) -> bytes:
    """A command without parameters but the password, four ASCII characters."""
    return frame(bytes([code]) + password.encode("ascii"))


def length(head: bytes) -> int:
    """How many bytes follow `02 N`, the LRC with them; `BadFrame` for another head."""
    if len(head) != HEAD or head[:1] != STX or not head[1]:
        raise BadFrame(f"not the head of a frame: {head.hex(' ')}")
    return head[1] + 1


def body(head: bytes, rest: bytes) -> bytes:
    """What stands between; `BadFrame` when it does not check."""
    inner = head[1:] + rest[:-1]
    if not rest or reduce(xor, inner) != rest[-1]:
        raise BadFrame(f"the checksum does not match: {(head + rest).hex(' ')}")
    return rest[:-1]


def refusal(answer: bytes) -> str:
    """Why a command was not carried out; empty when it was."""
    if len(answer) < 2:
        raise BadFrame(f"an answer without a code: {answer.hex(' ')}")
    return "" if answer[1] == DONE else ERRORS.get(answer[1], f"error {answer[1]:02X}h")


def weight(answer: bytes) -> Weight:
    """What the state of the channel tells; `BadFrame` when it is cut short."""
    if len(answer) < _SHOWN:
        raise BadFrame(f"not a state of the channel: {answer.hex(' ')}")
    flags = int.from_bytes(answer[2:4], "little")
    grams = int.from_bytes(answer[4:8], "little", signed=True)
    tare = Grams(int.from_bytes(answer[8:10], "little"))
    if flags & OVER:
        return Weight(Grams(0), stable=False, load=Load.OVER, tare=tare)
    load = Load.UNDER if grams < 0 or flags & UNDER else Load.FINE
    return Weight(Grams(grams), bool(flags & (FIXED | CALM)), load, tare)


def state(shown: Weight) -> bytes:
    """The answer that tells it, of 17 bytes as the documentation has it."""
    flags = ON
    flags |= (FIXED | CALM) if shown.stable else 0
    flags |= TARED if shown.tare else 0
    flags |= {Load.OVER: OVER, Load.UNDER: UNDER, Load.FINE: 0}[shown.load]
    numbers = flags.to_bytes(2, "little") + shown.grams.to_bytes(4, "little", signed=True)
    return bytes([STATE, DONE]) + numbers + shown.tare.to_bytes(2, "little") + bytes(7)
