"""The list of baskets put aside: opened, chosen from, and told of when one is taken up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QObject, Signal

from pos.domain.views import ParkedView, TillView
from pos.ui.kit.format import Format
from pos.ui.kit.trouble import Trouble
from pos.ui.kit.words import Words
from pos.ui.till.cashier import Cashier
from pos.ui.till.notices import sentences
from pos.ui.till.page import SellingPage


class Parking(QObject):
    """Emits `opened` and `closed` with the list, `told` with the words for the strip."""

    opened = Signal()
    closed = Signal()
    told = Signal(Trouble)

    def __init__(
        self,
        cashier: Cashier,
        page: SellingPage,
        words: Words,
        now: Callable[[], datetime],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._cashier, self._page, self._words, self._now = cashier, page, words, now
        self._form = Format(words)
        self._name = ""
        cashier.parked.connect(self._open)
        cashier.recalled.connect(self._recalled)
        page.parked.chosen.connect(self.take)

    @property
    def listing(self) -> bool:
        """Whether the list is open: digits choose from it."""
        return self._page.listing

    def toggle(self) -> None:
        """Open the list, or close it."""
        if self.listing:
            self.close()
        else:
            self._cashier.list_parked()

    def close(self) -> None:
        """Back to the empty basket."""
        if self.listing:
            self._page.show_parked(None)
            self.closed.emit()

    def choose(self, digit: str = "") -> None:
        """The basket of a number key, else the one in front."""
        shown = self._page.parked
        basket = shown.at(int(digit) - 1) if digit.isdecimal() else shown.current
        if basket is not None:
            self.take(basket)

    def take(self, basket: ParkedView) -> None:
        """Take one up."""
        self._name = basket.name
        self.close()
        self._cashier.recall(basket.basket)

    def _open(self, baskets: list[ParkedView]) -> None:
        if baskets and not self._cashier.view.basket.lines:
            self._page.show_parked(tuple(baskets))
            self.opened.emit()

    def _recalled(self, view: TillView) -> None:
        """Says since when its prices stand still: another price may be on the shelf by now."""
        begun = datetime.fromtimestamp(view.basket.begun_at / 1000, UTC)
        zone = view.shop.zone if view.shop else "UTC"
        name = self._words("till.quoted", name=self._name) if self._name else ""
        self.told.emit(
            sentences(
                self._words,
                "till.recalled",
                name=name,
                moment=self._form.moment(begun, zone),
                age=self._form.age(self._now() - begun),
            )
        )
