"""What a receipt is paid with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from drivers.contracts.ffd import tlv
from drivers.contracts.ffd.tags import Tag
from drivers.registrars.shtrih.emulator.failures import Failure, Why


@dataclass(frozen=True, slots=True)
class Tenders:
    """Kopecks: cash, the twelve cashless types, prepaid, credit, counter-provision."""

    cash: int
    cashless: tuple[int, ...]
    prepaid: int = 0
    credit: int = 0
    provision: int = 0

    @classmethod
    def of_v2(cls, payments: Sequence[int]) -> Tenders:
        """The sixteen payments of FF45h."""
        return cls(payments[0], tuple(payments[1:13]), *payments[13:16])

    @classmethod
    def of_legacy(cls, payments: Sequence[int]) -> Tenders:
        """The four payments of 85h."""
        return cls(payments[0], tuple(payments[1:4]))

    @property
    def electronic(self) -> int:
        """Tag 1081: all cashless types together."""
        return sum(self.cashless)

    def change(self, total: int) -> int:
        """What goes back to the customer; `Failure` where the tenders do not cover the total."""
        not_cash = self.electronic + self.prepaid + self.credit + self.provision
        if total < 0:
            raise Failure(Why.BAD_PARAMETERS)
        if not_cash > total:
            raise Failure(Why.CASHLESS_EXCEEDS)
        if self.cash + not_cash < total:
            raise Failure(Why.PAID_TOO_LITTLE)
        return self.cash + not_cash - total

    def keeping(self, cash: int) -> Tenders:
        """The same with so much cash."""
        return replace(self, cash=cash)

    def tags(self) -> list[bytes]:
        """1031, 1081, 1215…1217."""
        return [
            tlv.amount(Tag.CASH, self.cash),
            tlv.amount(Tag.ELECTRONIC, self.electronic),
            tlv.amount(Tag.PREPAID, self.prepaid),
            tlv.amount(Tag.CREDIT, self.credit),
            tlv.amount(Tag.PROVISION, self.provision),
        ]
