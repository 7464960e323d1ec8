"""What a correction is made of, as it is typed, and which documents follow. No Qt here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from inventory.values.money import ZERO, Money
from pos.domain import typed
from pos.domain.correction import CorrectionCause, CorrectionRight
from pos.domain.views import SaleView
from pos.errors import BadInput
from pos.usecases.correct import LONGEST_REASON, Wish

DAYS = ("%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d")


@dataclass(frozen=True, slots=True)
class Made:
    """A document to be made: its words in `correct.toml`, and its sum."""

    words: str
    total: Money


@dataclass(slots=True)
class Mending:
    """The wizard's answers. Without `wrong` the open basket was never registered."""

    today: date
    scanned: Money = ZERO  # the open basket
    sale: SaleView | None = None  # the receipt in front of the list
    wrong: bool = True
    right: CorrectionRight = CorrectionRight.SAME
    cause: CorrectionCause = CorrectionCause.OWN
    is_itemised: bool = True  # FFD 1.1 and later
    texts: dict[str, str] = field(default_factory=dict)  # "day", "number", "reason", "card"

    @property
    def total(self) -> Money:
        """Of the receipt as it should have been."""
        if not self.wrong or self.right is CorrectionRight.BASKET:
            return self.scanned
        if self.right is CorrectionRight.NONE or self.sale is None:
            return ZERO
        return self.sale.total

    @property
    def card(self) -> Money:
        """Raises BadInput for what is no sum, or more than there is to pay."""
        text = self.texts.get("card", "").strip() if self.total else ""
        card = typed.money(text) if text else ZERO
        if card > self.total:
            raise BadInput("a card paid no more than the total")
        return card

    @property
    def day(self) -> date:
        """When it was settled. Raises BadInput for no day, or one to come."""
        text = self.texts.get("day", "").strip()
        day = next((found for form in DAYS if (found := _day(text, form))), None)
        if day is None or day > self.today:
            raise BadInput("not a day that has been")
        return day

    @property
    def documents(self) -> tuple[Made, ...]:
        """In the order they are made."""
        if not self.wrong:
            kind = "itemised" if self.is_itemised else "totals"
            return (Made(f"correct.sale_{kind}", self.total),)
        kind = "itemised" if self.is_itemised else "plain"
        undone = Made(f"correct.return_{kind}", self.sale.total if self.sale else ZERO)
        if self.right is CorrectionRight.NONE:
            return (undone,)
        return undone, Made(f"correct.sale_{kind}", self.total)

    @property
    def faults(self) -> dict[str, str]:
        """Words for each field that is not right yet."""
        asked: tuple[tuple[str, str, Callable[[], object]], ...] = (
            ("day", "correct.bad_day", lambda: self.day),
            ("card", "correct.bad_card", lambda: self.card),
            ("number", "correct.no_number", self._number),
            ("reason", "correct.no_reason", self._reason),
        )
        return {name: words for name, words, ask in asked if _fails(ask)}

    @property
    def possible(self) -> bool:
        """Whether there is anything to make it of."""
        if self.wrong and self.sale is None:
            return False
        needs_basket = not self.wrong or self.right is CorrectionRight.BASKET
        return bool(self.scanned) or not needs_basket

    @property
    def wish(self) -> Wish:
        """For the use-case; raises BadInput while something is not right."""
        return Wish(
            cause=self.cause,
            settled_on=self.day,
            reason=self._reason(),
            number=self._number(),
            sale=self.sale.sale if self.wrong and self.sale else "",
            right=self.right,
            card=self.card,
        )

    def _number(self) -> str:
        number = self.texts.get("number", "").strip()
        if not number and self.cause is CorrectionCause.ORDER:
            raise BadInput("an order has a number")
        return number

    def _reason(self) -> str:
        reason = " ".join(self.texts.get("reason", "").split())
        if not reason or len(reason) > LONGEST_REASON:
            raise BadInput("a reason in a line")
        return reason


def _day(text: str, form: str) -> date | None:
    try:
        return datetime.strptime(text, form).date()  # noqa: DTZ007 — a day, no moment
    except ValueError:
        return None


def _fails(ask: Callable[[], object]) -> bool:
    try:
        ask()
    except BadInput:
        return True
    return False
