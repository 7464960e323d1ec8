"""A label of the shop's scales: what it says is what is paid."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from inventory.codes.weight import Embedded, Kind
from inventory.domain.catalogue import Item
from inventory.values.money import Money
from inventory.values.quantity import Quantity, Unit
from inventory.values.vat import VatRate
from pos.domain.label import bought
from pos.errors import QuantityImpossible

CHEESE = Item("cheese", "104", "Сыр", Unit.KILOGRAM, VatRate.VAT_10, Money(79_900))
EGGS = Item("eggs", "7", "Яйцо", Unit.PIECE, VatRate.VAT_10, Money(1_290))
SAFFRON = Item("saffron", "8", "Шафран", Unit.GRAM, VatRate.VAT_10, Money(50_000))


def test_a_weight_is_sold_in_the_good_s_own_unit() -> None:
    said = Embedded("104", Kind.WEIGHT, 1284)
    assert bought(CHEESE, said) == (CHEESE, Quantity(1284, Unit.KILOGRAM))
    assert bought(SAFFRON, said) == (SAFFRON, Quantity(1_284_000, Unit.GRAM))


def test_a_count_is_sold_in_pieces() -> None:
    assert bought(EGGS, Embedded("7", Kind.PIECES, 12_000)) == (EGGS, Quantity(12_000))


def test_a_piece_costs_what_its_label_says() -> None:
    item, quantity = bought(EGGS, Embedded("7", Kind.PRICE, 99_500))
    assert (item.price, quantity) == (Money(9_950), Quantity(1000))


def test_a_sum_becomes_the_weight_it_buys() -> None:
    """123,45 at 799,00 a kilogram: 155 g would come to 123,85."""
    item, quantity = bought(CHEESE, Embedded("104", Kind.PRICE, 123_450))
    assert quantity == Quantity(155, Unit.KILOGRAM)
    assert item.price == Money(79_645)
    assert item.price.times(quantity) == Money(12_345)


@given(st.integers(1, 99_999), st.integers(3_000, 300_000))
@example(26_938, 3_000)  # no price of nine kilograms within fifty grams comes to this sum
@example(99_037, 3_000)
def test_the_sum_on_the_label_is_paid_to_the_kopeck(amount: int, price: int) -> None:
    good = Item("x", "1", "x", Unit.KILOGRAM, VatRate.VAT_10, Money(price))
    item, quantity = bought(good, Embedded("1", Kind.PRICE, amount * 10))
    assert item.price.times(quantity) == Money(amount)
    weight = amount * 1000 / price
    assert abs(quantity.thousandths - weight) <= 1 + weight * 7 / 1000


@pytest.mark.parametrize(
    ("item", "kind", "value"),
    [
        (CHEESE, Kind.WEIGHT, 0),
        (CHEESE, Kind.PRICE, 0),
        (EGGS, Kind.PRICE, 4),
        (EGGS, Kind.WEIGHT, 500),
        (Item("x", "1", "x", Unit.KILOGRAM, VatRate.NONE, Money(0)), Kind.PRICE, 1000),
    ],
)
def test_a_label_that_makes_no_sense_is_refused(item: Item, kind: Kind, value: int) -> None:
    with pytest.raises(QuantityImpossible):
        bought(item, Embedded("1", kind, value))
