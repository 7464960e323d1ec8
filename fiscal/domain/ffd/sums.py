"""Arithmetic of a document, kopecks: lines, total, tenders, VAT (приказ о форматах: 1020, 1043)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from drivers.contracts.ffd.codec import Entry, Fixed, Value
from drivers.contracts.ffd.tags import Tag
from fiscal.domain.ffd import vat
from fiscal.domain.ffd.fault import Fault, Reason
from inventory.values.money import half_up

TENDERS = (Tag.CASH, Tag.ELECTRONIC, Tag.PREPAID, Tag.CREDIT, Tag.PROVISION)
ROUBLE = 100


@dataclass(slots=True)
class Line:
    """An item of a document with its number, from 1."""

    number: int
    entries: tuple[Entry, ...]
    tags: dict[int, Value] = field(init=False)

    def __post_init__(self) -> None:
        self.tags = dict(self.entries)

    @property
    def name(self) -> str:
        """1030, for people."""
        return str(self.tags.get(Tag.ITEM_NAME, ""))

    def whole(self, tag: int) -> int:
        """A whole number, 0 where the tag is not there."""
        return whole(self.tags, tag)


def whole(tags: dict[int, Value], tag: int) -> int:
    """A whole number, 0 where the tag is not there."""
    found = tags.get(tag, 0)
    return found if isinstance(found, int) else 0


def of_line(line: Line) -> Iterator[Fault]:
    """1043 is 1079 × 1023, or a kopeck beside it; a quantity is more than nothing."""
    quantity = line.tags.get(Tag.QUANTITY)
    if not isinstance(quantity, Fixed):
        return
    if quantity.mantissa <= 0:
        yield Fault(Tag.QUANTITY, Reason.VALUE, line.number, line.name, found="0")
        return
    exact = half_up(line.whole(Tag.PRICE) * quantity.mantissa, 10**quantity.digits)
    told = line.whole(Tag.AMOUNT)
    if abs(told - exact) > 1:
        yield Fault(Tag.AMOUNT, Reason.PRODUCT, line.number, line.name, str(exact), str(told))


def of_document(tags: dict[int, Value], lines: list[Line]) -> Iterator[Fault]:
    """Total, tenders and sums of VAT; those of a correction without lines have nothing to meet."""
    total = whole(tags, Tag.TOTAL)
    paid = sum([whole(tags, tag) for tag in TENDERS])
    if paid != total:
        yield Fault(Tag.TOTAL, Reason.TENDERS, wanted=str(total), found=str(paid))
    if not lines:
        return
    gross = sum([line.whole(Tag.AMOUNT) for line in lines])
    # Kopecks may be dropped in the customer's favour, roubles may not.
    if not gross - gross % ROUBLE <= total <= gross:
        yield Fault(Tag.TOTAL, Reason.TOTAL, wanted=str(gross), found=str(total))
    yield from _vat(tags, lines)


def _vat(tags: dict[int, Value], lines: list[Line]) -> Iterator[Fault]:
    """The sums of each rate follow the lines or their total: registers differ."""
    told = _told(tags)
    pairs = [(line.whole(Tag.VAT_RATE), line.whole(Tag.AMOUNT)) for line in lines]
    if vat.agrees(pairs, told):
        return
    wanted = vat.sums(pairs)
    for code in sorted(wanted.keys() | told.keys()):
        if wanted.get(code, 0) != told.get(code, 0):
            tag = vat.FLAT_TAGS.get(code, Tag.VAT_SUMS)
            yield Fault(tag, Reason.VAT, 0, "", str(wanted.get(code, 0)), str(told.get(code, 0)))


def _told(tags: dict[int, Value]) -> dict[int, int]:
    found = {code: whole(tags, tag) for code, tag in vat.FLAT_TAGS.items() if tag in tags}
    nested = tags.get(Tag.VAT_SUMS, ())
    for entry in nested if isinstance(nested, tuple) else ():
        if isinstance(entry, Entry) and isinstance(entry.value, tuple):
            rate = dict(one for one in entry.value if isinstance(one, Entry))
            found[whole(rate, Tag.VAT_RATE)] = whole(rate, Tag.VAT_SUM)
    return found
