"""Bytes of an answer whose length only its end tells."""

from __future__ import annotations

import time
from collections.abc import Callable

from drivers.contracts.errors import BadFrame, NoAnswer
from drivers.contracts.transport import Transport

LONGEST = 64  # no answer of any scale here is longer; more is noise


def until(
    pipe: Transport,
    ends: bytes,
    timeout_s: float,
    clock: Callable[[], float] = time.monotonic,
) -> bytes:
    """Read up to and with one of the `ends`. `NoAnswer` for silence, `BadFrame` for a half."""
    over, got = clock() + timeout_s, bytearray()
    while not got or got[-1] not in ends:
        byte = pipe.read(1, max(over - clock(), 0.0))
        if not byte and got:
            raise BadFrame(f"half an answer: {got.hex(' ')}")
        if not byte:
            raise NoAnswer(f"the scales did not answer within {timeout_s} s")
        got += byte
        if len(got) > LONGEST:
            raise BadFrame(f"an answer without an end: {got.hex(' ')}")
    return bytes(got)


def exactly(pipe: Transport, size: int, timeout_s: float) -> bytes:
    """Read so many bytes. `NoAnswer` for silence, `BadFrame` for fewer."""
    got = pipe.read(size, timeout_s)
    if not got:
        raise NoAnswer(f"the scales did not answer within {timeout_s} s")
    if len(got) < size:
        raise BadFrame(f"half an answer: {got.hex(' ')}")
    return got
