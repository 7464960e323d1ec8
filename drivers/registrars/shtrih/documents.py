"""A document's tags, read back from the drive, as the values the program keeps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from drivers.contracts.errors import BadFrame
from drivers.contracts.ffd import tlv
from drivers.contracts.ffd.tags import Tag
from drivers.contracts.registrar import DocumentKind, DocumentMade, FoundDocument
from drivers.registrars.shtrih.answers import Registered
from drivers.registrars.shtrih.drive_answers import Found
from drivers.registrars.shtrih.vat import RECEIPT_TAGS

_VAT_CODES = {int(tag): code for code, tag in RECEIPT_TAGS.items()}
# Forms of strict accounting (БСО) are receipts under another name.
_SAME = {4: DocumentKind.RECEIPT, 41: DocumentKind.CORRECTION}


@dataclass(frozen=True, slots=True)
class Content:
    """What is of use in a document's TLV; None where the tag is not there."""

    at: datetime | None = None
    shift: int = 0
    number: int = 0
    cash: int | None = None
    electronic: int | None = None
    lines: int | None = None
    vat: dict[int, int] = field(default_factory=dict)


def content(entries: Iterable[tuple[int, bytes]]) -> Content:
    """Pick shift, number, tenders, count of items and sums of VAT out of a receipt."""
    entries = list(entries)
    values = dict(entries)
    return Content(
        at=tlv.to_moment(values[Tag.AT]) if Tag.AT in values else None,
        shift=tlv.to_int(values.get(Tag.SHIFT, b"")),
        number=tlv.to_int(values.get(Tag.RECEIPT_NUMBER, b"")),
        cash=_optional(values, Tag.CASH),
        electronic=_optional(values, Tag.ELECTRONIC),
        # A correction by totals (FFD 1.05) has none: they cannot be counted.
        lines=sum(tag == Tag.ITEM for tag, _ in entries) or None,
        vat=_vat(entries),
    )


def made(
    receipt: Registered, total: int, read: Content, kind: DocumentKind = DocumentKind.RECEIPT
) -> DocumentMade:
    """A receipt just registered."""
    return DocumentMade(
        kind=kind,
        fd=receipt.fd,
        sign=receipt.sign,
        at=receipt.at or read.at,
        shift=read.shift,
        number=read.number,
        total=total,
        vat=read.vat,
    )


def found(document: Found, read: Content | None) -> FoundDocument:
    """A document of the archive; `read` is None where the drive kept no content of it."""
    read = read or Content()
    return FoundDocument(
        kind=kind_of(document.kind),
        fd=document.fd,
        sign=document.sign,
        at=read.at or document.at,
        operation=document.operation,
        total=document.total,
        shift=document.shift or read.shift,
        number=read.number,
        cash=read.cash,
        electronic=read.electronic,
        lines=read.lines,
        vat=read.vat,
    )


def kind_of(number: int) -> DocumentKind:
    """By the number of the kind; `BadFrame` for one that is not known."""
    try:
        return _SAME.get(number) or DocumentKind(number)
    except ValueError:
        raise BadFrame(f"a document of unknown kind {number}") from None


def _optional(values: dict[int, bytes], tag: Tag) -> int | None:
    return tlv.to_int(values[tag]) if tag in values else None


def _vat(entries: Iterable[tuple[int, bytes]]) -> dict[int, int]:
    """Kopecks by code of tag 1199; for 0 % and "no VAT" the turnover, as the tags have it."""
    sums: dict[int, int] = {}
    for tag, value in entries:
        if tag in _VAT_CODES:
            sums[_VAT_CODES[tag]] = tlv.to_int(value)
        elif tag == Tag.VAT_SUMS:
            sums.update(_nested_sum(each) for _, each in tlv.split(value))
    # 1104 = 0 is sent along with 1115 where nothing was sold at 0 %; it says nothing.
    return {code: kopecks for code, kopecks in sums.items() if kopecks}


def _nested_sum(value: bytes) -> tuple[int, int]:
    parts = dict(tlv.split(value))
    return tlv.to_int(parts.get(Tag.VAT_RATE, b"")), tlv.to_int(parts.get(Tag.VAT_SUM, b""))
