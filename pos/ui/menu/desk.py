"""What the screens beside the selling page work with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from fiscal.usecases.probe import Probe
from inventory.values.money import Money
from inventory.values.quantity import Quantity
from pos.domain.later import ClaimView
from pos.domain.views import SaleView, TillView
from pos.ui.kit.format import Format
from pos.ui.kit.theme import Theme
from pos.ui.kit.words import Words
from pos.usecases.correct import Wish
from pos.usecases.later import Wish as LaterWish

Answer = TypeVar("Answer")


class Runs(Protocol):
    """A lane, as the screens see it."""

    def run(
        self,
        call: Callable[[], Answer],
        *,
        done: Callable[[Answer], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Queue a call; the answer comes home to `done` or `failed`."""


class Acts(Protocol):
    """The use-cases of one counter. All raise SaleError leaves, with nothing changed."""

    def view(self) -> TillView:
        """Quick lane: how things stand."""

    def log_in(self, pin: str) -> TillView:
        """Quick lane; raises WrongPin, TooManyTries."""

    def log_out(self) -> TillView:
        """Quick lane."""

    def open_shift(self, fund: Money) -> TillView:
        """Errand lane; raises ShiftFound and DeviceError leaves as well."""

    def take_over_shift(self) -> TillView:
        """Errand lane: the shift that the register has open; raises DeviceError leaves as well."""

    def close_found_shift(self) -> TillView:
        """Errand lane: the same and Z at once; raises DeviceError leaves as well."""

    def close_shift(self) -> TillView:
        """Errand lane; raises DeviceError leaves as well."""

    def x_report(self) -> TillView:
        """Errand lane; raises DeviceError leaves as well."""

    def move_cash(self, direction: str, amount: Money, reason: str) -> TillView:
        """Errand lane, "in" or "out"; raises DeviceError leaves as well."""

    def open_drawer(self, reason: str) -> TillView:
        """Errand lane; raises DeviceError leaves as well."""

    def recent_sales(self, text: str) -> list[SaleView]:
        """Quick lane: the last ones, or those that fit the text."""

    def sale(self, sale: str) -> SaleView:
        """Quick lane: one sale with its lines; raises SaleUnknown."""

    def sale_by_number(self, text: str) -> SaleView:
        """Quick lane: the same by number, FD number or QR string; raises SaleUnknown."""

    def begin_return(self, sale: str, back: Mapping[int, Quantity], reason: str) -> TillView:
        """Quick lane: commits the intent; the window then carries it out."""

    def print_copy(self, sale: str) -> None:
        """Errand lane; raises DeviceError leaves as well."""

    def begin_correction(self, wish: Wish) -> TillView:
        """Errand lane: commits the intent; the window then carries it out."""

    def claim(self, sale: str) -> ClaimView:
        """Quick lane: what a receipt leaves open; raises NothingOwed."""

    def begin_later(self, wish: LaterWish) -> TillView:
        """Errand lane: commits the intent; the window then carries it out."""

    def print_memo(self) -> None:
        """Errand lane: that of the last correction; raises DeviceError leaves as well."""

    def register(self) -> Probe:
        """Errand lane: what the register is and how it is; raises DeviceError leaves."""

    def set_header(self, lines: Sequence[str]) -> Probe:
        """Errand lane: other lines above each receipt; raises DeviceError leaves as well."""

    def set_clock(self) -> Probe:
        """Errand lane: the till's time for the register; raises DeviceError leaves as well."""

    def paperless(self) -> bool:
        """Quick lane: whether a receipt that is sent is not printed."""

    def set_paperless(self, on: bool) -> None:
        """Quick lane; raises NotAllowed."""

    def print_trial(self) -> None:
        """Errand lane; raises DeviceError leaves as well."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Lanes, words and look, handed to every screen."""

    acts: Acts
    lane: Runs
    errand: Runs
    words: Words
    theme: Theme

    @property
    def format(self) -> Format:
        """Numbers and moments in the language of the words."""
        return Format(self.words)
