"""VAT rates (НДС) by the codes of tag 1199."""

from __future__ import annotations

from enum import IntEnum

from inventory.values.money import Money, half_up


class VatRate(IntEnum):
    """Tag 1199. The basic rate is 22 % from 2026-01-01; a return keeps the rate of its sale."""

    VAT_20 = 1
    VAT_10 = 2
    VAT_20_120 = 3
    VAT_10_110 = 4
    VAT_0 = 5
    NONE = 6
    VAT_5 = 7
    VAT_7 = 8
    VAT_5_105 = 9
    VAT_7_107 = 10
    VAT_22 = 11
    VAT_22_122 = 12

    @property
    def percent(self) -> int:
        """Whole per cent of the price without tax."""
        return _PERCENT[self]

    def tax_in(self, amount: Money) -> Money:
        """The tax inside an amount that includes it, half up to the kopeck."""
        rate = self.percent
        return Money(half_up(amount.kopecks * rate, 100 + rate))


_PERCENT = {
    VatRate.VAT_20: 20,
    VatRate.VAT_10: 10,
    VatRate.VAT_20_120: 20,
    VatRate.VAT_10_110: 10,
    VatRate.VAT_0: 0,
    VatRate.NONE: 0,
    VatRate.VAT_5: 5,
    VatRate.VAT_7: 7,
    VatRate.VAT_5_105: 5,
    VatRate.VAT_7_107: 7,
    VatRate.VAT_22: 22,
    VatRate.VAT_22_122: 22,
}
