"""Numbers, texts and dates as they lie in commands and answers: little-endian, CP1251."""

from __future__ import annotations

from datetime import datetime

from drivers.contracts.errors import BadFrame
from drivers.text import readable

TEXT = "cp1251"


def number(value: int, size: int) -> bytes:
    """An unsigned number of `size` bytes; ValueError when it does not fit."""
    try:
        return value.to_bytes(size, "little")
    except OverflowError:
        raise ValueError(f"{value} does not fit into {size} bytes") from None


def text(value: str, size: int) -> bytes:
    """A text field of fixed size: what does not fit is cut, the rest is zeros."""
    return readable(value, TEXT).encode(TEXT)[:size].ljust(size, b"\0")


def day(value: datetime) -> bytes:
    """DD MM YY, as KKT commands have it."""
    return bytes([value.day, value.month, value.year % 100])


def clock(value: datetime) -> bytes:
    """hh mm ss."""
    return bytes([value.hour, value.minute, value.second])


def moment(value: datetime) -> bytes:
    """YY MM DD hh mm, as commands of the fiscal drive have it."""
    return bytes([value.year % 100, value.month, value.day, value.hour, value.minute])


class Fields:
    """Takes fields one after another from the front; `BadFrame` when there are none left."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    @property
    def left(self) -> int:
        """Bytes not taken yet."""
        return len(self._data) - self._at

    def raw(self, size: int) -> bytes:
        """So many bytes."""
        if self.left < size:
            raise BadFrame(f"cut short at byte {len(self._data)}: {self._data.hex(' ')}")
        self._at += size
        return self._data[self._at - size : self._at]

    def rest(self) -> bytes:
        """All that is left."""
        return self.raw(self.left)

    def number(self, size: int = 1) -> int:
        """An unsigned number."""
        return int.from_bytes(self.raw(size), "little")

    def text(self, size: int) -> str:
        """A text field without its padding."""
        return self.raw(size).decode(TEXT, "replace").rstrip("\0 ")

    def moment(self) -> datetime | None:
        """YY MM DD hh mm; None for the zeros of "never"."""
        year, month, day, hour, minute = self.raw(5)
        return _datetime(year, month, day, hour, minute, 0)

    def day(self) -> datetime | None:
        """YY MM DD at midnight; None for zeros."""
        year, month, day = self.raw(3)
        return _datetime(year, month, day, 0, 0, 0)

    def clock(self) -> datetime:
        """DD MM YY hh mm ss; `BadFrame` when it is no date."""
        day, month, year, hour, minute, second = self.raw(6)
        value = _datetime(year, month, day, hour, minute, second)
        if value is None:
            raise BadFrame(f"not a date: {self._data.hex(' ')}")
        return value


def _datetime(y: int, month: int, day: int, hour: int, minute: int, second: int) -> datetime | None:
    try:
        # The register's clock is local and knows no zone; whoever asks knows the shop's.
        return datetime(2000 + y, month, day, hour, minute, second)  # noqa: DTZ001 - a register has no zone
    except ValueError:
        return None
