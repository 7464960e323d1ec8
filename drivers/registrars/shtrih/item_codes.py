"""A marking code as tag 1162 of FFD 1.05 and 1.1 has it (ffd: KM tags)."""

from __future__ import annotations

import re

from drivers.contracts.errors import Refused

DATA_MATRIX = b"\x44\x4d"
MOST_SERIAL = 24  # 1162 holds 32 bytes: prefix, six of the GTIN, the serial number
_GS1 = re.compile(r"01(\d{14})21([!-~]{1,20})")
_TOBACCO = re.compile(r"(\d{14})([!-~]{7})([!-~]{4})[!-~]{4}")  # serial, highest price, check


def old_form(code: str) -> bytes:
    """Prefix, GTIN as a number, serial; `Refused` for a code that has no such parts."""
    known = _GS1.match(code.partition("\x1d")[0])
    if known is not None:
        return _put(known[1], known[2])
    known = _TOBACCO.fullmatch(code)
    if known is not None:
        return _put(known[1], known[2] + known[3])
    raise Refused("this item code has no form in FFD 1.05")


def _put(gtin: str, serial: str) -> bytes:
    return DATA_MATRIX + int(gtin).to_bytes(6, "big") + serial[:MOST_SERIAL].encode("ascii")
