"""Whatever is typed is a value or BadInput, nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory.values.money import Money
from inventory.values.quantity import Quantity, Unit
from pos.domain import contact, typed
from pos.domain.typed import Entry
from pos.errors import BadInput, ContactImpossible

KEYS = st.one_of(st.text(max_size=30), st.text("0123456789.,*% -+\u00a0\u202f٣²", max_size=24))


@given(KEYS)
def test_an_entry_is_a_code_with_a_quantity_or_bad_input(text: str) -> None:
    try:
        entry = typed.entry(text)
    except BadInput:
        return
    assert entry.code == entry.code.strip() != ""
    assert entry.thousandths is None or entry.thousandths >= 0


@pytest.mark.parametrize("read", [typed.thousandths, typed.percent])
@given(text=KEYS)
def test_a_number_is_not_negative_or_bad_input(read: Callable[[str], int], text: str) -> None:
    try:
        value = read(text)
    except BadInput:
        return
    assert 0 <= value < 10**12
    assert not set(text) & set("٣²")


@given(KEYS)
def test_a_sum_is_not_negative_or_bad_input(text: str) -> None:
    try:
        value = typed.money(text)
    except BadInput:
        return
    assert 0 <= value.kopecks < 10**11


@given(st.integers(0, 10**11 - 1), st.sampled_from(",."))
def test_a_sum_typed_as_it_is_printed_is_that_sum(kopecks: int, point: str) -> None:
    assert typed.money(f"{kopecks // 100}{point}{kopecks % 100:02}") == Money(kopecks)
    assert typed.money(f"{kopecks // 100:,}".replace(",", "\u00a0")) == Money(kopecks // 100 * 100)


@given(st.integers(0, 10**12 - 1), st.sampled_from(",."))
def test_a_quantity_typed_as_it_is_printed_is_that_quantity(thousandths: int, point: str) -> None:
    text = f"{thousandths // 1000}{point}{thousandths % 1000:03}"
    assert typed.quantity(text, Unit.KILOGRAM) == Quantity(thousandths, Unit.KILOGRAM)


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("3*4601234567890", Entry("4601234567890", 3000)),
        (" 0,284 * 104 ", Entry("104", 284)),
        ("104", Entry("104", None)),
        ("2*3*104", Entry("3*104", 2000)),
    ],
)
def test_a_star_stands_between_quantity_and_code(text: str, entry: Entry) -> None:
    assert typed.entry(text) == entry


@pytest.mark.parametrize("text", ["", "*", "3*", "*104", "-3*104", "1,2345*104", "x*104", "1e3*1"])
def test_what_is_no_entry_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        typed.entry(text)


@pytest.mark.parametrize(
    ("text", "hundredths"), [("5", 500), ("7,5", 750), ("10%", 1000), (" 0.05 % ", 5)]
)
def test_a_per_cent_is_read_in_hundredths(text: str, hundredths: int) -> None:
    assert typed.percent(text) == hundredths


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("+7 916 123-48-21", "+79161234821"),
        ("8 (916) 123-48-21", "+79161234821"),
        ("9161234821", "+79161234821"),
        ("79161234821", "+79161234821"),
        (" anna@example.ru ", "anna@example.ru"),
        ("a.b+c@mail.example.com", "a.b+c@mail.example.com"),
    ],
)
def test_a_contact_is_a_phone_or_an_address(text: str, value: str) -> None:
    assert contact.contact(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "916123482",
        "12025550123",
        "++79161234821",
        "91612348²1",
        "٩١٦١٢٣٤٨٢١",
        "@example.ru",
        "anna@",
        "anna@example",
        "анна@example.ru",
        "a b@example.ru",
        "a@b@example.ru",
        f"{'a' * 60}@example.ru",
    ],
)
def test_what_reaches_nobody_is_refused(text: str) -> None:
    with pytest.raises(ContactImpossible):
        contact.contact(text)


@given(KEYS)
def test_any_text_is_a_contact_or_refused(text: str) -> None:
    try:
        value = contact.contact(text)
    except ContactImpossible:
        return
    assert len(value) <= contact.LONGEST
    assert value.isascii()
    assert contact.contact(value) == value


def test_a_masked_contact_is_recognised_and_not_told() -> None:
    assert contact.masked("+79161234821") == "+7 ••• 48-21"
    assert contact.masked("anna@example.ru") == "an•••@example.ru"
    assert contact.masked("") == ""
    assert [contact.kind(c) for c in ("+79161234821", "a@example.ru", "")] == ["phone", "email", ""]
