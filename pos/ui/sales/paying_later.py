"""What a receipt in advance or on credit is made of, as it is typed. No Qt here."""

from __future__ import annotations

from dataclasses import dataclass, field

from inventory.values.money import ZERO, Money
from pos.domain import typed
from pos.domain.later import ClaimView, LaterKind
from pos.errors import BadInput
from pos.usecases.later import Wish


@dataclass(slots=True)
class PayingLater:
    """The page's answers; `scanned` is the open basket, `claim` of the receipt in front."""

    scanned: Money = ZERO
    claim: ClaimView | None = None
    kind: LaterKind = LaterKind.PREPAID
    texts: dict[str, str] = field(default_factory=dict)  # "amount", "card"

    @property
    def kinds(self) -> frozenset[LaterKind]:
        """Those that can be made now."""
        able = {LaterKind.ADVANCE}
        if self.scanned:
            able |= {LaterKind.PREPAID, LaterKind.CREDIT}
        if self.claim is not None:
            able.add(LaterKind.REPAID if self.claim.is_debt else LaterKind.SETTLED)
        return frozenset(able)

    @property
    def asks_amount(self) -> bool:
        """A settlement takes what is left; the rest is paid now."""
        return self.kind is not LaterKind.SETTLED

    @property
    def amount(self) -> Money:
        """As typed; nothing is nothing. Raises BadInput."""
        text = self.texts.get("amount", "").strip() if self.asks_amount else ""
        amount = typed.money(text) if text else ZERO
        needed = self.kind is LaterKind.ADVANCE
        if (needed and not amount) or amount > self._most:
            raise BadInput("no such sum can be paid now")
        return amount

    @property
    def now(self) -> Money:
        """What is paid now. Raises BadInput."""
        amount, left = self.amount, self.claim.left if self.claim else ZERO
        match self.kind:
            case LaterKind.PREPAID:
                return amount or self.scanned
            case LaterKind.REPAID:
                return amount or left
            case LaterKind.SETTLED:
                return max(ZERO, self.scanned - left)
            case _:
                return amount

    @property
    def later(self) -> Money:
        """What stays open behind it, or is taken from what came before."""
        left = self.claim.left if self.claim else ZERO
        match self.kind:
            case LaterKind.CREDIT:
                return self.scanned - self.now
            case LaterKind.SETTLED:
                return min(left, self.scanned) if self.scanned else left
            case LaterKind.REPAID:
                return left - self.now
            case _:
                return self.now

    @property
    def card(self) -> Money:
        """Of what is paid now. Raises BadInput."""
        text = self.texts.get("card", "").strip()
        card = typed.money(text) if text else ZERO
        if card > self.now:
            raise BadInput("a card pays no more than is paid now")
        return card

    @property
    def fault(self) -> str:
        """The field that is not right yet, or nothing."""
        for name in ("amount", "card"):
            try:
                getattr(self, name)
            except BadInput:
                return name
        return ""

    @property
    def wish(self) -> Wish:
        """For the use-case. Raises BadInput."""
        settles = self.kind in (LaterKind.SETTLED, LaterKind.REPAID)
        sale = self.claim.sale if self.claim and settles else ""
        return Wish(self.kind, self.amount, self.card, sale)

    @property
    def _most(self) -> Money:
        if self.kind is LaterKind.REPAID:
            return self.claim.left if self.claim else ZERO
        if self.kind is LaterKind.ADVANCE:
            return Money(99_999_999_00)
        # Of a credit something is left to pay.
        return self.scanned - Money(1) if self.kind is LaterKind.CREDIT else self.scanned
