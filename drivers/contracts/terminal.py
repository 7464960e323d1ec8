"""The card terminal (банковский терминал) as the program sees it.

An answer that got lost is never guessed: `NoAnswer` means unknown, and `find` is asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol, runtime_checkable


class CardOperation(Enum):
    """What a terminal does with money."""

    PAY = "pay"
    REFUND = "refund"
    REVERSAL = "reversal"


@dataclass(frozen=True, slots=True)
class CardOrder:
    """One operation. `ref` is ours, unique, and printed into the terminal's ledger."""

    ref: str
    operation: CardOperation
    amount: int  # kopecks
    of_rrn: str = ""  # bank's number of the payment that is refunded or reversed


@dataclass(frozen=True, slots=True)
class CardResult:
    """An approved operation."""

    ref: str
    operation: CardOperation
    amount: int  # kopecks
    rrn: str  # bank's retrieval reference number
    auth_code: str
    card: str  # masked, "•••• 4821"
    at: datetime | None
    slip: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TerminalStatus:
    """Readiness of the terminal."""

    model: str
    serial: str
    ready: bool
    emulated: bool = False


@dataclass(frozen=True, slots=True)
class Settlement:
    """The bank's total of a day (сверка итогов), kopecks; approved operations only."""

    count: int
    paid: int
    refunded: int


class CardTerminal(Protocol):
    """A card terminal; calls block for as long as the customer takes."""

    def status(self) -> TerminalStatus:
        """A question."""

    def run(self, order: CardOrder) -> CardResult:
        """Move the money. `CardDeclined` means none moved; `NoAnswer`, `NoLink` mean unknown.

        `Busy` means that the terminal is at another order, perhaps this very one after a lost
        answer: nothing new was begun, and `find` tells the fate once it is free again.
        """

    def find(self, ref: str) -> CardResult | None:
        """The last operation if it is that one and was approved, else None. A question.

        `Busy` while an operation is under way: its fate is not decided yet, ask again.
        """

    def settle(self) -> Settlement:
        """Close the terminal's day and give the bank's totals."""

    def close(self) -> None:
        """Give the port back."""


@runtime_checkable
class CardJournal(Protocol):
    """A terminal that can also list what it has approved (контрольная лента)."""

    def operations(self) -> tuple[CardResult, ...]:
        """All approved operations it remembers, oldest first, without slips. A question."""
