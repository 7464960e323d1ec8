"""The basket: what adds up to one line, what is a line of its own, and one gate of states."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from inventory.values.money import Money
from inventory.values.quantity import Quantity, Unit, pieces
from inventory.values.vat import VatRate
from pos.domain.basket import MOVES, Basket, BasketState
from pos.errors import BasketBusy, DiscountImpossible, LineUnknown, QuantityImpossible
from tests.fakes.catalogue import BREAD, CHEESE, MILK

Change = Callable[[], Basket]
EMPTY = Basket("basket")
CODE = "010460043993125621JgXJ5.T\x1d8005112000"


def test_the_same_good_adds_to_the_last_line_only() -> None:
    basket = EMPTY.add(MILK, pieces(1), "1").add(MILK, pieces(2), "1")
    assert [line.quantity for line in basket.lines] == [pieces(3)]
    basket = basket.add(BREAD, pieces(1), "2").add(MILK, pieces(1), "1")
    assert [line.line for line in basket.lines] == [1, 2, 3]


def test_each_weighing_is_a_line_of_its_own() -> None:
    weight = Quantity(284, Unit.KILOGRAM)
    assert len(EMPTY.add(CHEESE, weight, "3").add(CHEESE, weight, "3").lines) == 2


@pytest.mark.parametrize(
    "changed",
    [
        replace(MILK, price=Money(1)),
        replace(MILK, vat=VatRate.NONE),
        replace(MILK, name="Молоко"),
        replace(MILK, subject=3),
    ],
)
def test_a_good_that_changed_since_the_scan_is_a_new_line(changed: object) -> None:
    basket = EMPTY.add(MILK, pieces(1), "1")
    assert len(basket.add(changed, pieces(1), "1").lines) == 2  # type: ignore[arg-type]


def test_a_line_with_a_price_or_discount_of_its_own_takes_no_more() -> None:
    basket = EMPTY.add(MILK, pieces(1), "1")
    for special in (basket.with_price(1, Money(9000)), basket.with_line_discount(1, 500)):
        assert len(special.add(MILK, pieces(1), "1").lines) == 2


def test_a_good_in_no_catalogue_never_adds_to_a_line() -> None:
    nameless = replace(MILK, item="")
    assert len(EMPTY.add(nameless, pieces(1), "").add(nameless, pieces(1), "").lines) == 2


def test_a_marked_good_is_a_line_per_code() -> None:
    basket = EMPTY.add(MILK, pieces(1), "1", CODE).add(MILK, pieces(1), "1", CODE + "2")
    basket = basket.add(MILK, pieces(1), "1")
    assert [line.item_codes for line in basket.lines] == [(CODE,), (CODE + "2",), ()]


def test_one_code_is_one_item() -> None:
    basket = EMPTY.add(MILK, pieces(1), "1", CODE)
    again: list[Change] = [
        lambda: basket.add(MILK, pieces(1), "1", CODE),
        lambda: basket.add(MILK, pieces(2), "1", CODE + "2"),
        lambda: basket.with_quantity(1, pieces(2)),
    ]
    for refused in again:
        with pytest.raises(QuantityImpossible):
            refused()


def test_line_numbers_are_never_used_twice() -> None:
    basket = EMPTY.add(MILK, pieces(1), "1").add(BREAD, pieces(1), "2").without(2)
    assert basket.add(BREAD, pieces(1), "2").lines[-1].line == 3


@pytest.mark.parametrize("thousandths", [0, -1000, 1500, 1_000_000_000])
def test_an_impossible_quantity_is_refused(thousandths: int) -> None:
    basket = EMPTY.add(MILK, pieces(1), "1")
    with pytest.raises(QuantityImpossible):
        basket.add(MILK, Quantity(thousandths), "1")
    with pytest.raises(QuantityImpossible):
        basket.with_quantity(1, Quantity(thousandths))


def test_quantities_that_add_up_to_too_much_are_refused() -> None:
    basket = EMPTY.add(MILK, pieces(999_999), "1")
    with pytest.raises(QuantityImpossible):
        basket.add(MILK, pieces(1), "1")


def test_an_impossible_price_or_discount_is_refused() -> None:
    basket = EMPTY.add(MILK, pieces(1), "1")
    with pytest.raises(DiscountImpossible):
        basket.with_price(1, Money(0))
    for hundredths in (-1, 10_000):
        with pytest.raises(DiscountImpossible):
            basket.with_discount(hundredths)
        with pytest.raises(DiscountImpossible):
            basket.with_line_discount(1, hundredths)


def test_a_line_that_is_not_there_is_refused() -> None:
    with pytest.raises(LineUnknown):
        EMPTY.add(MILK, pieces(1), "1").without(2)


@pytest.mark.parametrize("state", [s for s in BasketState if s is not BasketState.OPEN])
def test_only_an_open_basket_changes(state: BasketState) -> None:
    basket = replace(EMPTY.add(MILK, pieces(1), "1"), state=state)
    changes: list[Change] = [
        lambda: basket.add(BREAD, pieces(1), "2"),
        lambda: basket.with_quantity(1, pieces(2)),
        lambda: basket.with_price(1, Money(1)),
        lambda: basket.with_line_discount(1, 1),
        lambda: basket.with_discount(1),
        lambda: basket.without(1),
    ]
    for change in changes:
        with pytest.raises(BasketBusy):
            change()


@pytest.mark.parametrize("state", list(BasketState))
def test_states_change_through_one_gate(state: BasketState) -> None:
    basket = replace(EMPTY, state=state)
    for to in BasketState:
        if to in MOVES[state]:
            assert basket.moved(to).state is to
        else:
            with pytest.raises(BasketBusy):
                basket.moved(to)


def test_nothing_leaves_a_settled_basket() -> None:
    assert MOVES[BasketState.CLOSED] == MOVES[BasketState.CANCELLED] == set()


def test_what_was_saved_is_all_discounts_together() -> None:
    basket = EMPTY.add(MILK, pieces(2), "1").with_line_discount(1, 1000).with_discount(1000)
    assert (basket.before_discount, basket.total) == (Money(17_082), Money(15_374))
    assert basket.saved == Money(18_980 - 15_374)
