"""TLV of fiscal documents: tag u16, length u16, value; little-endian."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from drivers.contracts.errors import BadFrame
from drivers.contracts.ffd.fields import Kind
from drivers.contracts.ffd.tags import REPEATED, kind_of
from drivers.text import readable

TEXT = "cp866"
DEEPEST = 8  # the formats nest three levels
# Seconds are counted from here in the local time of the shop, which the tag cannot name.
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - a register has no zone


def entry(tag: int, value: bytes) -> bytes:
    """One TLV."""
    return tag.to_bytes(2, "little") + len(value).to_bytes(2, "little") + value


def number(tag: int, value: int, size: int = 1) -> bytes:
    """A number of fixed size."""
    return entry(tag, value.to_bytes(size, "little"))


def amount(tag: int, value: int) -> bytes:
    """VLN: kopecks in as few bytes as they take, at least one."""
    return entry(tag, shortest(value))


def quantity(tag: int, value: int, digits: int = 3) -> bytes:
    """FVLN: 1755 with three digits is 1.755."""
    return entry(tag, bytes([digits]) + shortest(value))


def text(tag: int, value: str, size: int) -> bytes:
    """CP866, cut to `size`."""
    return entry(tag, readable(value, TEXT).encode(TEXT)[:size])


def padded(tag: int, value: str, size: int) -> bytes:
    """A number kept as text of fixed length (ИНН, РНМ, ФН): spaces on the right."""
    return entry(tag, readable(value, TEXT).encode(TEXT)[:size].ljust(size))


def moment(tag: int, at: datetime) -> bytes:
    """Local time of the settlement, counted as if it were UTC."""
    return number(tag, seconds(at), 4)


def seconds(at: datetime) -> int:
    """Whole seconds of a local moment, counted as if it were UTC."""
    return int((at.replace(tzinfo=None) - _EPOCH).total_seconds())


def nested(tag: int, children: Iterable[bytes]) -> bytes:
    """STLV."""
    return entry(tag, b"".join(children))


def split(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Tags and their values in order; `BadFrame` when the lengths do not fit the data."""
    at = 0
    while at < len(data):
        size = int.from_bytes(data[at + 2 : at + 4], "little")
        end = at + 4 + size
        if at + 4 > len(data) or end > len(data):
            raise BadFrame(f"TLV is cut short at byte {at}: {data[at : at + 16].hex(' ')}")
        yield int.from_bytes(data[at : at + 2], "little"), data[at + 4 : end]
        at = end


def to_int(value: bytes) -> int:
    """A number or VLN."""
    return int.from_bytes(value, "little")


def to_text(value: bytes) -> str:
    """A string without its padding."""
    return value.decode(TEXT).rstrip(" \0")


def to_moment(value: bytes) -> datetime:
    """Local time, naive; `BadFrame` beyond four bytes."""
    if len(value) > 4:
        raise BadFrame(f"not a moment: {value.hex(' ')}")
    return _EPOCH + timedelta(seconds=to_int(value))


def to_quantity(value: bytes) -> str:
    """FVLN as decimal text: "0.755"."""
    digits, mantissa = (value[0] if value else 0), to_int(value[1:])
    if digits == 0:
        return str(mantissa)
    whole = str(mantissa).rjust(digits + 1, "0")
    return f"{whole[:-digits]}.{whole[-digits:]}"


def to_sign(value: bytes) -> int:
    """The fiscal sign out of tag 1077: two bytes of the key's number, then big-endian."""
    return int.from_bytes(value[2:6], "big")


def tree(data: bytes) -> dict[str, object]:
    """The whole document for people and JSON: tag number → value, items as lists.

    Numbers are whole, quantities decimal text, moments ISO text, 1077 hexadecimal.
    `BadFrame` where the lengths do not fit.
    """
    return _tree(data, DEEPEST)


def _tree(data: bytes, deeper: int) -> dict[str, object]:
    if deeper == 0:
        raise BadFrame(f"TLV nested deeper than {DEEPEST}")
    found: dict[str, object] = {}
    several: dict[str, list[object]] = {}
    for tag, value in split(data):
        if tag in REPEATED:
            several.setdefault(str(tag), []).append(_value(tag, value, deeper - 1))
        else:
            found[str(tag)] = _value(tag, value, deeper - 1)
    return found | several


def _value(tag: int, value: bytes, deeper: int) -> object:
    match kind_of(tag):
        case Kind.NESTED:
            return _tree(value, deeper)
        case Kind.NUMBER | Kind.VLN:
            return to_int(value)
        case Kind.FVLN:
            return to_quantity(value)
        case Kind.TIME:
            return to_moment(value).isoformat()
        case Kind.BYTES:
            return value.hex()
        case Kind.TEXT | Kind.PADDED:
            return to_text(value)


def shortest(value: int) -> bytes:
    """A whole number in as few bytes as it takes, at least one."""
    return value.to_bytes(max(1, (value.bit_length() + 7) // 8), "little")
