"""A scanner's bytes: messages however they are cut, and what is no code."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.contracts.scanner import Heard, Scanned, Unread
from drivers.scanners.serial.codec import (
    ENDLESS,
    HALF,
    LONGEST,
    SUFFIXES,
    Form,
    Messages,
    read,
    write,
)

PRINTED = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1)
CODES = st.builds(
    lambda parts: "\x1d".join(parts), st.lists(PRINTED, min_size=1, max_size=4)
).filter(lambda text: not text.startswith("]"))
SYMBOLOGIES = st.sampled_from(["", "]E0", "]E4", "]C1", "]d2", "]Q3", "]X0"])
FORMS = st.builds(
    Form,
    prefix=st.sampled_from([b"", b"\x02", b"\x1b$"]),
    ends=st.sampled_from([ends for ends in SUFFIXES.values() if ends] + [(b"\x03",)]),
)


def texts(heard: list[Heard]) -> list[str]:
    return [one.text if isinstance(one, Scanned) else f"unread: {one.why}" for one in heard]


@given(st.lists(st.tuples(CODES, SYMBOLOGIES), max_size=5), FORMS, st.data())
def test_what_a_scanner_sends_is_read_however_the_bytes_are_cut(
    codes: list[tuple[str, str]], form: Form, data: st.DataObject
) -> None:
    sent = [Scanned(b"", text, symbology) for text, symbology in codes]
    wire = b"".join(write(code, form) for code in sent)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(wire)), max_size=6)))
    messages, heard = Messages(form), list[Heard]()
    for begin, end in zip([0, *cuts], [*cuts, len(wire)], strict=True):
        heard += messages.feed(wire[begin:end])
    assert [(one.text, one.symbology) for one in heard if isinstance(one, Scanned)] == codes
    assert len(heard) == len(codes)
    assert not messages.waiting


@pytest.mark.parametrize(
    ("suffix", "wire", "read_as"),
    [
        ("auto", b"12345670\r", ["12345670"]),
        ("auto", b"12345670\n", ["12345670"]),
        ("auto", b"12345670\r\n2222\r\n", ["12345670", "2222"]),
        ("cr", b"12345670\r2222\r", ["12345670", "2222"]),
        ("lf", b"12345670\n2222\n", ["12345670", "2222"]),
        ("crlf", b"12345670\r\n2222\r\n", ["12345670", "2222"]),
        ("tab", b"12345670\t2222\t", ["12345670", "2222"]),
        ("\x03", b"12345670\x032222\x03", ["12345670", "2222"]),
    ],
)
@pytest.mark.parametrize("step", [1, 2, 3, 100])
def test_each_suffix_ends_a_code(suffix: str, wire: bytes, read_as: list[str], step: int) -> None:
    messages, heard = Messages(Form.parse(suffix=suffix)), list[Heard]()
    for at in range(0, len(wire), step):
        heard += messages.feed(wire[at : at + step])
    assert texts(heard) == read_as
    assert messages.pause() is None


def test_without_a_suffix_a_pause_ends_a_code() -> None:
    messages = Messages(Form.parse(suffix="none"))
    assert messages.feed(b"4601234") == []
    assert messages.feed(b"567890") == []
    assert messages.pause() == Scanned(b"4601234567890", "4601234567890")
    assert messages.pause() is None


def test_half_a_message_is_not_a_code_and_does_not_spoil_the_next_one() -> None:
    messages = Messages(Form())
    assert messages.feed(b"460123") == []
    assert messages.waiting
    assert messages.pause() == Unread(b"460123", HALF)
    assert not messages.waiting
    assert texts(messages.feed(b"4601234567890\r")) == ["4601234567890"]


def test_gs_is_data_and_ends_nothing() -> None:
    messages = Messages(Form())
    (heard,) = messages.feed(b"]d20104600439931256215abc\x1d93dGVz\r")
    assert heard == Scanned(
        b"]d20104600439931256215abc\x1d93dGVz", "0104600439931256215abc\x1d93dGVz", "]d2"
    )


def test_the_separators_of_iso_15434_are_data_too() -> None:
    assert texts(Messages(Form()).feed(b"[)>\x1e06\x1d1P123\x1e\x04\r")) == [
        "[)>\x1e06\x1d1P123\x1e\x04"
    ]


def test_noise_before_the_prefix_is_left_out() -> None:
    messages = Messages(Form.parse(prefix="\x02", suffix="\x03"))
    assert texts(messages.feed(b"\xff\x00\x02]E04601234567890\x03")) == ["4601234567890"]


def test_a_message_without_its_prefix_is_no_code() -> None:
    (heard,) = Messages(Form.parse(prefix="\x02")).feed(b"4601234567890\r")
    assert heard == Unread(b"4601234567890", "the prefix 02 is missing")


@pytest.mark.parametrize("raw", [b"\xff\xfe\x80", b"46\x00", b"]E0", b"  ", b"46\x7f"])
def test_bytes_of_another_speed_are_no_code(raw: bytes) -> None:
    assert isinstance(read(raw, Form()), Unread)


@pytest.mark.parametrize("encoding", ["utf-8", "cp866", "cp1251", "koi8-r"])
def test_cyrillic_in_a_code_is_read_in_the_scanner_s_code_page(encoding: str) -> None:
    form = Form.parse(encoding=encoding)
    sent = Scanned(b"", "ST00012|Name=ООО Ёлка", "]Q1")
    assert texts(Messages(form).feed(write(sent, form))) == [sent.text]


@pytest.mark.parametrize("suffix", ["auto", "none"])
def test_a_flood_without_an_end_is_told_once_and_forgotten_with_its_tail(suffix: str) -> None:
    messages = Messages(Form.parse(suffix=suffix))
    heard: list[Heard] = []
    for _ in range(3 * LONGEST // 1000):
        heard += messages.feed(b"7" * 1000)
    assert heard == []
    heard = messages.feed(b"7\r") if suffix == "auto" else [messages.pause() or Unread(b"", "")]
    assert texts(heard) == [f"unread: {ENDLESS}"]
    assert not messages.waiting


@given(st.lists(st.binary(max_size=40), max_size=8), FORMS)
def test_noise_breaks_nothing_and_the_next_code_after_a_pause_is_read(
    noise: list[bytes], form: Form
) -> None:
    messages = Messages(form)
    for part in noise:
        messages.feed(part)
    messages.pause()
    assert not messages.waiting
    assert texts(messages.feed(write(Scanned(b"", "4601234567890"), form))) == ["4601234567890"]


@given(st.binary(max_size=60), st.sampled_from(["utf-8", "cp866", "cp1251", "utf-7", "idna"]))
def test_any_bytes_are_a_code_or_told_to_be_none(raw: bytes, encoding: str) -> None:
    heard = read(raw, Form.parse(encoding=encoding))
    assert isinstance(heard, Unread) or heard.text


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("suffix", ""),
        ("suffix", "crl"),
        ("suffix", "\x1d"),
        ("prefix", "№"),
        ("encoding", "utf-16"),
        ("encoding", "klingon"),
        ("encoding", "\0"),
        ("encoding", "hex"),
    ],
)
def test_a_word_that_makes_no_sense_is_refused_with_what_does(name: str, value: str) -> None:
    with pytest.raises(ValueError, match=r"a suffix is|a prefix is|a scanner has"):
        Form.parse(**{name: value})
