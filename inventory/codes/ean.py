"""Plain EAN and UPC numbers (GS1 General Specifications, 7.9): text in, digits with a check out."""

from __future__ import annotations

from dataclasses import dataclass

_ZERO = ord("0")
LENGTHS = frozenset({8, 12, 13, 14})  # EAN-8, UPC-A, EAN-13, ITF-14


class BadCode(ValueError):
    """Text that is not an EAN or UPC number."""


@dataclass(frozen=True, slots=True)
class Ean:
    """A number whose check digit is right."""

    digits: str


def check_digit(digits: str) -> int:
    """The last digit for these others: weights 3, 1, 3, … from the right, up to a full ten.

    Raises BadCode for anything but the digits 0 to 9.
    """
    if not (digits.isascii() and digits.isdigit()):
        raise BadCode(f"not a number: {digits!r}")
    # Sums of bytes: a million numbers of an import take half a second, four digit by digit.
    text = digits.encode()
    threes, ones = text[::-2], text[-2::-2]
    return (_ZERO * (3 * len(threes) + len(ones)) - 3 * sum(threes) - sum(ones)) % 10


def checks(digits: str) -> bool:
    """Whether the last of these digits (0 to 9, nothing else) is their check digit.

    Asked a million times by an import, hence not by `check_digit` of a piece of the text.
    """
    text = digits.encode()
    ones, threes = text[::-2], text[-2::-2]
    return (sum(ones) + 3 * sum(threes) - _ZERO * (len(ones) + 3 * len(threes))) % 10 == 0


def parse(text: str) -> Ean:
    """The number in a scan; raises BadCode for another length or a wrong check digit."""
    digits = text.strip()
    if len(digits) not in LENGTHS:
        raise BadCode(f"{len(digits)} characters make no EAN: {text!r}")
    expected = check_digit(digits[:-1])
    if digits[-1] != str(expected):
        raise BadCode(f"the check digit of {digits!r} should be {expected}")
    return Ean(digits)


def valid(text: str) -> bool:
    """Whether that text is such a number."""
    try:
        parse(text)
    except BadCode:
        return False
    return True
