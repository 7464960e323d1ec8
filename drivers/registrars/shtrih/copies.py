"""A document of the drive's archive as lines of plain paper.

The register has no command that prints a document by its number, so what the drive keeps of it
is read and printed as text; every such paper says that it is no fiscal document.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from drivers.contracts.ffd import tlv
from drivers.contracts.ffd.tags import Tag
from drivers.registrars.shtrih.drive_answers import Found
from drivers.registrars.shtrih.words import (
    MEASURES,
    OPERATIONS,
    RATES,
    TAX_LINES,
    TENDERS,
    TITLES,
    rub,
)

HEADING = ("КОПИЯ ДОКУМЕНТА ИЗ АРХИВА ФН", "НЕ ЯВЛЯЕТСЯ ФИСКАЛЬНЫМ ДОКУМЕНТОМ")


def lines(found: Found, content: bytes) -> tuple[str, ...]:
    """Heading, content, footing; `content` is empty where the drive has only the frame."""
    tags: Mapping[str, Any] = tlv.tree(content)
    return (*HEADING, *_head(found), *_items(tags), *_sums(found, tags), *_foot(found, tags))


def _head(found: Found) -> Iterator[str]:
    yield TITLES.get(found.kind, f"ДОКУМЕНТ {found.kind}")
    if found.operation:
        yield OPERATIONS.get(found.operation, "")


def _items(tags: Mapping[str, Any]) -> Iterator[str]:
    for item in _several(tags, Tag.ITEM):
        yield str(_of(item, Tag.ITEM_NAME, ""))
        count, measure = _of(item, Tag.QUANTITY, ""), MEASURES.get(_of(item, Tag.MEASURE, 0), "")
        price, amount = _of(item, Tag.PRICE, 0), _of(item, Tag.AMOUNT, 0)
        rate = RATES.get(_of(item, Tag.VAT_RATE, 0), "")
        yield f"  {count} {measure} x {rub(price)} ={rub(amount)} {rate}".rstrip()


def _sums(found: Found, tags: Mapping[str, Any]) -> Iterator[str]:
    if found.operation:
        yield f"ИТОГ ={rub(found.total)}"
    for tag, name in (TENDERS | TAX_LINES).items():
        if kopecks := _of(tags, tag, 0):
            yield f"{name} ={rub(kopecks)}"
    for each in _several(_of(tags, Tag.VAT_SUMS, {}), Tag.VAT_SUM_ENTRY):
        rate = RATES.get(_of(each, Tag.VAT_RATE, 0), "")
        yield f"СУММА {rate} ={rub(_of(each, Tag.VAT_SUM, 0))}"


def _foot(found: Found, tags: Mapping[str, Any]) -> Iterator[str]:
    shift, number = _of(tags, Tag.SHIFT, found.shift), _of(tags, Tag.RECEIPT_NUMBER, 0)
    if shift:
        yield f"СМЕНА {shift}" + (f" ЧЕК {number}" if number else "")
    for tag, name in ((Tag.CASHIER, "КАССИР"), (Tag.CONTACT, "ЭЛ.АДР.ПОКУПАТЕЛЯ")):
        if value := _of(tags, tag, ""):
            yield f"{name} {value}"
    at = f"{found.at:%d.%m.%Y %H:%M} " if found.at else ""
    yield f"{at}ФД {found.fd} ФП {found.sign:010d}"


def _of(tags: Mapping[str, Any], tag: Tag, default: Any) -> Any:
    return tags.get(str(int(tag)), default)


def _several(tags: Mapping[str, Any], tag: Tag) -> list[Mapping[str, Any]]:
    return list(_of(tags, tag, []))
