"""Codes a shop prints itself: a good with its weight, price or count inside one EAN-13.

The prefixes 20 to 29 are left to shops (GS1 General Specifications 1.4.1); what stands where is
the shop's own rule, so rules are data: the setting `codes.weight_rules`, a JSON list.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from enum import Enum

from inventory.codes import ean

SETTING = "codes.weight_rules"
_DIGITS = 12  # of an EAN-13, before its check digit


class Kind(Enum):
    """What the value of such a code is."""

    WEIGHT = "weight"  # kilograms
    PRICE = "price"  # roubles to pay for all of it
    PIECES = "pieces"


class BadRule(ValueError):
    """A rule that cannot be read or does not fit into an EAN-13."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Digits of such a code: prefix, item, value, check. The value has that many decimals."""

    prefix: str
    item_digits: int = 5
    value_digits: int = 5
    kind: Kind = Kind.WEIGHT
    decimals: int = 3

    def __post_init__(self) -> None:
        numeric = self.prefix.isascii() and self.prefix.isdigit()
        if not numeric or not 20 <= int(self.prefix[:2]) <= 29:
            raise BadRule(f"the prefix {self.prefix!r} does not begin with 20 to 29")
        if self.item_digits < 1 or self.value_digits < 1:
            raise BadRule(f"the rule of {self.prefix} leaves no digit for the item or the value")
        if len(self.prefix) + self.item_digits + self.value_digits != _DIGITS:
            raise BadRule(f"prefix {self.prefix}, item and value do not add up to {_DIGITS} digits")
        if not 0 <= self.decimals <= min(3, self.value_digits):
            raise BadRule(f"{self.decimals} decimals of {self.value_digits} digits, at most 3")

    @property
    def thousandths_of_one(self) -> int:
        """A value of 1 in thousandths: of a kilogram, a rouble, a piece."""
        return int(10 ** (3 - self.decimals))


# As the shop's scales come out of the box; a shop with other ones says so in its setting.
USUAL = (
    *(Rule(str(prefix)) for prefix in range(20, 27)),
    Rule("27", kind=Kind.PRICE, decimals=2),
    Rule("28", kind=Kind.PIECES, decimals=0),
)


@dataclass(frozen=True, slots=True)
class Embedded:
    """What such a code says: the item's digits and its value in thousandths."""

    item: str
    kind: Kind
    thousandths: int

    def names(self) -> list[str]:
        """How the item may be kept as a PLU: as printed, else without zeros in front."""
        bare = self.item.lstrip("0")
        return [self.item, bare] if bare and bare != self.item else [self.item]


def read(text: str, rules: Iterable[Rule]) -> Embedded | None:
    """What the code says by the longest prefix that fits; None for any other code."""
    digits = text.strip()
    if len(digits) != _DIGITS + 1 or not ean.valid(digits):
        return None
    fitting = [rule for rule in rules if digits.startswith(rule.prefix)]
    if not fitting:
        return None
    rule = max(fitting, key=lambda one: len(one.prefix))
    start = len(rule.prefix)
    end = start + rule.item_digits
    value = int(digits[end:_DIGITS])
    return Embedded(digits[start:end], rule.kind, value * rule.thousandths_of_one)


def write(rule: Rule, item: int, value: int) -> str:
    """The code a scale prints by that rule. Raises BadRule for a number that does not fit."""
    body = f"{rule.prefix}{item:0{rule.item_digits}}{value:0{rule.value_digits}}"
    if len(body) != _DIGITS or item < 0 or value < 0:
        raise BadRule(f"{item} or {value} does not fit the rule of {rule.prefix}")
    return f"{body}{ean.check_digit(body)}"


def examples(rule: Rule) -> list[tuple[str, Embedded]]:
    """Codes by that rule with what they say, for the page of settings: small, usual, largest."""
    item = int("12345"[: rule.item_digits])
    largest = int(10**rule.value_digits) - 1
    values = dict.fromkeys(min(value, largest) for value in (1, 1284, largest))
    codes = (write(rule, item, value) for value in values)
    return [(code, said) for code in codes if (said := read(code, [rule]))]


def rules_of(text: str) -> Sequence[Rule]:
    """The rules in a setting; the usual ones where nothing is set. Raises BadRule."""
    if not text.strip():
        return USUAL
    try:
        return tuple(_rule(**fields) for fields in json.loads(text))
    except (TypeError, ValueError) as error:
        raise (
            error if isinstance(error, BadRule) else BadRule(f"no list of rules: {error}")
        ) from error


def text_of(rules: Iterable[Rule]) -> str:
    """Rules as the setting keeps them."""
    return json.dumps([asdict(rule) | {"kind": rule.kind.value} for rule in rules])


def _rule(prefix: str, item_digits: int, value_digits: int, kind: str, decimals: int) -> Rule:
    numbers = (item_digits, value_digits, decimals)
    if not all(type(number) is int for number in numbers):
        raise BadRule(f"the rule of {prefix} has a number of digits that is no whole number")
    return Rule(str(prefix), item_digits, value_digits, Kind(kind), decimals)
