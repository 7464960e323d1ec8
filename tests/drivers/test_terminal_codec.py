"""The lines of the emulated terminal, read back and read with suspicion."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.contracts.errors import BadFrame
from drivers.contracts.terminal import CardOperation, CardResult, Settlement, TerminalStatus
from drivers.terminals.emulated import codec, jsonline
from drivers.terminals.emulated.codec import Answer, Request, Trouble, Verb

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
AMOUNT = st.integers(0, 10**12)
MOMENT = st.datetimes(timezones=st.just(UTC))
CARD = st.from_regex(r"•••• [0-9]{4}", fullmatch=True)
# Slips without digits: card numbers in them are masked on the way, which is another test.
SLIP = st.lists(st.text("абвг ЭМУЛЯТОР-", max_size=20), max_size=4).map(tuple)

REQUESTS = st.builds(Request, AMOUNT, st.sampled_from(Verb), TEXT, AMOUNT, TEXT)
RESULTS = st.builds(
    CardResult, TEXT, st.sampled_from(CardOperation), AMOUNT, TEXT, TEXT, CARD, MOMENT, SLIP
)
ANSWERS = st.builds(
    Answer,
    AMOUNT,
    st.none() | st.sampled_from(Trouble),
    TEXT,
    st.text("отказ бнк", max_size=20),
    st.none() | st.builds(TerminalStatus, TEXT, TEXT, st.booleans(), st.booleans()),
    st.lists(RESULTS, max_size=3).map(tuple),
    st.none() | st.builds(Settlement, AMOUNT, AMOUNT, AMOUNT),
)


@given(REQUESTS)
def test_a_request_is_read_back_as_it_was(request_: Request) -> None:
    assert codec.decode_request(codec.encode_request(request_)) == request_


@given(ANSWERS)
def test_an_answer_is_read_back_as_it_was(answer: Answer) -> None:
    assert codec.decode_answer(codec.encode_answer(answer)) == answer


@given(REQUESTS)
def test_a_request_is_one_line(request_: Request) -> None:
    assert codec.encode_request(request_).count(b"\n") == 1


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
)
FIELDS = ["id", "verb", "ref", "amount", "of_rrn", "trouble", "code", "text", "status", "totals"]
OBJECTS = st.dictionaries(st.sampled_from([*FIELDS, "operations"]), JSON)


@given(st.binary(max_size=200) | OBJECTS.map(jsonline.dump))
def test_noise_is_a_value_or_a_bad_frame_and_nothing_else(noise: bytes) -> None:
    for decode in (codec.decode_request, codec.decode_answer):
        with suppress(BadFrame):
            decode(noise)


def test_a_tower_of_brackets_is_a_bad_frame() -> None:
    with pytest.raises(BadFrame):
        codec.decode_answer(b"[" * 100_000)


def test_half_a_surrogate_is_a_bad_frame() -> None:
    line = codec.encode_request(Request(1, Verb.FIND, "x")).replace(b'"x"', b'"\\ud800"')
    with pytest.raises(BadFrame):
        codec.decode_request(line)


@pytest.mark.parametrize(
    ("sent", "seen"),
    [
        ("4276550012344821", "•••• 4821"),
        ("427655******4821", "•••• 4821"),
        ("•••• 4821", "•••• 4821"),
        ("", ""),
    ],
)
def test_a_card_is_masked_whatever_the_terminal_sent(sent: str, seen: str) -> None:
    assert codec.mask_card(sent) == seen


@pytest.mark.parametrize(
    "number", ["4276550012344821", "4276 5500 1234 4821", "2200-1234-5678-9010"]
)
def test_a_whole_card_number_on_a_slip_is_masked(number: str) -> None:
    line = codec.hide_pan(f"Карта {number} RRN 999900000001")
    assert line == f"Карта •••• {number[-4:]} RRN 999900000001"


def test_an_answer_with_a_whole_card_number_comes_out_masked() -> None:
    number = "4276550012344821"
    moment = datetime(2026, 3, 1, tzinfo=UTC)
    result = CardResult("r", CardOperation.PAY, 1, "9", "1", number, moment, (f"PAN {number}",))
    answer = codec.decode_answer(codec.encode_answer(Answer(1, operations=(result,), text=number)))
    assert number not in repr(answer)
    assert answer.operations[0].card == "•••• 4821"
