"""Money and quantity: whole numbers that agree with Decimal and lose no kopeck."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory.values.money import Money, half_up, total
from inventory.values.quantity import Quantity, Unit, pieces
from inventory.values.vat import VatRate

KOPECKS = st.integers(-(10**11), 10**11)


def rounded(value: Decimal) -> int:
    """Half away from zero, as registers do."""
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))


@given(KOPECKS, st.lists(st.integers(0, 10**6), min_size=1, max_size=50).filter(any))
def test_a_sum_spread_over_weights_loses_no_kopeck(kopecks: int, weights: list[int]) -> None:
    parts = Money(kopecks).spread(weights)
    assert total(parts) == Money(kopecks)
    assert len(parts) == len(weights)


@given(KOPECKS, st.lists(st.integers(0, 10**6), min_size=1, max_size=50).filter(any))
def test_no_part_is_a_kopeck_away_from_its_share(kopecks: int, weights: list[int]) -> None:
    for part, weight in zip(Money(kopecks).spread(weights), weights, strict=True):
        exact = Decimal(kopecks) * weight / sum(weights)
        assert abs(Decimal(part.kopecks) - exact) < 1


@pytest.mark.parametrize("weights", [[], [0], [0, 0], [1, -1], [3, -1]])
def test_a_sum_is_not_spread_over_nothing(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="positive weights"):
        Money(100).spread(weights)


def test_the_largest_remainders_take_the_kopecks() -> None:
    assert Money(100).spread([1, 1, 1]) == [Money(34), Money(33), Money(33)]
    assert Money(5).spread([10, 20, 70]) == [Money(1), Money(1), Money(3)]


@given(st.integers(-(10**15), 10**15), st.integers(1, 10**6))
def test_halves_go_away_from_zero(numerator: int, denominator: int) -> None:
    exact = Decimal(numerator) / Decimal(denominator)
    if abs(exact - int(exact)) == Decimal("0.5") or denominator <= 1000:
        assert half_up(numerator, denominator) == rounded(exact)
    assert abs(2 * (half_up(numerator, denominator) * denominator - numerator)) <= denominator


@given(st.integers(0, 10**9), st.integers(0, 50_000_000))
def test_price_by_quantity_agrees_with_decimal(price: int, thousandths: int) -> None:
    exact = Decimal(price) * Decimal(thousandths) / 1000
    cost = Money(price).times(Quantity(thousandths, Unit.KILOGRAM))
    assert cost.kopecks == rounded(exact)


def test_the_examples_of_the_rounding_rule_hold() -> None:
    """10,345 roubles are 10,35; half a kopeck is one."""
    assert Money(2069).times(Quantity(500, Unit.KILOGRAM)) == Money(1035)
    assert Money(1).times(Quantity(500, Unit.KILOGRAM)) == Money(1)
    assert Money(1).times(Quantity(499, Unit.KILOGRAM)) == Money(0)


@given(st.integers(0, 10**11), st.integers(0, 10_000))
def test_a_per_cent_of_a_sum_agrees_with_decimal(kopecks: int, hundredths: int) -> None:
    exact = Decimal(kopecks) * Decimal(hundredths) / 10_000
    assert Money(kopecks).share(hundredths).kopecks == rounded(exact)


@given(st.integers(0, 10**11), st.sampled_from(VatRate))
def test_the_tax_inside_a_sum_agrees_with_decimal(kopecks: int, rate: VatRate) -> None:
    exact = Decimal(kopecks) * rate.percent / (100 + rate.percent)
    assert rate.tax_in(Money(kopecks)).kopecks == rounded(exact)


@pytest.mark.parametrize(
    ("rate", "tax"),
    [
        (VatRate.VAT_22, 1803),
        (VatRate.VAT_20, 1667),
        (VatRate.VAT_10, 909),
        (VatRate.VAT_7, 654),
        (VatRate.VAT_5, 476),
        (VatRate.VAT_22_122, 1803),
        (VatRate.VAT_0, 0),
        (VatRate.NONE, 0),
    ],
)
def test_the_tax_in_a_hundred_roubles(rate: VatRate, tax: int) -> None:
    assert rate.tax_in(Money(10_000)) == Money(tax)


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.sampled_from(Unit))
def test_quantities_of_one_unit_add_up_and_come_apart(one: int, other: int, unit: Unit) -> None:
    assert Quantity(one, unit) + Quantity(other, unit) - Quantity(other, unit) == Quantity(
        one, unit
    )


def test_kilograms_do_not_add_to_pieces() -> None:
    with pytest.raises(ValueError, match="KILOGRAM"):
        pieces(1) + Quantity(1000, Unit.KILOGRAM)


def test_only_pieces_are_never_divided() -> None:
    assert [unit for unit in Unit if not unit.divisible] == [Unit.PIECE]
    assert pieces(3).whole
    assert not Quantity(1500).whole
