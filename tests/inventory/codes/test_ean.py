"""Check digits against numbers printed on real goods and in the standard."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory.codes.ean import LENGTHS, BadCode, check_digit, parse

DIGITS = st.text("0123456789", min_size=1, max_size=20)


@pytest.mark.parametrize(
    "number",
    [
        "6291041500213",  # GS1 General Specifications, the worked example of a check digit
        "4006381333931",  # EAN-13 of a pen, the usual textbook example
        "73513537",  # EAN-8, textbook
        "036000291452",  # UPC-A, textbook
    ],
)
def test_numbers_from_outside_are_valid(number: str) -> None:
    assert parse(number).digits == number


@given(
    st.sampled_from(sorted(LENGTHS)).flatmap(
        lambda length: st.text("0123456789", min_size=length - 1, max_size=length - 1)
    ),
    st.data(),
)
def test_one_wrong_digit_is_noticed(digits: str, data: st.DataObject) -> None:
    whole = digits + str(check_digit(digits))
    place = data.draw(st.integers(0, len(whole) - 1))
    wrong = data.draw(st.sampled_from([d for d in "0123456789" if d != whole[place]]))
    with pytest.raises(BadCode):
        parse(whole[:place] + wrong + whole[place + 1 :])


@given(st.text(max_size=20))
def test_any_text_is_a_number_or_bad_code(text: str) -> None:
    try:
        assert parse(text).digits == text.strip()
    except BadCode as error:
        assert str(error)  # noqa: PT017 — either outcome is right, nothing else is


@pytest.mark.parametrize("text", ["", "٤٦٠", "46 1", "²"])
def test_only_the_digits_0_to_9_have_a_check_digit(text: str) -> None:
    with pytest.raises(BadCode):
        check_digit(text)
