"""Several receipts of one customer: one fails in the middle, and no kopeck is lost."""

from __future__ import annotations

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from inventory.values.money import Money, total
from inventory.values.quantity import Quantity
from pos.domain.basket import Basket, BasketState
from pos.domain.division import divided
from pos.domain.round import PortionState, Round, begun
from pos.domain.views import Plan
from pos.errors import StillSettling
from tests.pos.domain.test_division import line, named, seller_of

ONE = Quantity(1000)
THREE = Basket(
    "b",
    (
        line(1, "bread", 5_000, ONE),
        line(2, "bun", 3_333, ONE),
        line(3, "milk", 9_490, ONE),
        line(4, "roll", 1_999, Quantity(2000)),
    ),
    discount=700,
)
HANDED = Money(100_000)


IN_CASH = Plan(received=HANDED)


def started(plan: Plan = IN_CASH) -> Round:
    """Three sellers, nothing printed yet."""
    return begun(divided(THREE, seller_of, plan, named=named))


def printed(round_: Round, *places: int) -> Round:
    """Those are paid and printed."""
    for at in places:
        round_ = round_.moved(at, PortionState.PAYING).moved(at, PortionState.PRINTED)
    return round_


def test_all_printed_gives_the_change_of_the_whole() -> None:
    over = printed(started(), 0, 1, 2)
    assert over.is_over
    assert over.change(HANDED) == HANDED - THREE.total
    assert over.rest(THREE).lines == ()


def test_what_is_printed_stays_when_the_next_one_fails() -> None:
    failed = printed(started(), 0).moved(1, PortionState.PAYING).moved(1, PortionState.OPEN)
    assert failed.turn == 1
    assert [one.seller for one in failed.printed] == [failed.portions[0].seller]
    stopped = failed.stopped()
    assert stopped.is_over
    assert stopped.change(HANDED) == HANDED - failed.portions[0].cash


def test_the_rest_is_offered_again_for_what_it_cost() -> None:
    failed = printed(started(), 0).moved(1, PortionState.PAYING).moved(1, PortionState.OPEN)
    rest = failed.rest(THREE)
    assert rest.state is BasketState.OPEN
    assert rest.total + failed.portions[0].basket.total == THREE.total
    assert [one.line for one in rest.lines] == list(range(1, len(rest.lines) + 1))
    again = begun(divided(rest, seller_of, Plan(), named=named))
    assert total(one.due for one in again.portions) == rest.total


def test_a_card_charged_for_a_refused_receipt_is_not_given_up() -> None:
    paid = started(Plan(card=THREE.total))
    refused = printed(paid, 0).moved(1, PortionState.PAYING).moved(1, PortionState.REFUSED)
    assert refused.charged == (refused.portions[1],)
    with pytest.raises(StillSettling):
        refused.stopped()
    reversed_ = refused.moved(1, PortionState.OPEN).stopped()
    assert reversed_.charged == ()
    assert reversed_.is_over


def test_one_portion_is_paid_at_a_time() -> None:
    paying = started().moved(0, PortionState.PAYING)
    with pytest.raises(StillSettling):
        paying.moved(1, PortionState.PAYING)


@pytest.mark.parametrize("to", list(PortionState))
def test_a_printed_portion_changes_no_more(to: PortionState) -> None:
    with pytest.raises(StillSettling):
        printed(started(), 0).moved(0, to)


class Day(RuleBasedStateMachine):
    """Registers and terminals fail as they like; each kopeck is accounted for at each step."""

    round: Round

    @initialize(card=st.booleans())
    def begin(self, card: bool) -> None:
        self.round = started(Plan(card=THREE.total) if card else IN_CASH)

    @precondition(lambda self: not self.round.is_over)
    @rule(to=st.sampled_from(list(PortionState)))
    def step(self, to: PortionState) -> None:
        at = self.round.turn
        assert at is not None
        try:
            self.round = self.round.moved(at, to)
        except StillSettling:
            return

    @rule()
    def stop(self) -> None:
        try:
            self.round = self.round.stopped()
        except StillSettling:
            assert not self.round.is_over

    @invariant()
    def goods_are_printed_left_or_under_way(self) -> None:
        under_way = [
            portion.basket.total
            for portion, state in zip(self.round.portions, self.round.states, strict=True)
            if state in (PortionState.PAYING, PortionState.REFUSED)
        ]
        printed_ = total(one.basket.total for one in self.round.printed)
        assert printed_ + self.round.rest(THREE).total + total(under_way) == THREE.total

    @invariant()
    def one_at_most_is_under_way(self) -> None:
        busy = (PortionState.PAYING, PortionState.REFUSED)
        assert sum(state in busy for state in self.round.states) <= 1


TestDay = Day.TestCase
TestDay.settings = settings(max_examples=40, stateful_step_count=25)
