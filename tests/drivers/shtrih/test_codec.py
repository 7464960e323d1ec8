"""Frames and TLV: what is written is read, and noise is a BadFrame and nothing else."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.contracts.errors import BadFrame
from drivers.contracts.ffd import tlv
from drivers.registrars.shtrih import answers, drive_answers
from drivers.registrars.shtrih.fields import Fields
from drivers.registrars.shtrih.frames import pack, unpack
from drivers.registrars.shtrih.settings import Settings

PARSERS: list[Callable[[Fields], object]] = [
    answers.short_status,
    answers.full_status,
    drive_answers.drive_status,
    drive_answers.exchange,
    drive_answers.shift,
    answers.closed_receipt,
    answers.shift_document,
    drive_answers.found,
    answers.parameters,
    answers.device_name,
    answers.correction,
    answers.table_info,
    answers.field_info,
    answers.characters,
    drive_answers.registration,
]


@given(st.binary(min_size=1, max_size=255))
def test_a_packed_body_comes_out_again(body: bytes) -> None:
    assert unpack(pack(body)) == body


@given(st.binary(min_size=1, max_size=255), st.integers(0), st.integers(1, 255))
def test_one_changed_byte_is_found(body: bytes, where: int, how: int) -> None:
    frame = bytearray(pack(body))
    frame[where % len(frame)] ^= how
    with pytest.raises(BadFrame):
        unpack(bytes(frame))


@given(st.binary(max_size=300))
def test_noise_is_a_frame_or_a_bad_frame(noise: bytes) -> None:
    try:
        body = unpack(noise)
    except BadFrame:
        return
    assert pack(body) == noise


@pytest.mark.parametrize("parse", PARSERS, ids=lambda parse: parse.__name__)
@given(noise=st.binary(max_size=80))
def test_a_parser_takes_any_bytes(parse: Callable[[Fields], object], noise: bytes) -> None:
    with contextlib.suppress(BadFrame):
        assert parse(Fields(noise)) is not None


@given(st.binary(max_size=20))
def test_an_answer_is_code_error_and_data_or_a_bad_frame(noise: bytes) -> None:
    try:
        said = answers.answer(noise)
    except BadFrame:
        assert len(noise) < 3
        return
    assert 0 <= said.error <= 255


def test_an_unknown_command_of_the_drive_may_be_answered_in_two_bytes() -> None:
    assert answers.answer(b"\xff\x37") == answers.Answer(0xFF00, 0x37, b"")


@given(st.binary(max_size=400))
def test_tlv_takes_any_bytes(noise: bytes) -> None:
    try:
        tree = tlv.tree(noise)
    except BadFrame:
        return
    assert (tree == {}) == (noise == b"")


@given(st.integers(0, 2**48 - 1), st.integers(0, 10**9))
def test_amounts_and_quantities_come_out_again(amount: int, thousandths: int) -> None:
    [(_, value)] = tlv.split(tlv.amount(1020, amount))
    assert tlv.to_int(value) == amount
    [(_, value)] = tlv.split(tlv.quantity(1023, thousandths))
    assert tlv.to_quantity(value) == f"{thousandths // 1000}.{thousandths % 1000:03d}"


@given(st.datetimes(datetime(2016, 1, 1), datetime(2100, 1, 1)))  # noqa: DTZ001 - a register has no zone
def test_a_moment_comes_out_again(at: datetime) -> None:
    [(_, value)] = tlv.split(tlv.moment(1012, at))
    assert tlv.to_moment(value) == at - timedelta(microseconds=at.microsecond)


@pytest.mark.parametrize(
    ("built", "written"),
    [
        (tlv.text(1008, "a@b.ru", 64), "F0 03 06 00 61 40 62 2E 72 75"),
        (tlv.quantity(1023, 1755), "FF 03 03 00 03 DB 06"),
        (tlv.amount(1020, 123456), "FC 03 03 00 40 E2 01"),
        (tlv.text(1021, "Иванов", 64), "FD 03 06 00 88 A2 A0 AD AE A2"),
        (tlv.moment(1012, datetime(2026, 3, 1, 12, 30)), "F4 03 04 00 48 31 A4 69"),  # noqa: DTZ001 - a register has no zone
    ],
)
def test_tags_are_written_as_the_format_order_says(built: bytes, written: str) -> None:
    assert built == bytes.fromhex(written)


def test_tlv_nested_without_end_is_a_bad_frame() -> None:
    data = b""
    for _ in range(50):
        data = tlv.entry(1059, data)
    with pytest.raises(BadFrame, match="nested"):
        tlv.tree(data)


def test_settings_are_read_from_an_address() -> None:
    read = Settings.parse({"password": "7", "answer_s": "2.5", "open_receipt": "1"})
    assert (read.password, read.answer_s, read.open_receipt) == (7, 2.5, True)
    with pytest.raises(ValueError, match="colour"):
        Settings.parse({"colour": "red"})
