"""Documents as the register tells them: just made, and read out of the drive's archive."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from drivers.contracts.errors import BadFrame
from drivers.contracts.ffd import tlv
from drivers.contracts.ffd.tags import Tag
from drivers.contracts.registrar import DocumentKind, DocumentMade, FoundDocument
from drivers.registrars.atol import words
from drivers.registrars.atol.fields import Fields

# Flat tags of VAT → code of 1199. At 0 % and without VAT they hold the turnover; the sums of all
# other rates travel in 1115.
VAT_TAGS: Mapping[int, int] = {
    Tag.VAT_20: 1,
    Tag.VAT_10: 2,
    Tag.VAT_20_120: 3,
    Tag.VAT_10_110: 4,
    Tag.TURNOVER_0: 5,
    Tag.TURNOVER_NONE: 6,
}
_OPERATIONS = {word: int(operation) for operation, word in words.OPERATIONS.items()}


@dataclass(frozen=True, slots=True)
class Content:
    """What is of use in a document; None where it does not tell."""

    fd: int = 0
    sign: int = 0
    at: datetime | None = None
    shift: int = 0
    number: int = 0
    operation: int = 0
    total: int = 0
    cash: int | None = None
    electronic: int | None = None
    lines: int | None = None
    vat: dict[int, int] = field(default_factory=dict)


def made(kind: DocumentKind, told: Fields) -> DocumentMade:
    """A document just registered, by its `fiscalParams`."""
    return DocumentMade(
        kind=kind,
        fd=told.number("fiscalDocumentNumber"),
        sign=told.number("fiscalDocumentSign"),
        at=told.moment("fiscalDocumentDateTime"),
        shift=told.number("shiftNumber"),
        number=told.number("fiscalReceiptNumber"),
        total=told.kopecks("total"),
    )


def found(fd: int, told: Fields) -> FoundDocument:
    """A document of the archive: its TLV where the drive still has it, else the tags told."""
    short = told.inside("documentTLV")
    read = _content(told, short)
    return FoundDocument(
        kind=(told if told.has(_TYPE) else short).word(_TYPE, words.DOCUMENTS),
        fd=read.fd or fd,
        sign=read.sign,
        at=read.at,
        operation=read.operation,
        total=read.total,
        shift=read.shift,
        number=read.number,
        cash=read.cash,
        electronic=read.electronic,
        lines=read.lines,
        vat=read.vat,
    )


_TYPE = "fiscalDocumentType"


def _content(told: Fields, short: Fields) -> Content:
    raw = told.text("rawData")
    if not raw:
        return _of_json(short)
    try:
        data = b64decode(raw, validate=True)
    except ValueError:
        raise BadFrame(f"rawData is not base64: {raw[:40]!r}") from None
    return _of_tlv(list(tlv.split(data)))


def _of_tlv(entries: list[tuple[int, bytes]]) -> Content:
    values = dict(entries)
    return Content(
        fd=tlv.to_int(values.get(Tag.FD, b"")),
        sign=tlv.to_sign(values.get(Tag.SIGN, b"")),
        at=tlv.to_moment(values[Tag.AT]) if Tag.AT in values else None,
        shift=tlv.to_int(values.get(Tag.SHIFT, b"")),
        number=tlv.to_int(values.get(Tag.RECEIPT_NUMBER, b"")),
        operation=tlv.to_int(values.get(Tag.OPERATION, b"")),
        total=tlv.to_int(values.get(Tag.TOTAL, b"")),
        cash=_optional(values, Tag.CASH),
        electronic=_optional(values, Tag.ELECTRONIC),
        lines=sum(tag == Tag.ITEM for tag, _ in entries),
        vat=_vat(entries),
    )


def _of_json(short: Fields) -> Content:
    """Tags by their numbers as text; sums are rubles. Items and VAT are left to the TLV."""
    return Content(
        fd=short.number("1040"),
        sign=short.number("1077"),
        at=short.moment("1012"),
        shift=short.number("1038"),
        number=short.number("1042"),
        operation=_operation(short),
        total=short.kopecks("1020"),
        cash=short.kopecks("1031") if short.has("1031") else None,
        electronic=short.kopecks("1081") if short.has("1081") else None,
    )


def _operation(short: Fields) -> int:
    """1054, which is told as a number or as the word of a task."""
    if isinstance(short.raw.get("1054"), str) and not short.text("1054").isdigit():
        return short.word("1054", _OPERATIONS)
    return short.number("1054")


def _optional(values: Mapping[int, bytes], tag: Tag) -> int | None:
    return tlv.to_int(values[tag]) if tag in values else None


def _vat(entries: Iterable[tuple[int, bytes]]) -> dict[int, int]:
    sums: dict[int, int] = {}
    for tag, value in entries:
        if tag in VAT_TAGS:
            sums[VAT_TAGS[tag]] = tlv.to_int(value)
        elif tag == Tag.VAT_SUMS:
            sums.update(_entry(each) for _, each in tlv.split(value))
    # 1104 = 0 is sent along with 1115 where nothing was sold at 0 %; it says nothing.
    return {code: kopecks for code, kopecks in sums.items() if kopecks}


def _entry(value: bytes) -> tuple[int, int]:
    parts = dict(tlv.split(value))
    return tlv.to_int(parts.get(Tag.VAT_RATE, b"")), tlv.to_int(parts.get(Tag.VAT_SUM, b""))
