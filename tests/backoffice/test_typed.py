"""What is typed into forms is read strictly."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backoffice.domain import typed
from backoffice.errors import BadEntry
from backoffice.web.format import typed_money


@pytest.mark.parametrize(
    ("text", "kopecks"),
    [
        ("94,90", 9490),
        ("94.9", 9490),
        ("94", 9400),
        (" 1 094,05 ₽", 109405),
        ("1\u202f000", 100000),
        ("0", 0),
        ("999999999,99", 99999999999),
    ],
)
def test_a_price_is_whole_kopecks(text: str, kopecks: int) -> None:
    assert typed.money(text, "price") == kopecks


@pytest.mark.parametrize(
    "text", ["", "-1", "1,234", "1e3", ",50", "1,", "1,2,3", "٣", "NaN", "1234567890", "0x1", "1/2"]
)
def test_what_is_no_price_is_refused(text: str) -> None:
    with pytest.raises(BadEntry, match="price"):
        typed.money(text, "price")


@given(st.integers(0, 99_999_999_999))
def test_a_price_shown_is_the_price_typed(kopecks: int) -> None:
    assert typed.money(typed_money(kopecks), "price") == kopecks
    assert typed.money(typed_money(kopecks, "."), "price") == kopecks


@given(st.text())
def test_any_text_is_a_price_or_a_bad_entry(text: str) -> None:
    with suppress(BadEntry):
        assert typed.money(text, "price") >= 0


@pytest.mark.parametrize(("text", "share"), [("5", 500), ("12,5 %", 1250), ("100", 10000)])
def test_a_per_cent_is_hundredths(text: str, share: int) -> None:
    assert typed.percent(text, "max_discount") == share


@pytest.mark.parametrize("text", ["101", "-5", "5,555", "", "много"])
def test_what_is_no_per_cent_is_refused(text: str) -> None:
    with pytest.raises(BadEntry):
        typed.percent(text, "max_discount")


def test_codes_are_split_and_kept_once() -> None:
    assert typed.codes(" 4600\n4601, 4600;\t77A ", "codes") == ("4600", "4601", "77A")
    assert typed.codes("  ", "codes") == ()


@pytest.mark.parametrize("text", ["код", "4" * 65, "46\x0000"])
def test_what_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(BadEntry):
        typed.codes(text, "codes")


@pytest.mark.parametrize("text", ["1397", "90210", "11223344"])
def test_a_pin_has_four_to_eight_digits(text: str) -> None:
    assert typed.pin(text, "pin") == text


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("123", "pin"),
        ("139755555", "pin"),
        ("12a4", "pin"),
        ("٣٤٥٦", "pin"),
        ("7777", "pin_simple"),
        ("1234", "pin_simple"),
        ("98765", "pin_simple"),
    ],
)
def test_a_simple_pin_is_refused(text: str, why: str) -> None:
    with pytest.raises(BadEntry) as caught:
        typed.pin(text, "pin")
    assert caught.value.why == why


def test_an_inn_of_a_person_checks_itself() -> None:
    # A number widely given as an example of one that fits its check digits.
    assert typed.person_inn("500100732259", "inn") == "500100732259"
    assert typed.person_inn(" ", "inn") == ""
    for wrong in ("500100732258", "500100732269", "50010073225", "7707083893", "x" * 12):
        with pytest.raises(BadEntry):
            typed.person_inn(wrong, "inn")


def test_a_line_is_cleaned_and_measured() -> None:
    assert typed.line("  Сыр \n «Российский» ", "name", limit=16) == "Сыр «Российский»"
    with pytest.raises(BadEntry, match="empty"):
        typed.line(" ", "name", limit=5)
    with pytest.raises(BadEntry, match="long"):
        typed.line("123456", "name", limit=5)
