"""JSON objects one a line, read with suspicion: a field has its type, or it is a `BadFrame`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import TypeVar, cast

from drivers.contracts.errors import BadFrame

Object = Mapping[str, object]
E = TypeVar("E", bound=Enum)


def dump(fields: Object) -> bytes:
    """The line of an object, newline included."""
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def load(line: bytes) -> Object:
    """The object of a line. The error does not quote the line: it may hold a card number."""
    try:
        return inner(json.loads(line))
    except (ValueError, RecursionError) as error:
        raise BadFrame(f"{len(line)} bytes that are no JSON line") from error


def inner(value: object) -> Object:
    """The value as an object."""
    if not isinstance(value, dict):
        raise BadFrame(f"an object was expected, not {type(value).__name__}")
    return cast("Object", value)


def objects(fields: Object, name: str) -> list[Object]:
    """A list of objects."""
    return [inner(value) for value in _items(fields, name)]


def texts(fields: Object, name: str) -> list[str]:
    """A list of texts."""
    return [_text(value, name) for value in _items(fields, name)]


def text(fields: Object, name: str) -> str:
    """A text."""
    return _text(fields.get(name), name)


def whole(fields: Object, name: str) -> int:
    """A whole number; true and false are none."""
    value = fields.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise BadFrame(f"{name} is no whole number")
    return value


def flag(fields: Object, name: str) -> bool:
    """True or false."""
    value = fields.get(name)
    if not isinstance(value, bool):
        raise BadFrame(f"{name} is neither true nor false")
    return value


def moment(fields: Object, name: str) -> datetime | None:
    """A moment in ISO 8601, or null."""
    if fields.get(name) is None:
        return None
    try:
        return datetime.fromisoformat(text(fields, name))
    except ValueError as error:
        raise BadFrame(f"{name} is no moment") from error


def choice(kind: type[E], fields: Object, name: str) -> E:
    """One of the values of an enum."""
    try:
        return kind(text(fields, name))
    except ValueError as error:
        raise BadFrame(f"{name} is none of {', '.join(one.value for one in kind)}") from error


def _items(fields: Object, name: str) -> list[object]:
    value = fields.get(name)
    if not isinstance(value, list):
        raise BadFrame(f"{name} is no list")
    return value


def _text(value: object, name: str) -> str:
    if not isinstance(value, str):
        raise BadFrame(f"{name} is no text")
    try:
        value.encode()
    except UnicodeEncodeError as error:  # A lone surrogate: JSON lets it pass, a file does not.
        raise BadFrame(f"{name} is no valid text") from error
    return value
