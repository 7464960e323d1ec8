"""The office, as far as the journal goes, with a watch on its answers."""

from __future__ import annotations

from collections.abc import Callable

from sync.messages.wire import Head, Place, Row, SealRow
from sync.usecases.ports import OfficeJournal


class WatchedOffice:
    """The same; `answered` is called before each answer is used, and may raise instead."""

    def __init__(self, office: OfficeJournal, answered: Callable[[], None]) -> None:
        self._office = office
        self._answered = answered

    def head(self) -> Head:
        """The last row it holds of this till."""
        head = self._office.head()
        self._answered()
        return head

    def push(self, rows: list[Row], seals: list[SealRow]) -> Head:
        """Hand over rows in order, with the seals among them; the head behind them."""
        head = self._office.push(rows, seals)
        self._answered()
        return head

    def known(self, places: list[Place]) -> Head:
        """The last of those places that it holds; epoch 0 for none."""
        head = self._office.known(places)
        self._answered()
        return head
