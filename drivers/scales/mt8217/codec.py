"""Words of the Mettler-Toledo 8217 (service manual, weight-only protocol); pure.

A letter asks. `02 weight 0D` answers, with N behind the weight when a tare is set; where there is
no weight to tell it is `02 3F status 0D`.
"""

from __future__ import annotations

import re

from drivers.contracts.errors import BadFrame
from drivers.contracts.scale import Grams, Load, Weight

ASK, ZERO, TARE = b"W", b"Z", b"T"
STX, QUERY, CR = b"\x02", b"?", b"\r"
MOVING, OVER, UNDER, NET, ALWAYS = 1 << 0, 1 << 1, 1 << 2, 1 << 5, 1 << 6
SEVEN = 0x7F  # the eighth bit is parity
_WEIGHT = re.compile(rb" *(\d{1,3})\.(\d{2,3})N?")


def decode(answer: bytes) -> Weight:
    """A weight, or what stands in its way; `BadFrame` for anything else."""
    plain = bytes(byte & SEVEN for byte in answer)
    inner = plain[1:-1]
    if not plain.startswith(STX) or not plain.endswith(CR) or len(plain) < 4:
        raise BadFrame(f"not an answer of these scales: {answer.hex(' ')}")
    if inner.lstrip()[:1] == QUERY and len(inner.lstrip()) == 2:
        return _without_weight(inner[-1])
    found = _WEIGHT.fullmatch(inner)
    if found is None:
        raise BadFrame(f"not a weight in kilograms: {inner!r}")
    whole, parts = found.groups()
    return Weight(Grams(int(whole) * 1000 + int(parts.ljust(3, b"0"))), stable=True)


def status(answer: bytes) -> int:
    """The status in what answers Z and T; 0 where a weight answers: it is done."""
    shown = decode(answer)
    if shown.load is Load.FINE and shown.stable:
        return 0
    return answer[-2] & SEVEN


def encode(shown: Weight) -> bytes:
    """The answer to W."""
    if shown.load is not Load.FINE or not shown.stable:
        return STX + QUERY + bytes([_status(shown)]) + CR
    kilograms, grams = divmod(shown.grams, 1000)
    return STX + b"%02d.%03d" % (kilograms, grams) + (b"N" if shown.tare else b"") + CR


def _without_weight(flags: int) -> Weight:
    load = Load.OVER if flags & OVER else Load.UNDER if flags & UNDER else Load.FINE
    # Without a flag the answer still brings no weight: it is not at rest.
    return Weight(Grams(-1 if load is Load.UNDER else 0), stable=False, load=load)


def _status(shown: Weight) -> int:
    flags = ALWAYS | (0 if shown.stable else MOVING) | (NET if shown.tare else 0)
    return flags | {Load.OVER: OVER, Load.UNDER: UNDER, Load.FINE: 0}[shown.load]
