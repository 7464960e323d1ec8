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
    field, write = _WRITTEN.get(tag, _AS_BYTES)
    try:
        written = write(field, value)
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


# Each gives None for a value of another type. A receipt has a hundred tags: no match, no search.


def _vln(_field: Field, value: Value) -> bytes | None:
    return tlv.shortest(value) if isinstance(value, int) else None


def _number(field: Field, value: Value) -> bytes | None:
    return value.to_bytes(field.size, "little") if isinstance(value, int) else None


def _text(_field: Field, value: Value) -> bytes | None:
    return value.encode(tlv.TEXT) if isinstance(value, str) else None


def _padded(field: Field, value: Value) -> bytes | None:
    return value.encode(tlv.TEXT).ljust(field.size) if isinstance(value, str) else None


def _fvln(_field: Field, value: Value) -> bytes | None:
    if not isinstance(value, Fixed):
        return None
    return bytes([value.digits]) + tlv.shortest(value.mantissa)


def _time(field: Field, value: Value) -> bytes | None:
    if not isinstance(value, datetime):
        return None
    return tlv.seconds(value).to_bytes(field.size, "little")


def _plain(_field: Field, value: Value) -> bytes | None:
    return value if isinstance(value, bytes) else None


def _nested(_field: Field, value: Value) -> bytes | None:
    """Fixed is a tuple too, and no list of entries."""
    if isinstance(value, tuple) and not isinstance(value, Fixed):
        return encode(value)
    return None


_WRITERS = {
    Kind.VLN: _vln,
    Kind.NUMBER: _number,
    Kind.TEXT: _text,
    Kind.PADDED: _padded,
    Kind.FVLN: _fvln,
    Kind.TIME: _time,
    Kind.BYTES: _plain,
    Kind.NESTED: _nested,
}
_WRITTEN = {tag: (field, _WRITERS[field.kind]) for tag, field in FIELDS.items()}
_AS_BYTES = (UNKNOWN, _plain)


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
