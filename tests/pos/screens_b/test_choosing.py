"""What comes back of a sale: never more than is left, to the tender that paid."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory.values.money import Money
from inventory.values.quantity import Quantity, Unit, pieces
from pos.errors import BadInput, ReturnTooLarge
from pos.ui.sales.choosing import Choosing
from tests.fakes.acts import sale_of, sold

MILK, APPLES = sold(1, "11001", 3000, 1000), sold(2, "13026", 1284)
GONE = sold(3, "20034", 1000, 1000)


def choosing(cash: int = 0) -> Choosing:
    return Choosing(sale_of("0148-0057", (MILK, APPLES, GONE), cash))


def test_digits_make_a_quantity_and_erasing_takes_them_back() -> None:
    chosen = choosing()
    assert chosen.press(MILK, "2")
    assert chosen.back == {1: pieces(2)}
    assert chosen.press(MILK, "")
    assert chosen.back == {}


def test_a_weight_may_have_three_places_and_no_fourth() -> None:
    chosen = choosing()
    for key in "0,5555":
        assert chosen.press(APPLES, key)
    assert chosen.back == {2: Quantity(555, Unit.KILOGRAM)}


def test_pieces_take_no_separator() -> None:
    assert not choosing().press(MILK, ",")


def test_other_keys_are_not_for_it() -> None:
    assert not choosing().press(MILK, "x")


def test_more_than_is_left_is_refused() -> None:
    chosen = choosing()
    chosen.press(MILK, "3")
    assert chosen.wrong
    assert chosen.amount(MILK) == Money(0)
    with pytest.raises(ReturnTooLarge):
        _ = chosen.back


def test_kopecks_that_were_not_paid_are_not_given_back() -> None:
    """The drawer tells the sum the register will: whole roubles were paid for them."""
    milk = replace(MILK, returned=pieces(0), price=Money(1779), amount=Money(5337))
    sale = sale_of("0148-0058", (milk,), 5300)
    sale = replace(sale, total=Money(5300), card=Money(0), returned=Money(0))
    chosen = Choosing(sale)
    chosen.press(milk, "1")
    assert (chosen.amount(milk), chosen.total) == (Money(1779), Money(1767))
    chosen.whole()
    assert (chosen.total, chosen.cash) == (Money(5300), Money(5300))


def test_a_lonely_separator_is_no_quantity() -> None:
    chosen = choosing()
    chosen.typed[2] = "0,"
    with pytest.raises(BadInput):
        _ = chosen.back


def test_everything_leaves_out_what_came_back_before() -> None:
    chosen = choosing()
    chosen.whole()
    assert chosen.back == {1: pieces(2), 2: Quantity(1284, Unit.KILOGRAM)}
    assert chosen.total == MILK.price.times(pieces(2)) + APPLES.amount


def test_starting_over_forgets_all() -> None:
    chosen = choosing()
    chosen.whole()
    chosen.nothing()
    assert chosen.back == {}


@given(st.lists(st.integers(-3, 3), max_size=20))
def test_more_and_less_stay_between_nothing_and_what_is_left(steps: list[int]) -> None:
    chosen = choosing()
    for step in steps:
        chosen.more(MILK, step)
        chosen.more(APPLES, step)
    for line in (MILK, APPLES):
        assert 0 <= chosen.quantity(line).thousandths <= line.remaining.thousandths


@given(st.integers(0, 100_000), st.integers(0, 2), st.integers(0, 1284))
def test_card_and_cash_make_the_whole_and_the_card_gets_no_more_than_it_paid(
    cash: int, milk: int, grams: int
) -> None:
    whole = sale_of("0148-0057", (MILK, APPLES, GONE)).total.kopecks
    chosen = choosing(min(cash, whole))
    chosen.typed = {1: str(milk), 2: f"{grams // 1000},{grams % 1000:03d}"}
    assert chosen.card + chosen.cash == chosen.total
    assert Money(0) <= chosen.card <= chosen.sale.card
    assert chosen.cash >= Money(0)


def test_a_sale_paid_in_cash_gives_nothing_to_a_card() -> None:
    sale = sale_of("0148-0057", (MILK, APPLES, GONE))
    chosen = choosing(sale.total.kopecks)
    chosen.whole()
    assert (chosen.card, chosen.cash) == (Money(0), chosen.total)
