"""A basket of several sellers: their receipts add up to it, goods and money, to the kopeck."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from drivers.contracts.receipt import Cashier, Operation, RegistrarLine, RegistrarReceipt
from fiscal.domain.ffd.check import faults
from fiscal.domain.ffd.version import Circumstances
from inventory.values.money import ZERO, Money, total
from inventory.values.quantity import Quantity, Unit
from inventory.values.vat import VatRate
from pos.domain.basket import Basket, BasketLine
from pos.domain.division import Portion, divided, shared
from pos.domain.pricing import priced
from pos.domain.seller import Seller, Sellers
from pos.domain.views import Plan
from pos.errors import BadInput, NotEnoughPaid, TooMuchByCard

OWN, BAKER, PATENT = Seller(1), Seller(2, "500100732259"), Seller(32, "500100732259")
SELLERS = Sellers(OWN, {"bread": BAKER, "bun": PATENT, "cheese": OWN, "roll": BAKER})
ITEMS = ("bread", "bun", "cheese", "roll", "", "milk")


def seller_of(line: BasketLine) -> Seller:
    """By the good."""
    return SELLERS.of(line.item)


def named(number: int) -> str:
    """Id of a portion's basket."""
    return f"b-{number}"


def line(number: int, item: str, price: int, quantity: Quantity, discount: int = 0) -> BasketLine:
    """A line of some good."""
    return BasketLine(
        line=number,
        item=item,
        code="",
        name=item or "Товар",
        quantity=quantity,
        list_price=Money(price),
        price=Money(price),
        vat=VatRate.VAT_22,
        discount=discount,
    )


@st.composite
def baskets(draw: st.DrawFn) -> Basket:
    """Up to eight lines of pieces and weights, with discounts of lines and of the whole."""
    lines = []
    for number in range(1, draw(st.integers(1, 8)) + 1):
        pieces = Quantity(draw(st.integers(1, 9)) * 1000)
        weight = Quantity(draw(st.integers(1000, 9999)), Unit.KILOGRAM)
        lines.append(
            line(
                number,
                draw(st.sampled_from(ITEMS)),
                draw(st.integers(1, 99_999)),
                draw(st.sampled_from([pieces, weight])),
                draw(st.sampled_from([0, 0, 500, 3333])),
            )
        )
    return Basket("b", tuple(lines), discount=draw(st.sampled_from([0, 0, 100, 777, 5000])))


@st.composite
def paid(draw: st.DrawFn) -> tuple[Basket, Plan, Money]:
    """A basket with some of it by card, some cash above the rest, some kopecks dropped."""
    basket = draw(baskets())
    rounding = Money(draw(st.integers(0, basket.total.kopecks % 100)))
    due = basket.total - rounding
    card = Money(draw(st.sampled_from([0, due.kopecks, draw(st.integers(0, due.kopecks))])))
    handed = draw(st.sampled_from([0, 0, draw(st.integers(0, 100_000))]))
    received = due - card + Money(handed) if handed else ZERO
    return basket, Plan(card, received), rounding


@given(paid())
def test_portions_add_up_to_the_basket_to_the_kopeck(case: tuple[Basket, Plan, Money]) -> None:
    basket, plan, rounding = case
    portions = divided(basket, seller_of, plan, rounding=rounding, named=named)
    assert total(portion.basket.total for portion in portions) == basket.total
    assert total(portion.rounding for portion in portions) == rounding
    assert total(portion.plan.card for portion in portions) == plan.card
    cash = basket.total - rounding - plan.card
    assert total(portion.cash for portion in portions) == cash
    assert total(portion.plan.received for portion in portions) == (plan.received or cash)


@given(paid())
def test_no_portion_pays_another_ones_money(case: tuple[Basket, Plan, Money]) -> None:
    basket, plan, rounding = case
    for portion in divided(basket, seller_of, plan, rounding=rounding, named=named):
        assert ZERO <= portion.plan.card <= portion.due
        assert ZERO <= portion.cash <= portion.plan.received
        assert portion.rounding.kopecks <= portion.basket.total.kopecks % 100


@given(paid())
def test_change_is_given_by_the_last_portion_alone(case: tuple[Basket, Plan, Money]) -> None:
    basket, plan, rounding = case
    portions = divided(basket, seller_of, plan, rounding=rounding, named=named)
    with_change = [portion.plan.received > portion.cash for portion in portions]
    assert sum(with_change) <= 1
    assert not any(with_change[:-1])


