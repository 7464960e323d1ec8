"""Which tags a document has, by version: the tables of the formats as data.

A row: the tag, what FFD 1.05, 1.1 and 1.2 want of it, and who tells it. Wants are M must,
C must where its condition holds (conditions.py, else where there is something to tell), O may,
- not in this version. The text of the order of 1.2 was not at hand: rows of 1.2 follow the makers'
notes, and what is unsure there may be left out.
"""

from __future__ import annotations

from typing import NamedTuple

from drivers.contracts.ffd.tags import Tag
from fiscal.domain.ffd.document import CORRECTION, RECEIPT
from fiscal.domain.ffd.version import Ffd

TILL, REGISTER = "till", "register"
VERSIONS = (Ffd.V1_05, Ffd.V1_1, Ffd.V1_2)


class TagRow(NamedTuple):
    """A tag of a table."""

    tag: int
    wants: str
    told_by: str = TILL


class TagTable(NamedTuple):
    """A table for one version: tags that must be, those a register adds, those that may be."""

    musts: tuple[int, ...]
    added: tuple[int, ...]
    may: frozenset[int]


_REGISTERS = (
    TagRow(Tag.FFD, "MMM", REGISTER),
    TagRow(Tag.AT, "MMM", REGISTER),
    TagRow(Tag.USER_INN, "MMM", REGISTER),
    TagRow(Tag.USER, "OOO", REGISTER),
    TagRow(Tag.RNM, "MMM", REGISTER),
    TagRow(Tag.FN, "MMM", REGISTER),
    TagRow(Tag.FD, "MMM", REGISTER),
    TagRow(Tag.SIGN, "MMM", REGISTER),
    TagRow(Tag.SHIFT, "MMM", REGISTER),
    TagRow(Tag.RECEIPT_NUMBER, "MMM", REGISTER),
    TagRow(Tag.ADDRESS, "OOO", REGISTER),
    TagRow(Tag.PLACE, "OOO", REGISTER),
    TagRow(Tag.TAX_SITE, "OOO", REGISTER),
    TagRow(Tag.SENDER, "OOO", REGISTER),
    TagRow(1013, "OOO", REGISTER),
    TagRow(1036, "OOO", REGISTER),
    TagRow(1078, "OOO", REGISTER),
    TagRow(1084, "OOO"),
    TagRow(1108, "OOO", REGISTER),
    TagRow(2107, "--O", REGISTER),
    TagRow(2112, "--O", REGISTER),
    TagRow(2113, "--O", REGISTER),
)
_SETTLEMENT = (
    TagRow(Tag.OPERATION, "MMM"),
    TagRow(Tag.TAX_SYSTEM, "MMM"),
    TagRow(Tag.CASHIER, "MMM"),
    TagRow(Tag.CASHIER_INN, "OOO"),
    TagRow(Tag.TOTAL, "MMM"),
    TagRow(Tag.CASH, "MMM"),
    TagRow(Tag.ELECTRONIC, "MMM"),
    TagRow(Tag.PREPAID, "MMM"),
    TagRow(Tag.CREDIT, "MMM"),
    TagRow(Tag.PROVISION, "MMM"),
    TagRow(Tag.VAT_20, "CCC"),
    TagRow(Tag.VAT_10, "CCC"),
    TagRow(Tag.TURNOVER_0, "CCC"),
    TagRow(Tag.TURNOVER_NONE, "CCC"),
    TagRow(Tag.VAT_20_120, "CCC"),
    TagRow(Tag.VAT_10_110, "CCC"),
    TagRow(Tag.VAT_SUMS, "CCC"),
    TagRow(Tag.AGENT_KINDS, "CCO"),
    TagRow(Tag.NOTE, "OOO"),
    TagRow(1261, "--O"),
    TagRow(1270, "--O"),
)
_RECEIPT = (
    *_SETTLEMENT,
    TagRow(Tag.CONTACT, "CCC"),
    TagRow(Tag.BUYER_NAME, "CC-"),
    TagRow(Tag.BUYER_INN, "CC-"),
    TagRow(Tag.BUYER, "--C"),
    TagRow(Tag.ITEM, "MMM"),
    *_REGISTERS,
)
# FFD 1.05 corrects by totals: no lines, no buyer, nobody to send it to.
_CORRECTION = (
    *_SETTLEMENT,
    TagRow(Tag.CORRECTION_CAUSE, "MMM"),
    TagRow(Tag.CORRECTION_GROUND, "MMM"),
    TagRow(Tag.CONTACT, "-CC"),
    TagRow(Tag.BUYER_NAME, "-C-"),
    TagRow(Tag.BUYER_INN, "-C-"),
    TagRow(Tag.BUYER, "--C"),
    TagRow(Tag.ITEM, "-MM"),
    *_REGISTERS,
)
_ITEM = (
    TagRow(Tag.METHOD, "MMM"),
    TagRow(Tag.SUBJECT, "MMM"),
    TagRow(Tag.ITEM_NAME, "MMM"),
    TagRow(Tag.PRICE, "MMM"),
    TagRow(Tag.QUANTITY, "MMM"),
    TagRow(Tag.UNIT, "OO-"),
    TagRow(Tag.MEASURE, "--M"),
    TagRow(Tag.AMOUNT, "MMM"),
    TagRow(Tag.VAT_RATE, "MMM"),
    TagRow(Tag.ITEM_VAT, "OOO"),
    TagRow(1198, "OOO"),
    TagRow(Tag.AGENT_KIND, "OOO"),
    TagRow(Tag.AGENT, "OOO"),
    TagRow(Tag.SUPPLIER, "OOO"),
    TagRow(Tag.SUPPLIER_INN, "CCC"),
    TagRow(Tag.ITEM_CODE_1_05, "CC-"),
    TagRow(Tag.ITEM_CODE, "--C"),
    TagRow(1191, "OOO"),
    TagRow(1229, "OOO"),
    TagRow(1230, "OOO"),
    TagRow(1231, "OOO"),
    TagRow(1260, "O-O"),
    TagRow(1291, "--O"),
    TagRow(Tag.CODE_MODE, "--O", REGISTER),
    TagRow(Tag.CODE_VERDICT, "--O", REGISTER),
    TagRow(Tag.CODE_CONTROL, "--O", REGISTER),
)
_GROUND = (
    TagRow(Tag.GROUND_NAME, "O--"),
    TagRow(Tag.GROUND_DAY, "MMM"),
    TagRow(Tag.GROUND_NUMBER, "CCC"),
)
_BUYER = (
    TagRow(Tag.BUYER_NAME, "--M"),
    TagRow(Tag.BUYER_INN, "--C"),
    *(TagRow(tag, "--O") for tag in (1243, 1244, 1245, 1246, 1254)),
)


def _table(rows: tuple[TagRow, ...], place: int) -> TagTable:
    here = [row for row in rows if row.wants[place] != "-"]
    musts = [row for row in here if row.wants[place] == "M"]
    return TagTable(
        musts=tuple(row.tag for row in musts if row.told_by == TILL),
        added=tuple(row.tag for row in musts if row.told_by == REGISTER),
        may=frozenset(row.tag for row in here),
    )


def _tables(rows: tuple[TagRow, ...]) -> dict[Ffd, TagTable]:
    return {version: _table(rows, place) for place, version in enumerate(VERSIONS)}


DOCUMENTS = {RECEIPT: _tables(_RECEIPT), CORRECTION: _tables(_CORRECTION)}
ITEMS = _tables(_ITEM)
# Nested tags of a document with tables of their own.
INSIDE = {Tag.CORRECTION_GROUND: _tables(_GROUND), Tag.BUYER: _tables(_BUYER)}
ROWS = {"receipt": _RECEIPT, "correction": _CORRECTION, "item": _ITEM}
