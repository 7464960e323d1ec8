"""VAT as the register computes it in its tax mode 0."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from drivers.contracts.ffd import tlv
from drivers.contracts.ffd.tags import Tag
from drivers.registrars.shtrih.vat import PERCENT, RECEIPT_TAGS, TURNOVER_CODES


def tax_in(amount: int, code: int) -> int:
    """The tax inside an amount that includes it, kopecks, half up."""
    rate = PERCENT[code]
    return (2 * amount * rate + 100 + rate) // (2 * (100 + rate))


def sums(items: Iterable[tuple[int, int]], by_total: bool) -> dict[int, int]:
    """Kopecks by code out of (code, amount) of each item.

    Line by line and added up, or of the total of each rate: registers differ, so it is a
    setting. For 0 % and "no VAT" the turnover.
    """
    turnover: dict[int, int] = {}
    added: dict[int, int] = {}
    for code, amount in items:
        turnover[code] = turnover.get(code, 0) + amount
        added[code] = added.get(code, 0) + tax_in(amount, code)
    return {code: _sum(code, turnover[code], added[code], by_total) for code in sorted(turnover)}


def _sum(code: int, turnover: int, added: int, by_total: bool) -> int:
    if code in TURNOVER_CODES:
        return turnover
    return tax_in(turnover, code) if by_total else added


def tags(by_code: Mapping[int, int]) -> list[bytes]:
    """Sums of a receipt as tags: flat ones where a rate has one, 1115 for all the others."""
    flat = [
        tlv.amount(RECEIPT_TAGS[code], kopecks)
        for code, kopecks in by_code.items()
        if code in RECEIPT_TAGS
    ]
    entries = [
        tlv.nested(
            Tag.VAT_SUM_ENTRY, [tlv.number(Tag.VAT_RATE, code), tlv.amount(Tag.VAT_SUM, kopecks)]
        )
        for code, kopecks in by_code.items()
        if code not in RECEIPT_TAGS
    ]
    return [*flat, tlv.nested(Tag.VAT_SUMS, entries)] if entries else flat
