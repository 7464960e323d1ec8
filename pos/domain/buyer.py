"""A company or sole trader as buyer (tags 1227 and 1228): ИНН and name, typed in one line."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fiscal.domain.ffd.inn import inn_valid
from pos.errors import BuyerImpossible

LONGEST_NAME = 256
_TYPED = re.compile(r"([0-9]{10}|[0-9]{12})\s+(\S.*)", re.ASCII)
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Buyer:
    """Who buys for a business."""

    name: str
    inn: str

    @property
    def is_person(self) -> bool:
        """A sole trader: his ИНН and name are personal data."""
        return len(self.inn) == 12


def looks_like(text: str) -> bool:
    """Whether what was typed begins with an ИНН and goes on with a name."""
    match = _TYPED.fullmatch(text.strip())
    return match is not None and _LETTER.search(match.group(2)) is not None


def buyer(text: str) -> Buyer:
    """`7707083893 ООО «Ромашка»`. Raises BuyerImpossible: control digits, no name."""
    match = _TYPED.fullmatch(text.strip())
    if match is None:
        raise BuyerImpossible("an ИНН of 10 or 12 digits, then the name")
    inn, name = match.group(1), " ".join(match.group(2).split())
    if not inn_valid(inn):
        raise BuyerImpossible("the control digits of the ИНН do not agree")
    if len(name) > LONGEST_NAME:
        raise BuyerImpossible("a name has 256 characters at most")
    return Buyer(name, inn)
