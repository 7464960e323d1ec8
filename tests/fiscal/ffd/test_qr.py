"""The check string of a receipt (1196)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fiscal.domain.ffd.qr import ReceiptMark, read

AT = datetime(2026, 3, 1, 12, 30)  # noqa: DTZ001 - a register has no zone
TOLD = "t=20260301T1230&s=280.86&fn=9999000011112222&i=415&fp=1234567890&n=1"
MARK = ReceiptMark(AT, 28086, "9999000011112222", 415, 1234567890, 1)


def test_the_string_is_as_the_law_writes_it() -> None:
    assert MARK.text == TOLD


@pytest.mark.parametrize(
    ("kopecks", "sum_"), [(0, "0.00"), (5, "0.05"), (100, "1.00"), (123456, "1234.56")]
)
def test_kopecks_are_always_two(kopecks: int, sum_: str) -> None:
    assert f"&s={sum_}&" in ReceiptMark(AT, kopecks, "1", 1, 1, 1).text


@given(
    st.datetimes(datetime(2017, 1, 1), datetime(2099, 1, 1)),  # noqa: DTZ001
    st.integers(0, 10**12),
    st.integers(1, 10**16 - 1).map("{:016}".format),
    st.integers(1, 2**32 - 1),
    st.integers(0, 2**32 - 1),
    st.integers(1, 4),
)
def test_what_is_printed_is_read_back(
    at: datetime, total: int, fn: str, fd: int, sign: int, operation: int
) -> None:
    minute = at.replace(second=0, microsecond=0)
    mark = ReceiptMark(minute, total, fn, fd, sign, operation)
    assert read(mark.text) == mark


def test_seconds_and_another_order_are_read_too() -> None:
    with_seconds = "n=1&fp=1234567890&i=415&fn=9999000011112222&s=280.86&t=20260301T123045"
    assert read(with_seconds) == ReceiptMark(
        AT.replace(second=45), 28086, "9999000011112222", 415, 1234567890, 1
    )


@given(st.text(max_size=80) | st.from_regex(r"\A[tsfinp=&0-9T.]{0,80}\Z"))
@example(TOLD.replace("2026", "0226"))  # strftime pads no year
def test_any_text_is_a_receipt_or_none(text: str) -> None:
    mark = read(text)
    assert mark is None or read(mark.text) == replace(mark, at=mark.at.replace(second=0))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://example.org/?t=1",
        TOLD.replace("&n=1", ""),
        TOLD.replace("280.86", "280,86"),
        TOLD.replace("280.86", "280.8"),
        TOLD.replace("20260301", "20261301"),
        TOLD.replace("i=415", "i=4.5"),
        TOLD + "&n=2",
        TOLD.replace("T1230", "T12"),
    ],
)
def test_another_text_is_no_receipt(text: str) -> None:
    assert read(text) is None
