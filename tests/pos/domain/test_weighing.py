"""Which weight may be sold."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pos.domain.weighing import EMPTY, FRESH_S, Pan, PanState, Reading

BANANAS = Reading(744, is_stable=True)
NOTHING = Reading(0, is_stable=True)


class Clock:
    """Seconds by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_weight_at_rest_is_ready() -> None:
    pan = Pan(Clock())
    assert pan.hear(BANANAS).state is PanState.READY
    assert pan.view().grams == 744


def test_scales_that_were_never_heard_are_none() -> None:
    assert Pan(Clock()).view().state is PanState.NONE


def test_an_old_weight_is_no_weight() -> None:
    clock = Clock()
    pan = Pan(clock)
    pan.hear(BANANAS)
    clock.now = FRESH_S + 0.01
    assert pan.view().state is PanState.SILENT
    assert pan.view().grams == 0


def test_what_was_sold_is_not_sold_again_however_it_moves() -> None:
    pan = Pan(Clock())
    pan.hear(BANANAS)
    pan.take()
    assert pan.view().state is PanState.TAKEN
    pan.hear(Reading(900, is_stable=False))
    assert pan.hear(Reading(1044, is_stable=True)).state is PanState.TAKEN


def test_after_an_empty_pan_the_next_customer_is_weighed() -> None:
    pan = Pan(Clock())
    pan.hear(BANANAS)
    pan.take()
    assert pan.hear(NOTHING).state is PanState.EMPTY
    assert pan.hear(Reading(300, is_stable=True)).state is PanState.READY


def test_silence_is_no_empty_pan() -> None:
    """A wire that was pulled and put back: the goods of the last customer may still lie there."""
    clock = Clock()
    pan = Pan(clock)
    pan.hear(BANANAS)
    pan.take()
    clock.now = 60.0
    assert pan.hear(BANANAS).state is PanState.TAKEN


def test_what_moves_bears_too_much_or_too_little_is_not_sold() -> None:
    pan = Pan(Clock())
    assert pan.hear(Reading(744, is_stable=False)).state is PanState.MOVING
    assert pan.hear(Reading(0, is_stable=False, is_overloaded=True)).state is PanState.OVERLOADED
    assert pan.hear(Reading(-120, is_stable=True)).state is PanState.EMPTY


@given(st.lists(st.tuples(st.integers(-50, 20_000), st.booleans(), st.booleans()), max_size=30))
def test_no_two_sales_without_an_empty_pan_between(told: list[tuple[int, bool, bool]]) -> None:
    pan, is_clear = Pan(Clock()), True
    for grams, is_stable, is_overloaded in told:
        is_clear |= grams <= EMPTY and not is_overloaded
        if pan.hear(Reading(grams, is_stable, is_overloaded)).state is PanState.READY:
            assert is_clear
            assert is_stable
            pan.take()
            is_clear = False
