"""Values that a tag may have, by version."""

from __future__ import annotations

from collections.abc import Container

from drivers.contracts.ffd.tags import Tag
from fiscal.domain.ffd.document import CORRECTION
from fiscal.domain.ffd.units import MEASURES
from fiscal.domain.ffd.version import Ffd

PAYMENT = 10  # 1212
MARKED = frozenset({31, 33})  # 1212: with a code
UNMARKED = frozenset({30, 32})  # 1212: a marked good whose code cannot be read
ADVANCE, PAYS_CREDIT = 3, 7  # 1214
BEFORE_GOODS = frozenset({1, 2, 3})  # 1214: prepayments and the advance
ON_CREDIT = frozenset({5, 6})  # 1214: partly or wholly
TAX_SYSTEMS = 0x3F  # bits of 1055 and 1062
_ONE_BIT = frozenset({1, 2, 4, 8, 16, 32})

# The order of 1.05 ends at 13; 14 to 26 came with 1.1, the marked ones with 1.2.
SUBJECTS: dict[Ffd, frozenset[int]] = {
    Ffd.V1_05: frozenset(range(1, 14)),
    Ffd.V1_1: frozenset(range(1, 27)),
    Ffd.V1_2: frozenset(range(1, 28)) | MARKED | UNMARKED,
}
OF_ITEM: dict[int, Container[int]] = {
    Tag.METHOD: range(1, 8),
    Tag.VAT_RATE: range(1, 13),
    Tag.MEASURE: MEASURES,
    Tag.AGENT_KIND: range(1, 128),
}
OF_DOCUMENT: dict[int, Container[int]] = {
    Tag.CORRECTION_CAUSE: (0, 1),
    Tag.AGENT_KINDS: range(1, 128),
}


def operations(kind: int, ffd: Ffd) -> Container[int]:
    """1054: a correction of FFD 1.05 is of a sale or a purchase, never of a return."""
    return (1, 3) if kind == CORRECTION and ffd is Ffd.V1_05 else range(1, 5)


def is_one_tax_system(bits: int) -> bool:
    """Whether 1055 names exactly one system."""
    return bits in _ONE_BIT
