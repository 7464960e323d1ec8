"""Frames of the CAS dialogue (AD, AP, ER, DB); pure.

`01 02 | S or U | sign | weight with a point | unit | BCC | 03 04`; BCC is the XOR of what stands
between 02 and itself. Some firmware sends 81h for 01h and seven characters of weight for six, so
a frame is read from 02 to 03 and not by places.
"""

from __future__ import annotations

from functools import reduce
from operator import xor

from drivers.contracts.errors import BadFrame
from drivers.contracts.scale import Grams, Load, Weight

ENQ, ACK, NAK = b"\x05", b"\x06", b"\x15"
ASK_WEIGHT = b"\x11"  # DC1
# As Mertech documents them for its scales in CAS mode.
ZERO, TARE = b"<ZK>\t", b"<TK>\t"
SOH, STX, ETX, EOT = 0x01, 0x02, 0x03, 0x04
STABLE, UNSTABLE = ord("S"), ord("U")
PLUS, MINUS, OVER = ord(" "), ord("-"), ord("F")
_SIZES = (10, 11)  # stability, sign, weight of 6 or 7, unit of 2
_WEIGHT = 6


def decode(frame: bytes) -> Weight:
    """The weight in a frame; `BadFrame` for anything else, pounds too."""
    body = _body(frame)
    stability, sign, number, unit = body[0], body[1], body[2:-2], body[-2:]
    if stability not in (STABLE, UNSTABLE) or sign not in (PLUS, MINUS, OVER):
        raise BadFrame(f"neither stable nor unstable: {frame.hex(' ')}")
    if sign == OVER:
        return Weight(Grams(0), stable=False, load=Load.OVER)
    grams = _grams(number, unit)
    is_under = sign == MINUS and grams > 0
    load = Load.UNDER if is_under else Load.FINE
    return Weight(Grams(-grams if is_under else grams), stability == STABLE, load)


def encode(weight: Weight) -> bytes:
    """The frame that scales send for it."""
    sign = {Load.FINE: PLUS, Load.UNDER: MINUS, Load.OVER: OVER}[weight.load]
    kilograms, grams = divmod(abs(weight.grams), 1000)
    number = b"F" * _WEIGHT if weight.load is Load.OVER else b"%02d.%03d" % (kilograms, grams)
    body = bytes([STABLE if weight.stable else UNSTABLE, sign]) + number + b"kg"
    return bytes([SOH, STX]) + body + bytes([reduce(xor, body), ETX, EOT])


def _body(frame: bytes) -> bytes:
    begin, end = frame.find(STX), frame.rfind(ETX)
    inner = frame[begin + 1 : end] if 0 <= begin < end else b""
    body, check = inner[:-1], inner[-1:]
    if len(body) not in _SIZES:
        raise BadFrame(f"not a frame of a weight: {frame.hex(' ')}")
    if reduce(xor, body) != check[0]:
        raise BadFrame(f"the checksum does not match: {frame.hex(' ')}")
    return body


def _grams(number: bytes, unit: bytes) -> int:
    whole, _, parts = number.strip().partition(b".")
    digits = whole + parts
    if not digits.isdigit() or len(parts) > 3:
        raise BadFrame(f"not a weight: {number!r}")
    match unit.strip().lower():
        case b"kg":
            return int(whole or b"0") * 1000 + int(parts.ljust(3, b"0"))
        case b"g" if not parts.strip(b"0"):
            return int(whole)
    raise BadFrame(f"weighed in {unit!r}, grams and kilograms are known")
