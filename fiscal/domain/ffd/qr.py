"""The string of the QR code of a receipt (1196), by which anybody checks it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

_PART = re.compile(r"(t|s|fn|i|fp|n)=([0-9T.]+)")
_MOMENT = re.compile(r"([0-9]{8})T([0-9]{4})([0-9]{2})?")
_SUM = re.compile(r"([0-9]+)\.([0-9]{2})")


@dataclass(frozen=True, slots=True)
class ReceiptMark:
    """What the code tells of a receipt; the moment is the register's local one."""

    at: datetime
    total: int  # kopecks, 1020
    fn: str  # 1041
    fd: int  # 1040
    sign: int  # 1077, as it is printed
    operation: int  # 1054

    @property
    def text(self) -> str:
        """`t=20260301T1230&s=280.86&fn=…&i=…&fp=…&n=1`: minutes, a point, no leading zeros."""
        roubles, kopecks = divmod(self.total, 100)
        return (
            f"t={self.at.year:04}{self.at:%m%dT%H%M}&s={roubles}.{kopecks:02}&fn={self.fn}"
            f"&i={self.fd}&fp={self.sign}&n={self.operation}"
        )


def read(text: str) -> ReceiptMark | None:
    """The mark of a scanned code, with seconds or without; None for any other text."""
    parts = [_PART.fullmatch(part) for part in text.split("&")]
    told = {part[1]: part[2] for part in parts if part}
    if len(told) != 6 or len(parts) != 6:
        return None
    at, total = _moment(told["t"]), _SUM.fullmatch(told["s"])
    numbers = (told["fn"], told["i"], told["fp"], told["n"])
    if at is None or total is None or not all(number.isdecimal() for number in numbers):
        return None
    kopecks = int(total[1]) * 100 + int(total[2])
    return ReceiptMark(at, kopecks, told["fn"], int(told["i"]), int(told["fp"]), int(told["n"]))


def _moment(text: str) -> datetime | None:
    found = _MOMENT.fullmatch(text)
    if found is None:
        return None
    try:
        return datetime.strptime(f"{found[1]}{found[2]}{found[3] or '00'}", "%Y%m%d%H%M%S")  # noqa: DTZ007 - a register has no zone
    except ValueError:
        return None
