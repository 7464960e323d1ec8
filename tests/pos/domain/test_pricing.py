"""Any basket becomes lines a register takes, and they add up to what the customer pays."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from inventory.values.money import Money, total
from inventory.values.quantity import Quantity, Unit
from inventory.values.vat import VatRate
from pos.domain.basket import Basket, BasketLine, deepest_discount
from pos.domain.pricing import priced

DISCOUNTS = st.one_of(st.just(0), st.integers(0, 9_999))


@st.composite
def lines(draw: st.DrawFn) -> BasketLine:
    """Pieces, weights up to 50 kg, marked goods; a price of its own, a discount."""
    price = draw(st.one_of(st.integers(1, 500), st.integers(1, 10_000_000)))
    own = draw(st.one_of(st.just(price), st.integers(1, 2 * price)))
    kind = draw(st.sampled_from(["pieces", "weight", "marked"]))
    if kind == "weight":
        quantity = Quantity(draw(st.integers(1, 50_000)), Unit.KILOGRAM)
    else:
        quantity = Quantity(1000 * (1 if kind == "marked" else draw(st.integers(1, 1000))))
    return BasketLine(
        line=0,
        item="good",
        code="",
        name="Товар",
        quantity=quantity,
        list_price=Money(price),
        price=Money(own),
        vat=draw(st.sampled_from(VatRate)),
        discount=draw(DISCOUNTS),
        item_codes=("\x1d0104600",) if kind == "marked" else (),
    )


@st.composite
def baskets(draw: st.DrawFn) -> Basket:
    """Lines numbered from one."""
    drawn = draw(st.lists(lines(), min_size=1, max_size=12))
    numbered = tuple(
        replace(line, line=n, item_codes=tuple(f"{code}{n}" for code in line.item_codes))
        for n, line in enumerate(drawn, 1)
    )
    return Basket("basket", numbered, discount=draw(DISCOUNTS), next_line=len(numbered) + 1)


@given(baskets())
def test_every_line_is_price_by_quantity_to_the_kopeck(basket: Basket) -> None:
    for part in priced(basket):
        assert part.price.times(part.quantity) == part.amount
        assert part.price.kopecks >= 0
        assert part.quantity.thousandths > 0


@given(baskets())
def test_the_lines_add_up_to_what_is_paid(basket: Basket) -> None:
    assert total(part.amount for part in priced(basket)) == basket.total


@given(baskets())
def test_each_basket_line_keeps_its_quantity_and_takes_two_lines_at_most(basket: Basket) -> None:
    parts = priced(basket)
    for line in basket.lines:
        own = [part for part in parts if part.source is line]
        assert 1 <= len(own) <= 2
        assert sum(part.quantity.thousandths for part in own) == line.quantity.thousandths
        assert {part.quantity.unit for part in own} == {line.quantity.unit}


@given(baskets())
def test_every_code_is_one_item(basket: Basket) -> None:
    parts = priced(basket)
    codes = [code for line in basket.lines for code in line.item_codes]
    assert sorted(code for part in parts for code in part.item_codes) == sorted(codes)
    for part in parts:
        if part.source.item_codes:
            assert len(part.item_codes) == 1
            assert part.quantity == Quantity(1000)


@given(baskets())
def test_no_line_is_dearer_after_the_receipts_discount(basket: Basket) -> None:
    parts = priced(basket)
    for line in basket.lines:
        paid = total(part.amount for part in parts if part.source is line)
        assert paid <= line.amount


@given(baskets())
def test_a_basket_without_a_receipt_discount_is_registered_as_it_stands(basket: Basket) -> None:
    plain = replace(basket, discount=0)
    for line in plain.lines:
        paid = total(part.amount for part in priced(plain) if part.source is line)
        assert paid == line.amount


def test_an_empty_basket_has_no_lines() -> None:
    assert priced(Basket("empty")) == []


@given(lines(), DISCOUNTS)
def test_a_discount_alone_is_as_deep_as_it_is_called(line: BasketLine, discount: int) -> None:
    plain = replace(line, price=line.list_price, discount=0)
    assert deepest_discount(plain, discount) == discount
    assert deepest_discount(replace(plain, discount=discount), 0) == discount


@given(lines(), DISCOUNTS)
def test_price_line_and_receipt_count_together(line: BasketLine, discount: int) -> None:
    """Never less than any of the three by itself, never more than their sum."""
    deep = deepest_discount(line, discount)
    by_price = max(0, 10_000 - line.price.kopecks * 10_000 // line.list_price.kopecks)
    if line.price <= line.list_price:
        assert max(line.discount, discount, by_price) - 1 <= deep
    assert deep <= by_price + line.discount + discount + 1
