"""Stock is a sum over lines; what they cost loses no kopeck."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory.domain import stock
from inventory.domain.delivery import Delivery, Supplier, cost_of_unit, shares
from inventory.values.money import Money, total


@dataclass(frozen=True)
class Line:
    """A line of a receipt, or of a document."""

    item: str
    unit: int
    quantity: int
    subject: int = 1
    method: int = 4


LINES = st.lists(
    st.builds(Line, st.sampled_from(["", "a", "b"]), st.sampled_from([0, 11]), st.integers(1, 9999))
)
AMOUNTS = st.lists(st.integers(0, 10**9).map(Money), min_size=1, max_size=30)


def added(*many: dict[stock.Key, int]) -> dict[stock.Key, int]:
    """Those sums in one, nothings left out."""
    sums: dict[stock.Key, int] = {}
    for one in many:
        for key, quantity in one.items():
            sums[key] = sums.get(key, 0) + quantity
    return {key: quantity for key, quantity in sums.items() if quantity}


@given(LINES)
def test_what_came_and_went_whole_leaves_nothing(lines: list[Line]) -> None:
    assert added(stock.received(lines), stock.sold(lines)) == {}
    assert stock.brought_back(lines) == stock.received(lines)


@given(LINES, LINES)
def test_two_documents_add_up_as_one(first: list[Line], second: list[Line]) -> None:
    assert added(stock.sold(first), stock.sold(second)) == added(stock.sold(first + second))


@given(LINES)
def test_units_are_not_mixed_and_goods_without_a_name_are_not_counted(lines: list[Line]) -> None:
    sums = stock.received(lines)
    assert all(item for item, _ in sums)
    for key in sums:
        assert sums[key] == sum(one.quantity for one in lines if (one.item, one.unit) == key)


@pytest.mark.parametrize(
    ("subject", "method", "moves"),
    [
        (1, 4, True), (2, 4, True), (33, 4, True), (1, 6, True),
        (4, 4, False), (3, 4, False), (10, 4, False),
        (1, 1, False), (1, 3, False), (1, 7, False),
    ],
)  # fmt: skip
def test_services_and_money_in_advance_move_no_goods(
    subject: int, method: int, moves: bool
) -> None:
    line = Line("a", 0, 2000, subject, method)
    assert stock.sold([line]) == ({("a", 0): -2000} if moves else {})


@given(AMOUNTS, st.integers(0, 10**9))
def test_costs_are_spread_to_the_last_kopeck(amounts: list[Money], costs: int) -> None:
    borne = shares(amounts, Money(costs))
    assert total(borne) == Money(costs)
    assert all(part.kopecks >= 0 for part in borne)


def test_costs_of_gifts_are_borne_equally() -> None:
    assert shares([Money(0), Money(0)], Money(5)) == [Money(3), Money(2)]


@given(st.integers(0, 10**12), st.integers(1, 10**9))
def test_the_cost_of_a_unit_is_rounded_half_up(paid: int, thousandths: int) -> None:
    exact = Decimal(paid) * 1000 / Decimal(thousandths)
    wanted = int(exact.quantize(Decimal(1), ROUND_HALF_UP))
    assert cost_of_unit(Money(paid), thousandths) == Money(wanted)


@pytest.mark.parametrize(
    ("supplier", "number", "day", "same"),
    [
        (Supplier("ООО «Луч»", "7707083893"), "УТ-15", "2026-11-20", True),
        (Supplier("Другое имя", "7707083893"), " ут - 15", "2026-11-20", True),
        (Supplier('ооо "Луч"'), "УТ-15", "2026-11-20", True),
        (Supplier("ООО «Луч»", "9103624367"), "УТ-15", "2026-11-20", False),
        (Supplier("ООО «Лучик»"), "УТ-15", "2026-11-20", False),
        (Supplier("ООО «Луч»"), "УТ-16", "2026-11-20", False),
        (Supplier("ООО «Луч»"), "УТ-15", "2026-11-21", False),
    ],
)
def test_a_document_is_told_by_supplier_number_and_date(
    supplier: Supplier, number: str, day: str, same: bool
) -> None:
    ours = Delivery(Supplier("ООО «Луч»", "7707083893"), "УТ-15", date(2026, 11, 20), ())
    assert ours.is_same(supplier, number, day) is same
