"""What scanners add to a GTIN or leave out of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory.codes.ean import check_digit, valid
from inventory.codes.spellings import spellings


def test_a_upc_is_an_ean_with_a_zero_in_front_and_the_other_way_round() -> None:
    # UPC-A of GS1 General Specifications 7.9: 6 14141 00734 9
    assert spellings("614141007349") == ["0614141007349", "00614141007349"]
    assert spellings("0614141007349") == ["614141007349", "00614141007349"]


def test_a_carton_code_with_a_zero_in_front_is_the_good_itself() -> None:
    assert "4605664012015" in spellings("04605664012015")


def test_the_code_of_a_carton_is_another_good() -> None:
    body = "1460566401201"
    assert spellings(f"{body}{check_digit(body)}") == []


@pytest.mark.parametrize("issue", ["05", "51999"])
@pytest.mark.parametrize("main", ["4605664012015", "614141007349"])
def test_an_add_on_of_two_or_five_digits_is_left_out(main: str, issue: str) -> None:
    assert main in spellings(main + issue)


@pytest.mark.parametrize(
    "text", ["", "12", "молоко", "4605664012016", "460566401201505x", "٤" * 13]
)
def test_what_is_no_gtin_has_no_other_spelling(text: str) -> None:
    assert spellings(text) == []


GS = "\x1d"


@pytest.mark.parametrize(
    "mark",
    [
        f"0104605664012015215bQ/gk{GS}93dGVz",  # milk: serial of 6, GS, 93 with 4
        f"]d20104605664012015215bQ/gk{GS}93dGVz",
        f"{GS}0104605664012015215bQ/gk{GS}93dGVz",
        f"]C10104605664012015{GS}3103000744",  # GS1-128 with a weight behind
        "04605664012015CVpYnu8ABACaBcD",  # a pack of cigarettes: number, serial, price, check
    ],
)
def test_a_marking_code_leads_to_the_good_it_marks(mark: str) -> None:
    assert spellings(mark)[0] == "4605664012015"


def test_a_marking_code_leads_to_a_good_with_a_short_number() -> None:
    assert "46049483" in spellings(f"0100000046049483215bQ/gk{GS}93dGVz")


def test_a_mark_whose_number_does_not_check_leads_nowhere() -> None:
    assert spellings(f"0104605664012016215bQ/gk{GS}93dGVz") == []


@given(st.text("0123456789", min_size=11, max_size=12))
def test_every_spelling_of_a_number_leads_back_to_it(body: str) -> None:
    code = f"{body}{check_digit(body)}"
    for other in spellings(code):
        assert valid(other)
        assert code in spellings(other)


@given(st.text(max_size=20))
def test_any_text_has_spellings_or_none(text: str) -> None:
    assert text.strip() not in spellings(text)
