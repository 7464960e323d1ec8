"""Several receipts of one customer, one after the other: what is printed stays."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from inventory.values.money import Money, total
from pos.domain.basket import Basket, BasketLine, BasketState
from pos.domain.division import Portion
from pos.errors import StillSettling


class PortionState(Enum):
    """How far a portion has come.

    REFUSED was charged to a card and not registered; OPEN moved nothing, its turn may come again.
    """

    WAITING = "waiting"
    PAYING = "paying"
    PRINTED = "printed"
    REFUSED = "refused"
    OPEN = "open"
    GIVEN_UP = "given_up"


MOVES = {
    PortionState.WAITING: {PortionState.PAYING, PortionState.GIVEN_UP},
    PortionState.PAYING: {PortionState.PRINTED, PortionState.REFUSED, PortionState.OPEN},
    # Tried again, or the card got its money back.
    PortionState.REFUSED: {PortionState.PAYING, PortionState.OPEN},
    PortionState.OPEN: {PortionState.PAYING, PortionState.GIVEN_UP},
    PortionState.PRINTED: set[PortionState](),
    PortionState.GIVEN_UP: set[PortionState](),
}
_UNSETTLED = frozenset({PortionState.PAYING, PortionState.REFUSED})
_LEFT = frozenset({PortionState.WAITING, PortionState.OPEN})


@dataclass(frozen=True, slots=True)
class Round:
    """The portions of a basket and where each stands. A changed round is a new one."""

    portions: tuple[Portion, ...]
    states: tuple[PortionState, ...]

    @property
    def turn(self) -> int | None:
        """Whose turn it is: the one that is being settled, else the first that is left."""
        for wanted in (_UNSETTLED, _LEFT):
            for at, state in enumerate(self.states):
                if state in wanted:
                    return at
        return None

    @property
    def is_over(self) -> bool:
        """Whether each is printed or given up."""
        return self.turn is None

    @property
    def printed(self) -> tuple[Portion, ...]:
        """What the customer has receipts for."""
        return self._with(PortionState.PRINTED)

    @property
    def charged(self) -> tuple[Portion, ...]:
        """Cards with money on them that no receipt stands for: to be tried again or reversed."""
        return self._with(PortionState.REFUSED)

    @property
    def cash_kept(self) -> Money:
        """Cash that the printed receipts stand for; all else that was handed over goes back."""
        return total(portion.cash for portion in self.printed)

    def moved(self, at: int, to: PortionState) -> Round:
        """Change the state of a portion; one is under way at a time. Raises StillSettling."""
        now = self.states[at]
        busy = any(state in _UNSETTLED for place, state in enumerate(self.states) if place != at)
        if to not in MOVES[now] or (to is PortionState.PAYING and busy):
            raise StillSettling(f"a {now.value} portion cannot become {to.value}")
        return replace(self, states=(*self.states[:at], to, *self.states[at + 1 :]))

    def stopped(self) -> Round:
        """Give up what is left; nothing may hang on a device. Raises StillSettling.

        The printed receipts stay: goods that come back from them are a return.
        """
        if any(state in _UNSETTLED for state in self.states):
            raise StillSettling("a portion is still being settled")
        states = tuple(PortionState.GIVEN_UP if state in _LEFT else state for state in self.states)
        return replace(self, states=states)

    def change(self, handed_over: Money) -> Money:
        """What goes back to the customer of that much cash, once the round is over."""
        return handed_over - self.cash_kept

    def rest(self, basket: Basket) -> Basket:
        """What is not printed as one open basket, to be offered again, cash or card anew.

        Prices are those of the portions, with every discount inside; `basket` gives the rest.
        """
        left = [
            portion
            for portion, state in zip(self.portions, self.states, strict=True)
            if state in _LEFT or state is PortionState.GIVEN_UP
        ]
        lines = _numbered([line for portion in left for line in portion.basket.lines])
        return replace(
            basket,
            lines=lines,
            state=BasketState.OPEN,
            discount=0,
            next_line=len(lines) + 1,
        )

    def _with(self, wanted: PortionState) -> tuple[Portion, ...]:
        return tuple(
            portion
            for portion, state in zip(self.portions, self.states, strict=True)
            if state is wanted
        )


def begun(portions: tuple[Portion, ...]) -> Round:
    """All of them wait."""
    return Round(portions, (PortionState.WAITING,) * len(portions))


def _numbered(lines: list[BasketLine]) -> tuple[BasketLine, ...]:
    return tuple(replace(line, line=number) for number, line in enumerate(lines, 1))
