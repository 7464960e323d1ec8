"""Elements of a GS1 code by their application identifiers, those that a shop meets.

GS1 General Specifications, sections 3.2 (identifiers, their lengths) and 7.8 (element strings).
A shop's own check of marking codes is none of a driver's business: here text becomes fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

GS = "\x1d"
# FNC1 in first place: GS1-128, DataBar, GS1 DataMatrix, GS1 QR (the latter with ECI, too).
SYMBOLOGIES = frozenset({"]C1", "]e0", "]e1", "]e2", "]d2", "]Q3", "]Q4"})
_DIGITS, _TEXT = "[0-9]", r"[!-\"%-/0-9:-?A-Z_a-z]"


@dataclass(frozen=True, slots=True)
class Field:
    """What may follow an identifier: characters of a kind, `shortest` to `longest` of them."""

    kind: str
    shortest: int
    longest: int

    @property
    def pattern(self) -> str:
        """The value as a regular expression, greedy."""
        return f"{self.kind}{{{self.shortest},{self.longest}}}"


def _digits(longest: int, shortest: int = 0) -> Field:
    return Field(_DIGITS, shortest or longest, longest)


def _text(longest: int) -> Field:
    return Field(_TEXT, 1, longest)


def _fields() -> dict[str, Field]:
    """Identifier → field. Weights and prices carry the place of their point in a last digit."""
    measures = (f"{ai}{point}" for ai in range(310, 317) for point in range(6))
    gross = (f"{ai}{point}" for ai in range(330, 337) for point in range(6))
    return {
        "00": _digits(18),
        "01": _digits(14),
        "02": _digits(14),
        "10": _text(20),
        **dict.fromkeys(("11", "12", "13", "15", "16", "17"), _digits(6)),
        "20": _digits(2),
        "21": _text(20),
        "22": _text(20),
        "30": _digits(8, 1),
        "37": _digits(8, 1),
        "240": _text(30),
        "241": _text(30),
        **dict.fromkeys((*measures, *gross), _digits(6)),
        **{f"392{point}": _digits(15, 1) for point in range(10)},
        **{f"393{point}": _digits(18, 4) for point in range(10)},  # with the currency's number
        **{f"41{ending}": _digits(13) for ending in range(8)},
        "7003": _digits(10),
        "8005": _digits(6),
        "8020": _text(25),
        "90": _text(30),
        **{f"9{ending}": _text(90) for ending in range(1, 10)},
    }


FIELDS = _fields()
DATES = frozenset({"11", "12", "13", "15", "16", "17"})
CHECKED = frozenset({"00", "01", "02", *(f"41{ending}" for ending in range(8))})
# A separator may be left out after these: their length is known to everybody (table 7.8.5-2).
_KNOWN_LENGTH = re.compile(r"0[0-4]|1[1-9]|20|3[1-6]|41")


class BadGs1(ValueError):
    """Text that is no GS1 code, or one with a field that makes no sense."""


@dataclass(frozen=True, slots=True)
class Gs1:
    """Identifier → value, in order.

    `is_separator_missing`: a serial number runs to the end of a text without any GS. It may be
    whole, or it may have swallowed what came behind it: nobody can tell, the scanner must be set
    to send GS.
    """

    elements: dict[str, str]
    is_separator_missing: bool = False


def looks_like(text: str, symbology: str) -> bool:
    """Whether a scan says it is GS1, else begins with a GTIN or is an SSCC, and that checks."""
    if symbology:
        return symbology in SYMBOLOGIES
    bare = text.removeprefix(GS)
    begins = bare.startswith("01") and len(bare) >= 16 and _checks(bare[2:16])
    return begins or (bare.startswith("00") and len(bare) == 20 and _checks(bare[2:]))


def parse(text: str) -> Gs1:
    """Read element strings; `BadGs1` says at which field they stop making sense."""
    elements: dict[str, str] = {}
    for ai, value in _elements(text.removeprefix(GS)):
        if elements.setdefault(ai, value) != value:
            raise BadGs1(f"({ai}) is in it twice, with two values")
    if not elements:
        raise BadGs1("there is nothing in it")
    last = next(reversed(elements))
    return Gs1(elements, is_separator_missing=last == "21" and GS not in text[1:])


def _elements(text: str) -> Iterator[tuple[str, str]]:
    while text:
        ai = next((text[:size] for size in (2, 3, 4) if text[:size] in FIELDS), None)
        if ai is None:
            raise BadGs1(f"no identifier is called {text[:4]!r}")
        found = re.match(FIELDS[ai].pattern, text[len(ai) :])
        if found is None or not _makes_sense(ai, found.group()):
            raise BadGs1(f"({ai}) cannot be {text[len(ai) :].partition(GS)[0]!r}")
        yield ai, found.group()
        text = _behind(ai, text[len(ai) + found.end() :])


def _behind(ai: str, rest: str) -> str:
    """What follows a field: behind one of unknown length stands a separator or nothing."""
    if rest and not rest.startswith(GS) and not _KNOWN_LENGTH.match(ai):
        raise BadGs1(f"({ai}) is longer than it can be, or a separator is missing")
    return rest.removeprefix(GS)


def _makes_sense(ai: str, value: str) -> bool:
    if ai in DATES:
        return 1 <= int(value[2:4]) <= 12 and int(value[4:]) <= 31  # day 00: the month's end
    return _checks(value) if ai in CHECKED else True


def _checks(digits: str) -> bool:
    """The check digit of a GTIN, SSCC or GLN: weights 3, 1, 3 … from the right (7.9.1)."""
    if not (digits.isascii() and digits.isdigit()):
        return False
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits[::-1]))
    return total % 10 == 0
