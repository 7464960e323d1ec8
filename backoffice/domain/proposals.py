"""Goods that tills made and the office did not know: what each fact tells, what they propose."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from inventory.codes.spellings import spellings

_WHOLE = 14  # digits of a GTIN


class Proposed(NamedTuple):
    """A good as a till made it; the id is the till's own."""

    item: str
    till: str
    shop: str
    epoch: int
    seq: int
    at: int  # ms UTC
    day: str  # ISO, the shop's
    code: str
    name: str
    unit: int
    vat: int  # 1199
    price: int
    user: str


class Decision(NamedTuple):
    """What became of a good a till made: the office's good it stands for, empty for none."""

    item: str
    good: str
    who: str  # login of the owner; empty where the barcode told it
    at: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """Goods of one barcode that wait for a decision, the one made first in front."""

    goods: tuple[Proposed, ...]
    sold: int = 0  # thousandths, returns taken off
    amount: int = 0  # kopecks they brought

    @property
    def first(self) -> Proposed:
        """Whose id the good gets when it is accepted."""
        return self.goods[0]

    @property
    def codes(self) -> tuple[str, ...]:
        """The barcode as tills read it, each way once."""
        return tuple(dict.fromkeys(one.code for one in self.goods))


def same(code: str) -> str:
    """What is equal for all spellings of a number: UPC-A, EAN-13 and GTIN-14 are one good's."""
    written = (code, *spellings(code))
    whole = [one for one in written if len(one) == _WHOLE and one.isdigit()]
    return whole[0] if whole else code


def by_code(goods: Iterable[Proposed]) -> list[Proposal]:
    """One proposal for each barcode, in the order in which they were first made."""
    groups: dict[str, list[Proposed]] = {}
    for one in sorted(goods, key=lambda one: (one.at, one.item)):
        groups.setdefault(same(one.code), []).append(one)
    return [Proposal(tuple(group)) for group in groups.values()]
