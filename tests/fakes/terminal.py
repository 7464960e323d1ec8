"""A card terminal in memory, with a ledger of what the bank approved."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from enum import Enum

from drivers.contracts.errors import Busy, CardDeclined, NoAnswer, NoLink
from drivers.contracts.terminal import (
    CardOperation,
    CardOrder,
    CardResult,
    Settlement,
    TerminalStatus,
)

Watch = Callable[[str], None]


class CardFault(Enum):
    """What the next `run` meets."""

    DECLINE = "decline"
    LOST_BEFORE = "lost before"  # nothing moved, no answer
    LOST_AFTER = "lost after"  # the money moved, no answer
    BUSY = "busy"  # at another order; nothing was begun


class MemoryTerminal:
    """`drivers.contracts.terminal.CardTerminal`. `offline` lets nothing through."""

    def __init__(self, watch: Watch = lambda _point: None) -> None:
        self.ledger: list[CardResult] = []
        self.faults: deque[CardFault] = deque()
        self.offline = False
        self.offline_after_fault = False
        self.ready = True
        self.watch = watch
        self._of: dict[str, str] = {}  # operation → the payment it gives back

    @property
    def balance(self) -> int:
        """Kopecks that stayed with the shop."""
        signs = {CardOperation.PAY: 1}
        return sum(signs.get(one.operation, -1) * one.amount for one in self.ledger)

    def status(self) -> TerminalStatus:
        """See the contract."""
        self._need_link()
        return TerminalStatus("memory", "1", ready=self.ready, emulated=True)

    def run(self, order: CardOrder) -> CardResult:
        """See the contract."""
        self.watch("before terminal.run")
        self._need_link()
        fault = self.faults.popleft() if self.faults else None
        self.offline = self.offline or (fault is not None and self.offline_after_fault)
        if fault is CardFault.DECLINE:
            raise CardDeclined("the bank said no", "51")
        if fault is CardFault.BUSY:
            raise Busy("at another order")
        if fault is CardFault.LOST_BEFORE:
            raise NoAnswer("no answer")
        result = self._approve(order)
        self.watch("after terminal.run")
        if fault is CardFault.LOST_AFTER:
            raise NoAnswer("no answer")
        return result

    def find(self, ref: str) -> CardResult | None:
        """See the contract."""
        self.watch("before terminal.find")
        self._need_link()
        last = self.ledger[-1] if self.ledger else None
        return last if last is not None and last.ref == ref else None

    def settle(self) -> Settlement:
        """See the contract."""
        self._need_link()
        paid = [one.amount for one in self.ledger if one.operation is CardOperation.PAY]
        back = [one.amount for one in self.ledger if one.operation is not CardOperation.PAY]
        return Settlement(len(self.ledger), sum(paid), sum(back))

    def operations(self) -> tuple[CardResult, ...]:
        """See the contract."""
        self._need_link()
        return tuple(self.ledger)

    def close(self) -> None:
        """See the contract."""

    def _need_link(self) -> None:
        if self.offline:
            raise NoLink("the cable is out")

    def _approve(self, order: CardOrder) -> CardResult:
        if any(one.ref == order.ref for one in self.ledger):
            raise AssertionError(f"the order {order.ref} was sent twice")
        by_card_alone = order.operation is CardOperation.REFUND and not order.of_rrn
        if order.operation is not CardOperation.PAY and not by_card_alone:
            self._need_money_back(order)
        rrn = f"{len(self.ledger) + 1:012}"
        made = CardResult(
            order.ref, order.operation, order.amount, rrn, "00A1", "•••• 4821", None, ("slip",)
        )
        self.ledger.append(made)
        self._of[rrn] = order.of_rrn
        return made

    def _need_money_back(self, order: CardOrder) -> None:
        """A bank gives back no more than was paid, and reverses only the whole of it."""
        paid = sum(
            one.amount
            for one in self.ledger
            if one.rrn == order.of_rrn and one.operation is CardOperation.PAY
        )
        back = sum(one.amount for one in self.ledger if self._of[one.rrn] == order.of_rrn)
        whole = order.amount == paid and not back
        if order.operation is CardOperation.REVERSAL and not whole:
            raise CardDeclined("only a whole payment is reversed", "12")
        if order.amount > paid - back:
            raise CardDeclined("more than was paid", "13")
