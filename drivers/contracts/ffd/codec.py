"""Typed tags of a document to bytes and back, by the table of fields: strict both ways."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple, Union

from drivers.contracts.errors import BadFrame
from drivers.contracts.ffd import tlv
from drivers.contracts.ffd.fields import EXACT_BYTES, FIELDS, Field, Kind


class Fixed(NamedTuple):
    """A decimal number: 1755 with three digits is 1.755."""

    mantissa: int
    digits: int


class Entry(NamedTuple):
    """A tag with its value.

    Whole numbers are int (sums in kopecks, moments as naive local datetime), a quantity is Fixed,
    a nested tag holds entries. A tag that the table does not know keeps its bytes.
    """

    tag: int
    value: Value


Value = Union[int, str, bytes, datetime, Fixed, tuple[Entry, ...]]  # noqa: UP007 - of itself
UNKNOWN = Field(Kind.BYTES, 0xFFFF, "")


class BadValue(ValueError):
    """A value that its tag cannot hold; `tag` names it."""

    def __init__(self, tag: int, why: str) -> None:
        super().__init__(f"tag {tag}: {why}")
        self.tag = tag


def encode(entries: Iterable[Entry]) -> bytes:
    """The bytes of those tags in that order; raises BadValue, never cuts anything off."""
    return b"".join([tlv.entry(tag, _bytes(tag, value)) for tag, value in entries])


def decode(data: bytes) -> tuple[Entry, ...]:
    """The tags of those bytes; raises BadFrame for any that breaks the table of fields."""
    return _decoded(data, tlv.DEEPEST)


def _bytes(tag: int, value: Value) -> bytes:
    field = FIELDS.get(tag, UNKNOWN)
    try:
        written = _written(field, value)
    except BadValue:
        raise  # of a nested tag, which it names
    except (OverflowError, ValueError) as error:
        raise BadValue(tag, str(error)) from error
    if written is None:
        raise BadValue(tag, f"{type(value).__name__} is no {field.kind.value}")
    if len(written) > field.size:
        raise BadValue(tag, f"{len(written)} bytes of {field.size} at most")
    if tag in EXACT_BYTES and len(written) != field.size:
        raise BadValue(tag, f"{len(written)} bytes, not {field.size}")
    return written


def _written(field: Field, value: Value) -> bytes | None:
    """None for a value of another type."""
    match field.kind, value:
        case Kind.VLN, int():
            return tlv.shortest(value)
        case Kind.NUMBER, int():
            return value.to_bytes(field.size, "little")
        case Kind.TEXT, str():
            return value.encode(tlv.TEXT)
        case Kind.PADDED, str():
            return value.encode(tlv.TEXT).ljust(field.size)
        case Kind.FVLN, Fixed():
            return bytes([value.digits]) + tlv.shortest(value.mantissa)
        case Kind.TIME, datetime():
            return tlv.seconds(value).to_bytes(field.size, "little")
        case Kind.BYTES, bytes():
            return value
        case Kind.NESTED, tuple() if not isinstance(value, Fixed):
            return encode(value)
    return None


def _decoded(data: bytes, deeper: int) -> tuple[Entry, ...]:
    if deeper == 0:
        raise BadFrame(f"TLV nested deeper than {tlv.DEEPEST}")
    return tuple([Entry(tag, _value(tag, raw, deeper - 1)) for tag, raw in tlv.split(data)])


def _value(tag: int, raw: bytes, deeper: int) -> Value:
    field = FIELDS.get(tag, UNKNOWN)
    if len(raw) > field.size or (_exact(tag, field) and len(raw) != field.size):
        raise BadFrame(f"tag {tag} of {len(raw)} bytes where {field.size} are the most")
    match field.kind:
        case Kind.NUMBER | Kind.VLN:
            return tlv.to_int(raw)
        case Kind.TEXT | Kind.PADDED:
            return tlv.to_text(raw)
        case Kind.FVLN:
            return Fixed(tlv.to_int(raw[1:]), raw[0] if raw else 0)
        case Kind.TIME:
            return tlv.to_moment(raw)
        case Kind.BYTES:
            return raw
        case Kind.NESTED:
            return _decoded(raw, deeper)


def _exact(tag: int, field: Field) -> bool:
    return field.kind in (Kind.NUMBER, Kind.TIME) or tag in EXACT_BYTES
