"""The use-cases of a real counter, as the screens call them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fiscal.usecases.probe import Probe
from inventory.values.money import Money
from inventory.values.quantity import Quantity
from pos.domain.later import ClaimView
from pos.domain.views import SaleView, TillView
from pos.usecases import cash, correct, edit, later, login, look, register, returns, sales, shift
from pos.usecases.correct import Wish
from pos.usecases.counter import Counter
from pos.usecases.later import Wish as LaterWish


class CounterActs:
    """Acts bound to one counter."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def view(self) -> TillView:
        """See pos.usecases.look."""
        return look.view(self._counter)

    def log_in(self, pin: str) -> TillView:
        """See pos.usecases.login."""
        return login.log_in(self._counter, pin)

    def log_out(self) -> TillView:
        """See pos.usecases.login."""
        return login.log_out(self._counter)

    def open_shift(self, fund: Money) -> TillView:
        """See pos.usecases.shift."""
        return shift.open_shift(self._counter, fund)

    def take_over_shift(self) -> TillView:
        """See pos.usecases.shift."""
        return shift.take_over(self._counter)

    def close_found_shift(self) -> TillView:
        """See pos.usecases.shift."""
        return shift.close_found(self._counter)

    def close_shift(self) -> TillView:
        """See pos.usecases.shift."""
        return shift.close_shift(self._counter)

    def x_report(self) -> TillView:
        """See pos.usecases.shift."""
        return shift.x_report(self._counter)

    def move_cash(self, direction: str, amount: Money, reason: str) -> TillView:
        """See pos.usecases.cash."""
        return cash.move_cash(self._counter, direction, amount, reason)

    def open_drawer(self, reason: str) -> TillView:
        """See pos.usecases.cash."""
        return cash.open_drawer(self._counter, reason)

    def recent_sales(self, text: str) -> list[SaleView]:
        """See pos.usecases.sales."""
        return sales.recent_sales(self._counter, text)

    def sale(self, sale: str) -> SaleView:
        """See pos.usecases.sales."""
        return sales.sale(self._counter, sale)

    def sale_by_number(self, text: str) -> SaleView:
        """See pos.usecases.returns."""
        return returns.sale_by_number(self._counter, text)

    def begin_return(self, sale: str, back: Mapping[int, Quantity], reason: str) -> TillView:
        """See pos.usecases.returns."""
        return returns.begin_return(self._counter, sale, back, reason)

    def print_copy(self, sale: str) -> None:
        """See pos.usecases.sales."""
        sales.print_copy(self._counter, sale)

    def begin_correction(self, wish: Wish) -> TillView:
        """See pos.usecases.correct."""
        return correct.begin(self._counter, wish)

    def claim(self, sale: str) -> ClaimView:
        """See pos.usecases.later."""
        return later.claim(self._counter, sale)

    def begin_later(self, wish: LaterWish) -> TillView:
        """See pos.usecases.later."""
        return later.begin(self._counter, wish)

    def print_memo(self) -> None:
        """See pos.usecases.correct."""
        correct.print_memo(self._counter)

    def register(self) -> Probe:
        """See pos.usecases.register."""
        return register.look_at(self._counter)

    def set_header(self, lines: Sequence[str]) -> Probe:
        """See pos.usecases.register."""
        return register.set_header(self._counter, lines)

    def set_clock(self) -> Probe:
        """See pos.usecases.register."""
        return register.set_clock(self._counter)

    def paperless(self) -> bool:
        """See pos.usecases.edit."""
        return edit.paperless(self._counter)

    def set_paperless(self, on: bool) -> None:
        """See pos.usecases.edit."""
        edit.set_paperless(self._counter, on)

    def print_trial(self) -> None:
        """See pos.usecases.register."""
        register.print_trial(self._counter)
