"""Fields of GS1 codes, and what is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.scanners import gs1
from drivers.scanners.gs1 import DATES, FIELDS, BadGs1, Gs1, looks_like, parse

GTIN = "04600439931256"
LETTERS = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"


@st.composite
def values(draw: st.DrawFn, ai: str) -> str:
    """What may stand behind an identifier."""
    field = FIELDS[ai]
    if ai in gs1.CHECKED:
        body = draw(st.text("0123456789", min_size=field.longest - 1, max_size=field.longest - 1))
        weighed = sum(int(digit) * (1 if n % 2 else 3) for n, digit in enumerate(body[::-1]))
        return f"{body}{-weighed % 10}"
    if ai in DATES:
        year, month, day = (draw(st.integers(*span)) for span in ((0, 99), (1, 12), (0, 31)))
        return f"{year:02}{month:02}{day:02}"
    letters = "0123456789" if field.kind == FIELDS["20"].kind else LETTERS
    return draw(st.text(letters, min_size=field.shortest, max_size=field.longest))


@given(st.data(), st.lists(st.sampled_from(sorted(FIELDS)), unique=True, min_size=1, max_size=5))
def test_every_field_comes_back_with_separators_between(
    data: st.DataObject, identifiers: list[str]
) -> None:
    wanted = {ai: data.draw(values(ai)) for ai in identifiers}
    assert parse("\x1d".join(ai + value for ai, value in wanted.items())).elements == wanted


@given(st.text(st.sampled_from(LETTERS + "\x1d"), max_size=60))
def test_any_text_is_gs1_or_told_to_be_none(text: str) -> None:
    try:
        read = parse(text)
    except BadGs1:
        return
    assert read.elements
    assert all(ai + value in text for ai, value in read.elements.items())


def test_a_field_of_known_length_needs_no_separator() -> None:
    assert parse(f"01{GTIN}1726013110LOT-7\x1d3103001284").elements == {
        "01": GTIN,
        "17": "260131",
        "10": "LOT-7",
        "3103": "001284",
    }


def test_fnc1_in_front_may_arrive_as_a_separator() -> None:
    assert parse(f"\x1d01{GTIN}21A\x1d93B").elements == {"01": GTIN, "21": "A", "93": "B"}


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        (f"01{GTIN}215a93dGVz", True),
        (f"\x1d01{GTIN}215a93dGVz", True),
        (f"01{GTIN}215a\x1d93dGVz", False),
        (f"01{GTIN}10LOT", False),
    ],
)
def test_a_serial_number_that_may_have_swallowed_what_follows_is_marked(
    text: str, missing: bool
) -> None:
    assert parse(text).is_separator_missing is missing


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "nothing"),
        ("\x1d", "nothing"),
        ("0104600439931257", r"\(01\) cannot be"),  # the check digit
        ("01046004399", r"\(01\) cannot be"),
        ("17261331", r"\(17\) cannot be"),  # a thirteenth month
        (f"01{GTIN}21{'x' * 21}", r"\(21\) is longer than it can be"),
        (f"01{GTIN}8005112", r"\(8005\) cannot be"),
        (f"01{GTIN}21a b", r"\(21\) is longer than it can be"),
        ("0599", "no identifier"),
        ("20112012", "twice"),
        (f"01{GTIN}\x1d\x1d21A", "no identifier"),
    ],
)
def test_text_that_is_no_gs1_says_where_it_stops_making_sense(text: str, why: str) -> None:
    with pytest.raises(BadGs1, match=why):
        parse(text)


@pytest.mark.parametrize(
    ("text", "symbology", "is_gs1"),
    [
        (f"01{GTIN}21A", "]d2", True),
        (f"01{GTIN}21A", "]C1", True),
        (f"01{GTIN}21A", "]d1", False),  # Data Matrix without FNC1
        (f"01{GTIN}21A", "", True),
        ("4601234567890", "", False),
        ("4601234567890", "]E0", False),
        ("0104600439931257", "", False),  # the check digit
        ("00000046198488X?io+qCABm8wAYa", "", False),  # a pack of tobacco has no identifiers
    ],
)
def test_the_scanner_says_what_is_gs1_else_a_gtin_that_checks_does(
    text: str, symbology: str, is_gs1: bool
) -> None:
    assert looks_like(text, symbology) is is_gs1


def test_a_code_read_is_a_plain_value() -> None:
    assert parse(f"01{GTIN}") == Gs1({"01": GTIN})
