"""Goods by weight, with scales at the till."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pos.domain.weighing import Pan, PanState, Reading
from pos.errors import WeightNeeded
from pos.usecases import look, scan
from tests.fakes.catalogue import CHEESE
from tests.fakes.till import Shop

CODE, PIECES = "104", "4600000000015"


@pytest.fixture
def pan(shop: Shop) -> Pan:
    """The till's scales; time stands still."""
    made = Pan(lambda: 0.0)
    shop.counter = replace(shop.counter, pan=made)
    shop.begin_day()
    return made


def needed(shop: Shop) -> str:
    """What stands in the way of selling cheese now."""
    with pytest.raises(WeightNeeded) as refused:
        scan.scan(shop.counter, CODE, scanned=True)
    return refused.value.pan


def test_what_lies_on_the_scales_is_sold_at_once(shop: Shop, pan: Pan) -> None:
    pan.hear(Reading(744, is_stable=True))
    (line,) = scan.scan(shop.counter, CODE, scanned=True).basket.lines
    assert (line.quantity.thousandths, line.quantity.unit) == (744, CHEESE.unit)


def test_a_good_chosen_by_hand_is_weighed_too(shop: Shop, pan: Pan) -> None:
    pan.hear(Reading(310, is_stable=True))
    (line,) = scan.add_item(shop.counter, CHEESE.item).basket.lines
    assert line.quantity.thousandths == 310


@pytest.mark.parametrize(
    ("reading", "state"),
    [
        (Reading(0, is_stable=True), PanState.EMPTY),
        (Reading(744, is_stable=False), PanState.MOVING),
        (Reading(0, is_stable=False, is_overloaded=True), PanState.OVERLOADED),
    ],
)
def test_no_weight_that_may_not_be_sold_enters_a_line(
    shop: Shop, pan: Pan, reading: Reading, state: PanState
) -> None:
    pan.hear(reading)
    assert needed(shop) == state.value
    assert look.view(shop.counter).basket.lines == ()


def test_what_was_sold_cannot_be_sold_again(shop: Shop, pan: Pan) -> None:
    pan.hear(Reading(744, is_stable=True))
    scan.scan(shop.counter, CODE, scanned=True)
    assert needed(shop) == PanState.TAKEN.value
    pan.hear(Reading(0, is_stable=True))
    pan.hear(Reading(310, is_stable=True))
    second = scan.scan(shop.counter, CODE, scanned=True).basket.lines[1]
    assert second.quantity.thousandths == 310


def test_goods_by_the_piece_leave_the_scales_alone(shop: Shop, pan: Pan) -> None:
    pan.hear(Reading(744, is_stable=True))
    scan.scan(shop.counter, PIECES, scanned=True)
    assert pan.view().state is PanState.READY


def test_a_typed_weight_needs_no_scales(shop: Shop, pan: Pan) -> None:
    pan.hear(Reading(744, is_stable=True))
    (line,) = scan.scan(shop.counter, f"0,5*{CODE}", scanned=False).basket.lines
    assert line.quantity.thousandths == 500
    assert pan.view().state is PanState.READY


def test_without_scales_a_weight_is_asked_for(shop: Shop) -> None:
    shop.begin_day()
    assert needed(shop) == PanState.NONE.value