@given(baskets())
def test_goods_go_to_their_sellers_and_none_is_lost_or_made(basket: Basket) -> None:
    portions = divided(basket, seller_of, Plan(), named=named)
    assert len({portion.seller for portion in portions}) == len(portions)
    before, after = Counter[tuple[str, Unit]](), Counter[tuple[str, Unit]]()
    for one in basket.lines:
        before[one.item, one.quantity.unit] += one.quantity.thousandths
    for portion in portions:
        assert all(seller_of(one) == portion.seller for one in portion.basket.lines)
        for one in portion.basket.lines:
            after[one.item, one.quantity.unit] += one.quantity.thousandths
    assert after == before


@given(paid())
def test_each_portion_is_a_lawful_receipt(case: tuple[Basket, Plan, Money]) -> None:
    basket, plan, rounding = case
    for portion in divided(basket, seller_of, plan, rounding=rounding, named=named):
        under = Circumstances(tax_systems=portion.seller.tax_system)
        assert list(faults(receipt(portion), under)) == []


@given(baskets())
def test_a_basket_of_one_seller_stays_as_it_is(basket: Basket) -> None:
    [portion] = divided(basket, lambda _line: OWN, Plan(card=basket.total), named=named)
    assert portion.basket is basket
    assert portion.plan == Plan(card=basket.total)


@given(st.lists(st.integers(1, 10_000), min_size=1, max_size=6), st.data())
def test_a_card_is_charged_as_few_times_as_can_be(sums: list[int], data: st.DataObject) -> None:
    card = data.draw(st.integers(0, sum(sums)))
    plans = shared([Money(one) for one in sums], Plan(card=Money(card)))
    charges = sum(bool(plan.card) for plan in plans)
    assert charges == 0 or sum(sorted(sums)[::-1][: charges - 1]) < card
    assert sum(plan.card.kopecks for plan in plans) == card


def test_two_tax_systems_of_one_entity_are_two_receipts() -> None:
    one = Quantity(1000)
    basket = Basket("b", (line(1, "bread", 5000, one), line(2, "bun", 3000, one)))
    portions = divided(basket, seller_of, Plan(), named=named)
    assert [portion.seller for portion in portions] == [BAKER, PATENT]
    assert [portion.basket.basket for portion in portions] == ["b-0", "b-1"]


def test_a_discount_is_spread_before_the_lines_part() -> None:
    """Three kopecks off 5 % of 0.60: two and one, never two and two."""
    one = Quantity(1000)
    goods = (line(1, "bread", 30, one), line(2, "milk", 30, one))
    portions = divided(Basket("b", goods, discount=500), seller_of, Plan(), named=named)
    assert [portion.basket.total for portion in portions] == [Money(28), Money(29)]


def test_dropped_kopecks_come_off_the_receipts_that_have_them() -> None:
    one = Quantity(1000)
    goods = (line(1, "bread", 10_000, one), line(2, "milk", 10_037, one))
    portions = divided(Basket("b", goods), seller_of, Plan(), rounding=Money(37), named=named)
    assert [portion.rounding for portion in portions] == [ZERO, Money(37)]


@pytest.mark.parametrize(
    ("plan", "rounding", "error"),
    [
        (Plan(card=Money(101)), ZERO, TooMuchByCard),
        (Plan(card=Money(-1)), ZERO, TooMuchByCard),
        (Plan(received=Money(99)), ZERO, NotEnoughPaid),
        (Plan(), Money(1), BadInput),
        (Plan(), Money(-1), BadInput),
    ],
)
def test_money_that_does_not_pay_is_refused(
    plan: Plan, rounding: Money, error: type[Exception]
) -> None:
    basket = Basket("b", (line(1, "bread", 100, Quantity(1000)),))
    with pytest.raises(error):
        divided(basket, seller_of, plan, rounding=rounding, named=named)


@given(baskets())
def test_a_portion_priced_again_is_the_same(basket: Basket) -> None:
    assume(basket.total)
    for portion in divided(basket, seller_of, Plan(), named=named):
        assert total(part.amount for part in priced(portion.basket)) == portion.basket.total


def receipt(portion: Portion) -> RegistrarReceipt:
    """As the register of its seller takes it."""
    lines = tuple(
        RegistrarLine(
            part.source.name,
            part.price.kopecks,
            part.quantity.thousandths,
            part.amount.kopecks,
            int(part.source.vat),
            measure=int(part.quantity.unit),
        )
        for part in priced(portion.basket)
    )
    return RegistrarReceipt(
        Operation.SALE,
        lines,
        Cashier("Анна"),
        cash=portion.cash.kopecks,
        electronic=portion.plan.card.kopecks,
        tax_system=portion.seller.tax_system,
        cash_received=portion.plan.received.kopecks,
        rounding=portion.rounding.kopecks,
    )
