"""Sums of VAT of a receipt, by rate: of each line, or of the total of a rate."""

from __future__ import annotations

from collections.abc import Iterable

from drivers.contracts.ffd.tags import Tag
from inventory.values.money import half_up
from inventory.values.vat import VatRate

# 1199 → flat tag of a receipt. Of 0 % and "no VAT" it holds the turnover, not a tax; the sums of
# all other rates travel in 1115 (STLV of 1119 {1199, 1120}).
FLAT_TAGS: dict[int, Tag] = {
    VatRate.VAT_20: Tag.VAT_20,
    VatRate.VAT_10: Tag.VAT_10,
    VatRate.VAT_20_120: Tag.VAT_20_120,
    VatRate.VAT_10_110: Tag.VAT_10_110,
    VatRate.VAT_0: Tag.TURNOVER_0,
    VatRate.NONE: Tag.TURNOVER_NONE,
}
TURNOVERS: frozenset[int] = frozenset({VatRate.VAT_0, VatRate.NONE})
CALCULATED: frozenset[int] = frozenset(
    {
        VatRate.VAT_20_120,
        VatRate.VAT_10_110,
        VatRate.VAT_5_105,
        VatRate.VAT_7_107,
        VatRate.VAT_22_122,
    }
)
_PERCENT = {int(rate): rate.percent for rate in VatRate}


def tax(code: int, kopecks: int) -> int:
    """The sum of a rate inside an amount, kopecks: for 0 % and none the turnover itself.

    0 for a code that no version of the formats has.
    """
    if code in TURNOVERS:
        return kopecks
    percent = _PERCENT.get(code, 0)
    return half_up(kopecks * percent, 100 + percent)


def sums(lines: Iterable[tuple[int, int]], *, by_total: bool = False) -> dict[int, int]:
    """Kopecks by code of 1199 for pairs of code and amount; either way, as registers differ."""
    found: dict[int, int] = {}
    for code, amount in lines:
        found[code] = found.get(code, 0) + (amount if by_total else tax(code, amount))
    return {code: tax(code, kopecks) for code, kopecks in found.items()} if by_total else found


def agrees(lines: Iterable[tuple[int, int]], told: dict[int, int]) -> bool:
    """Whether sums read back from a drive follow one of the two rules, zeros left aside."""
    lines, wanted = list(lines), {code: kopecks for code, kopecks in told.items() if kopecks}
    return any(
        {code: kopecks for code, kopecks in sums(lines, by_total=way).items() if kopecks} == wanted
        for way in (False, True)
    )
