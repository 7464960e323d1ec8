"""Quantity, price, discounts within the limit, void and cancel with their facts, contact."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inventory.values.money import Money
from inventory.values.vat import VatRate
from pos.domain.views import Plan
from pos.errors import (
    BadInput,
    BasketEmpty,
    ContactImpossible,
    DiscountImpossible,
    LineUnknown,
    NotAllowed,
    QuantityImpossible,
    WeightNeeded,
)
from pos.usecases import edit, look, pay, scan
from sync.messages.facts import BasketCancelled, LineVoided, SaleClosed
from tests.fakes.selling import BREAD, MILK, only
from tests.fakes.till import CASHIER, SENIOR, Shop

CHEESE, MATCHES = "104", "105"


def test_a_quantity_is_typed_over(shop: Shop) -> None:
    shop.begin_day()
    shop.scan(MILK, f"0,284*{CHEESE}")
    edit.set_quantity(shop.counter, 1, "12")
    view = edit.set_quantity(shop.counter, 2, "1.5")
    assert [line.quantity.thousandths for line in view.basket.lines] == [12_000, 1_500]


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("0", QuantityImpossible),
        ("1,5", QuantityImpossible),
        ("1000000", QuantityImpossible),
        ("-1", BadInput),
        ("", BadInput),
    ],
)
def test_an_impossible_quantity_changes_nothing(
    shop: Shop, text: str, refusal: type[Exception]
) -> None:
    shop.begin_day()
    shop.scan(MILK)
    with pytest.raises(refusal):
        edit.set_quantity(shop.counter, 1, text)
    assert look.view(shop.counter).basket.lines[0].quantity.thousandths == 1000


def test_weight_is_asked_for_and_pieces_are_not_divided(shop: Shop) -> None:
    shop.begin_day()
    with pytest.raises(WeightNeeded):
        shop.scan(CHEESE)
    with pytest.raises(QuantityImpossible):
        shop.scan(f"0,5*{MILK}")
    assert look.view(shop.counter).basket.basket == ""


def test_a_discount_of_exactly_the_limit_is_given_whatever_the_half_kopecks(shop: Shop) -> None:
    """5 % of 0,99 rounds up to 5 kopecks, which is 5,05 %."""
    shop.begin_day()
    shop.scan(MATCHES)
    view = edit.set_discount(shop.counter, "5")
    assert view.basket.total == Money(94)
    with pytest.raises(NotAllowed):
        edit.set_discount(shop.counter, "5,01")


def test_discounts_of_line_and_receipt_count_together(shop: Shop) -> None:
    shop.begin_day()
    shop.scan(MILK, BREAD)
    edit.set_line_discount(shop.counter, 1, "3")
    with pytest.raises(NotAllowed):
        edit.set_discount(shop.counter, "2,5")
    view = edit.set_discount(shop.counter, "2")
    assert view.basket.total == Money(14_122)  # 288,2 kopecks off 92,05 and 52,05
    with pytest.raises(NotAllowed):
        edit.set_line_discount(shop.counter, 1, "4")


def test_a_lower_price_counts_against_the_limit(shop: Shop) -> None:
    shop.begin_day()
    shop.scan(MILK)
    with pytest.raises(NotAllowed):
        edit.set_price(shop.counter, 1, "94,80")
    shop.log_in(SENIOR)
    with pytest.raises(NotAllowed):
        edit.set_price(shop.counter, 1, "66,42")  # 30 % of 94,90 is 66,43
    edit.set_price(shop.counter, 1, "66,43")
    with pytest.raises(NotAllowed):
        edit.set_discount(shop.counter, "1")
    view = edit.set_price(shop.counter, 1, "120")
    assert view.basket.total == Money(12_000)


def test_what_a_senior_gave_stays_when_the_cashier_goes_on(shop: Shop) -> None:
    shop.begin_day()
    shop.scan(MILK, BREAD)
    shop.log_in(SENIOR)
    edit.set_line_discount(shop.counter, 1, "30")
    shop.log_in(CASHIER)
    edit.set_quantity(shop.counter, 1, "2")
    edit.set_line_discount(shop.counter, 2, "5")
    edit.set_line_discount(shop.counter, 1, "20")
    with pytest.raises(NotAllowed):
        edit.set_line_discount(shop.counter, 1, "21")


@pytest.mark.parametrize("text", ["100", "250"])
def test_nothing_is_given_away_for_free(shop: Shop, text: str) -> None:
    shop.begin_day()
    shop.log_in(shop.owner())
    shop.scan(MILK)
    with pytest.raises(DiscountImpossible):
        edit.set_discount(shop.counter, text)
    with pytest.raises(DiscountImpossible):
        edit.set_line_discount(shop.counter, 1, text)
    with pytest.raises(DiscountImpossible):
        edit.set_price(shop.counter, 1, "0")


def test_a_discount_that_no_line_can_carry_splits_it_on_the_receipt(shop: Shop) -> None:
    shop.begin_day()
    shop.scan(f"3*{MATCHES}")
    edit.set_discount(shop.counter, "1")
    pay.begin(shop.counter, Plan())
    pay.carry_out(shop.counter)
    fact = only(shop.facts(), SaleClosed)
    assert [(line.quantity, line.price) for line in fact.lines] == [(3000, 98)]
    assert (fact.total, fact.discount) == (294, 3)
    shop.scan(f"3*{MATCHES}")
    edit.set_discount(shop.counter, "0,5")
    pay.begin(shop.counter, Plan())
    pay.carry_out(shop.counter)
    last = shop.facts("SaleClosed")[-1]
    assert isinstance(last, SaleClosed)
    assert [(line.quantity, line.price) for line in last.lines] == [(1000, 98), (2000, 99)]
    assert {line.basket_line for line in last.lines} == {1}


def test_a_voided_line_is_a_fact_and_gone_from_the_receipt(shop: Shop) -> None:
    shop.begin_day()
    shop.scan(f"2*{MILK}", BREAD)
    view = edit.void_line(shop.counter, 1)
    assert [line.item for line in view.basket.lines] == ["bread"]
    fact = only(shop.facts(), LineVoided)
    assert (fact.line, fact.item, fact.quantity, fact.amount) == (1, "milk", 2000, 18_980)
    with pytest.raises(LineUnknown):
        edit.void_line(shop.counter, 1)
    assert shop.scan(MILK).basket.lines[-1].line == 3


def test_with_its_last_line_the_basket_forgets_its_customer(shop: Shop) -> None:
    shop.begin_day()
    shop.scan(MILK)
    edit.set_contact(shop.counter, "+79161234821")
    edit.set_discount(shop.counter, "5")
    edit.void_line(shop.counter, 1)
    view = shop.scan(BREAD)
    assert (view.basket.contact, view.basket.discount) == ("", 0)
    assert len(shop.facts("LineVoided")) == 1


def test_a_cancelled_basket_is_a_fact_and_leaves_nothing_to_pay(shop: Shop) -> None:
    shop.begin_day()
    shop.scan(MILK, BREAD)
    view = edit.cancel_basket(shop.counter)
    assert view.basket.lines == ()
    fact = only(shop.facts(), BasketCancelled)
    assert (fact.lines, fact.amount) == (2, 14_695)
    with pytest.raises(BasketEmpty):
        pay.begin(shop.counter, Plan())
    assert shop.faults() == []


def test_price_and_name_stand_as_they_were_at_the_scan(shop: Shop) -> None:
    shop.begin_day()
    shop.scan(MILK)
    old = shop.catalogue.codes[MILK]
    dearer, untaxed = replace(old, price=Money(10_000)), replace(old, vat=VatRate.NONE)
    for changed in (dearer, untaxed):
        shop.catalogue.codes[MILK] = changed
        shop.scan(MILK)
    lines = look.view(shop.counter).basket.lines
    assert [(line.price.kopecks, int(line.vat)) for line in lines] == [
        (9490, 2),
        (10_000, 2),
        (9490, 6),
    ]


def test_a_contact_goes_to_the_register_and_its_kind_into_the_fact(shop: Shop) -> None:
    shop.begin_day()
    shop.scan(MILK)
    edit.set_contact(shop.counter, "8 (916) 123-48-21")
    pay.begin(shop.counter, Plan())
    view = pay.carry_out(shop.counter)
    assert shop.registrar.receipts[-1].contact == "+79161234821"
    assert only(shop.facts(), SaleClosed).contact == "phone"
    assert view.finished is not None
    assert view.finished.contact == "+7 ••• 48-21"


def test_a_contact_is_taken_back_by_an_empty_one(shop: Shop) -> None:
    shop.begin_day()
    shop.scan(MILK)
    edit.set_contact(shop.counter, "anna@example.ru")
    assert edit.set_contact(shop.counter, " ").basket.contact == ""
    with pytest.raises(ContactImpossible):
        edit.set_contact(shop.counter, "anna")


def test_a_price_check_adds_nothing(shop: Shop) -> None:
    shop.begin_day()
    assert scan.price_of(shop.counter, MILK).price == Money(9490)
    assert look.view(shop.counter).basket.lines == ()
    assert [item.item for item in scan.find_items(shop.counter, "молоко")] == ["milk"]


def test_a_good_chosen_by_hand_is_added_by_its_id(shop: Shop) -> None:
    shop.begin_day()
    view = scan.add_item(shop.counter, "cheese", 284)
    assert view.basket.total == Money(25_557)
