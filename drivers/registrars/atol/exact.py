"""JSON whose numbers are exact: sums are written from whole kopecks and read as decimals."""

from __future__ import annotations

import json
from decimal import Decimal

from drivers.contracts.errors import BadFrame

LONGEST_NUMBER = 32  # characters; a sum has a dozen, and more would only be slow to read


def rubles(kopecks: int) -> Decimal:
    """12345 → 123.45."""
    return Decimal(kopecks).scaleb(-2)


def units(thousandths: int) -> Decimal:
    """755 → 0.755."""
    return Decimal(thousandths).scaleb(-3)


def dumps(value: object) -> str:
    """JSON text; decimals keep their digits. TypeError for what JSON has not."""
    match value:
        case dict():
            return "{" + ",".join(f"{_text(k)}:{dumps(v)}" for k, v in value.items()) + "}"
        case list() | tuple():
            return "[" + ",".join(dumps(each) for each in value) + "]"
        case Decimal():
            return format(value, "f")
        case None | bool() | int() | str():
            return _text(value)
    raise TypeError(f"no JSON for {type(value).__name__}")


def loads(data: bytes) -> object:
    """What the text says, numbers with a point as `Decimal`; `BadFrame` for anything else."""
    try:
        value: object = json.loads(
            data, parse_float=_decimal, parse_int=_whole, parse_constant=_refused
        )
    except (ValueError, RecursionError) as error:
        raise BadFrame(f"not JSON: {error}") from None
    return value


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _decimal(text: str) -> Decimal:
    return Decimal(_short(text))


def _whole(text: str) -> int:
    return int(_short(text))


def _short(text: str) -> str:
    if len(text) > LONGEST_NUMBER:
        raise ValueError("a number of more digits than any sum has")
    return text


def _refused(text: str) -> Decimal:
    raise ValueError(f"{text} is no number")
