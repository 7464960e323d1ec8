"""A business is told from a phone by its name, and its ИНН by the control digits."""

from __future__ import annotations

import pytest

from pos.domain.basket import EMPTY
from pos.domain.buyer import Buyer, buyer, looks_like
from pos.domain.customer import with_customer
from pos.errors import BuyerImpossible, ContactImpossible

COMPANY = Buyer("ООО «Ромашка»", "7707083893")
TRADER = Buyer("ИП Котов П. А.", "500100732259")


@pytest.mark.parametrize("wanted", [COMPANY, TRADER])
def test_inn_and_name_make_a_buyer(wanted: Buyer) -> None:
    assert buyer(f"  {wanted.inn}   {wanted.name} ") == wanted
    assert wanted.is_person is (wanted is TRADER)


@pytest.mark.parametrize(
    "text",
    ["7707083894 ООО Ромашка", "500100732258 ИП Котов", "7707083893", f"7707083893 {'а' * 257}"],
    ids=["wrong digit", "wrong person", "no name", "too long"],
)
def test_what_is_no_buyer_is_refused(text: str) -> None:
    with pytest.raises(BuyerImpossible):
        buyer(text)


@pytest.mark.parametrize(
    "text", ["9161234821", "8 916 123-48-21", "9161234821 12", "anna@mail.ru", "+79161234821", ""]
)
def test_a_contact_does_not_look_like_a_buyer(text: str) -> None:
    assert not looks_like(text)


def test_contact_and_buyer_stand_side_by_side_and_go_together() -> None:
    basket = with_customer(EMPTY, "anna@mail.ru", paperless=True)
    both = with_customer(basket, "7707083893 ООО «Ромашка»", paperless=False)
    assert (both.contact, both.buyer, both.paperless) == ("anna@mail.ru", COMPANY, True)
    assert with_customer(both, " ", paperless=True) == EMPTY


def test_digits_without_a_name_are_a_phone_or_nothing() -> None:
    assert with_customer(EMPTY, "7707083893", paperless=False).contact == "+77707083893"
    with pytest.raises(ContactImpossible):
        with_customer(EMPTY, "500100732259", paperless=False)
