"""Money and goods at different times (1214): paid in advance, given on credit, settled later."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from inventory.values.money import ZERO, Money
from inventory.values.vat import VatRate


class LaterKind(Enum):
    """What a receipt does about it."""

    PREPAID = "prepaid"  # money for these goods, which come later: 1214 is 1, of a part 2
    ADVANCE = "advance"  # money for goods nobody has named yet: 3
    CREDIT = "credit"  # goods now, money later: 6, with a part paid 5
    SETTLED = "settled"  # goods for money that came before: 4 with 1215
    REPAID = "repaid"  # money for goods that were given before: 7


@dataclass(frozen=True, slots=True)
class Later:
    """As it goes with its deal."""

    kind: LaterKind
    of_sale: str = ""  # the first receipt, of SETTLED and REPAID
    of_number: str = ""
    basket: str = ""  # what it was made of, put aside until the receipt is there


@dataclass(frozen=True, slots=True)
class ClaimView:
    """What a first receipt leaves open: money of the customer's, or his debt."""

    sale: str
    number: str
    is_debt: bool
    amount: Money = ZERO
    settled: Money = ZERO

    @property
    def left(self) -> Money:
        """Not settled yet."""
        return self.amount - self.settled


_CALCULATED = {
    VatRate.VAT_20: VatRate.VAT_20_120,
    VatRate.VAT_10: VatRate.VAT_10_110,
    VatRate.VAT_5: VatRate.VAT_5_105,
    VatRate.VAT_7: VatRate.VAT_7_107,
    VatRate.VAT_22: VatRate.VAT_22_122,
}
_PLAIN = {calculated: plain for plain, calculated in _CALCULATED.items()}


def calculated(vat: VatRate) -> VatRate:
    """The rate of money in advance (расчётная ставка)."""
    return _CALCULATED.get(vat, vat)


def plain(vat: VatRate) -> VatRate:
    """The rate of the goods again."""
    return _PLAIN.get(vat, vat)
