"""JSON both ways: exact sums, either form of an error, and anything at all on the wire."""

from __future__ import annotations

import json
import secrets
from base64 import b64encode
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.contracts.errors import BadFrame, DeviceError, NoAnswer, NoLink, Refused
from drivers.contracts.ffd import tlv
from drivers.contracts.ffd.tags import Tag
from drivers.contracts.registrar import DocumentKind
from drivers.registrars.atol import codec, documents, exact, refusals, tasks, words
from drivers.registrars.atol.codec import Queued, Reply, Status
from drivers.registrars.atol.conversation import ended
from drivers.registrars.atol.fields import Fields
from drivers.registrars.atol.settings import Settings
from tests.drivers.atol import fuzz
from tests.drivers.atol.shop import SHOES, sale

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)
NAMES = st.sampled_from(
    [
        *("status", "result", "results", "error", "code", "description", "errorCode"),
        *("documentTLV", "rawData", "fiscalDocumentType", "1054", "1020", "1012", "1077"),
        *("fiscalParams", "warnings", "notPrinted", "total", "shiftNumber", "fnStatus"),
    ]
)
LIKE_AN_ANSWER = st.recursive(
    JSON | st.sampled_from([*(status.value for status in Status), *words.DOCUMENTS, "", "12"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=6),
    max_leaves=30,
)


@given(st.integers(0, 10**12))
def test_kopecks_go_there_and_back_and_never_through_a_float(kopecks: int) -> None:
    text = exact.dumps({"sum": exact.rubles(kopecks)})
    assert text == f'{{"sum":{kopecks // 100}.{kopecks % 100:02d}}}'
    fields = Fields.of(exact.loads(text.encode()), "it")
    assert fields.kopecks("sum") == kopecks


@given(st.integers(0, 10**12))
def test_thousandths_go_there_and_back(thousandths: int) -> None:
    text = exact.dumps({"quantity": exact.units(thousandths)}).encode()
    assert Fields.of(exact.loads(text), "it").thousandths("quantity") == thousandths


@given(JSON)
def test_json_of_our_own_is_json(value: Any) -> None:
    def without_floats(one: Any) -> Any:
        if isinstance(one, float):
            return Decimal(1234).scaleb(-2)
        if isinstance(one, int) and not isinstance(one, bool):
            return one % 10**9
        if isinstance(one, list):
            return [without_floats(each) for each in one]
        if isinstance(one, dict):
            return {name: without_floats(each) for name, each in one.items()}
        return one

    plain = without_floats(value)
    assert exact.loads(exact.dumps(plain).encode("utf-8", "surrogatepass")) == plain


@pytest.mark.parametrize("value", [1.5, b"", object(), {"a": {1.0}}])
def test_what_json_has_not_is_a_mistake_of_ours(value: object) -> None:
    with pytest.raises(TypeError):
        exact.dumps(value)


@pytest.mark.parametrize("version", [codec.V1, codec.V2])
def test_results_go_there_and_back_in_either_version(version: int) -> None:
    sent = [
        Reply(Status.READY, 0, "Ошибок нет", Fields({"fnStatus": {"fiscalDocumentNumber": 7}})),
        Reply(Status.ERROR, 44, "Нет бумаги"),
        Reply(Status.INTERRUPTED),
    ]
    assert codec.replies(codec.results(sent, version)) == sent


def test_a_request_goes_there_and_back() -> None:
    task = tasks.receipt(sale(SHOES), Settings(), "1.2")
    posted = codec.posted(codec.request("0c8e", [task]))
    assert posted.uuid == "0c8e"
    (read,) = posted.tasks
    assert (read.text("type"), read.kopecks("total")) == ("sell", 10_000)
    (position,) = read.each("items")
    assert (position.kopecks("price"), position.thousandths("quantity")) == (10_000, 1_000)
    assert position.inside("tax").text("type") == "vat22"
    told = json.loads(codec.queued("0c8e", Queued(2, "other")))
    assert told == {"number": 2, "uuid": "0c8e", "isBlocked": True, "blockedUUID": "other"}


def test_the_words_of_the_driver_are_each_a_word_of_one_number() -> None:
    tables = (words.VAT, words.METHODS, words.SUBJECTS, words.MEASURES, words.TAX_SYSTEMS)
    for table in (*tables, words.OPERATIONS, words.AGENTS, words.CAUSES):
        told = list(table.values())
        assert len(set(told)) == len(told)


@pytest.mark.parametrize(
    ("vat", "name"), [(11, "НДС 22%"), (12, "НДС 22/122")], ids=["22", "22/122"]
)
def test_the_words_for_22_per_cent_are_settings(vat: int, name: str) -> None:
    from dataclasses import replace

    setting = {11: "vat22", 12: "vat122"}[vat]
    task = tasks.receipt(sale(replace(SHOES, vat=vat)), Settings(**{setting: name}), "1.2")  # type: ignore[arg-type]
    assert task["items"][0]["tax"]["type"] == name


@pytest.mark.parametrize("ffd", ["1.05", "1.1"])
def test_older_formats_have_units_in_words_and_marks_of_their_own(ffd: str) -> None:
    from dataclasses import replace

    line = replace(SHOES, measure=11, item_code="010\x1d91")
    (position,) = tasks.receipt(sale(line), Settings(), ffd)["items"]
    assert position["measurementUnit"] == "кг"
    assert position["markingCode"] == {"type": "other", "mark": b64encode(b"010\x1d91").decode()}


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"NaN",
        b'{"a": Infinity}',
        b"[" * 100_000,
        b'{"a": ' + b"9" * 5000 + b"}",
        b'{"a": 1' + b"0" * 40 + b".5}",
    ],
)
def test_text_that_is_no_json_or_no_number_of_a_register_is_a_bad_frame(text: bytes) -> None:
    with pytest.raises(BadFrame):
        exact.loads(text)


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("kopecks", '"12.5"'),
        ("kopecks", "true"),
        ("kopecks", "0.005"),
        ("kopecks", "-1"),
        ("kopecks", "1e999999999"),
        ("kopecks", "1e-999999999"),
        ("kopecks", "123456789012345"),
        ("number", "1.5"),
        ("number", "[]"),
        ("text", "5"),
        ("flag", '"true"'),
        ("moment", '"tomorrow"'),
        ("moment", "5"),
        ("inside", "[]"),
        ("each", "{}"),
        ("each", "[1]"),
        ("words", "[1]"),
    ],
)
def test_a_value_of_another_kind_is_a_bad_frame(name: str, raw: str) -> None:
    fields = Fields.of(exact.loads(f'{{"x": {raw}}}'.encode()), "it")
    with pytest.raises(BadFrame):
        getattr(fields, name)("x")


def test_what_is_absent_has_its_default() -> None:
    empty = Fields({"null": None})
    for name in ("absent", "null"):
        assert (empty.text(name), empty.number(name), empty.kopecks(name)) == ("", 0, 0)
        assert (empty.flag(name), empty.moment(name), empty.each(name)) == (False, None, [])
        assert empty.inside(name) == Fields({})


def test_a_moment_is_the_local_time_of_the_register() -> None:
    fields = Fields({"at": "2026-03-01T12:30:00+03:00"})
    assert fields.moment("at") == datetime(2026, 3, 1, 12, 30)  # noqa: DTZ001 - as it says


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200) | LIKE_AN_ANSWER.map(lambda value: json.dumps(value).encode()))
def test_any_bytes_are_results_or_a_bad_frame(data: bytes) -> None:
    try:
        found = codec.replies(data)
    except BadFrame:
        return
    assert all(isinstance(reply.status, Status) for reply in found)


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(NAMES, LIKE_AN_ANSWER, max_size=6), st.binary(max_size=60))
def test_any_document_is_found_or_a_bad_frame(raw: dict[str, Any], data: bytes) -> None:
    told = Fields({**raw, "rawData": b64encode(data).decode()})
    for fields in (Fields(raw), told):
        try:
            assert documents.found(5, fields).kind in DocumentKind
        except BadFrame:
            continue


def test_a_document_is_read_by_its_tags_where_its_bytes_are_gone() -> None:
    """The short form of an old document; the kind stands beside the tags or among them."""
    short = {
        "fiscalDocumentType": "receipt",
        "short": True,
        "1040": 415,
        "1077": "1234567890",
        "1012": "2026-03-01T12:30:00+03:00",
        "1054": 2,
        "1020": Decimal("280.86"),
    }
    found = documents.found(415, Fields({"documentTLV": short}))
    assert (found.kind, found.fd, found.sign) == (DocumentKind.RECEIPT, 415, 1234567890)
    assert (found.operation, found.total, found.lines) == (2, 28086, None)
    named = {**short, "1054": "sellReturn"}
    assert documents.found(415, Fields({"documentTLV": named})) == found
    kind = short.pop("fiscalDocumentType")
    beside = {"fiscalDocumentType": kind, "documentTLV": short}
    assert documents.found(415, Fields(beside)) == found


def test_a_form_of_strict_accounting_is_a_receipt() -> None:
    raw = b64encode(tlv.number(Tag.FD, 7, 4)).decode()
    for word, kind in (("bso", 3), ("bsoCorrection", 31)):
        assert documents.found(7, Fields({"fiscalDocumentType": word, "rawData": raw})).kind == kind


@pytest.mark.parametrize("code", [*range(279), *range(401, 427), *range(501, 505), 601, 602, 603])
def test_every_code_of_the_driver_is_a_device_error_that_carries_it(code: int) -> None:
    error = refusals.refusal(code, "sell", "слова сервера")
    assert isinstance(error, DeviceError)
    assert error.code == str(code)


def test_an_unknown_code_is_shown_with_the_servers_own_words() -> None:
    error = refusals.refusal(9999, "sell", "Луна не в той фазе")
    assert type(error) is Refused
    assert "Луна не в той фазе (9999)" in str(error)


def test_a_broken_link_is_no_link_to_a_question_and_an_interrupted_document_unknown() -> None:
    assert isinstance(refusals.refusal(2, "status"), NoLink)
    assert isinstance(refusals.refusal(177, "sell"), NoAnswer)
    for status in (Status.INTERRUPTED, Status.CANCELED):
        assert type(ended(Reply(status), "sell")) is Refused


@pytest.mark.parametrize(
    ("query", "words_"),
    [
        ({"colour": "red"}, "unknown setting 'colour'"),
        ({"api": "3"}, "api is one of 1, 2"),
        ({"poll_s": "soon"}, "could not convert"),
    ],
)
def test_a_setting_that_makes_no_sense_is_named(query: dict[str, str], words_: str) -> None:
    with pytest.raises(ValueError, match=words_):
        Settings.parse(query)


def test_settings_are_read_from_an_address() -> None:
    query = {"api": "1", "device": "till-2", "poll_s": "0.5", "numeric_tenders": "1"}
    read = Settings.parse(query)
    assert (read.api, read.device, read.poll_s, read.numeric_tenders) == (1, "till-2", 0.5, True)


def test_damaged_answers_of_a_whole_day_are_values_or_bad_frames() -> None:
    """`python -m tests.drivers.atol.fuzz` goes on for longer; its seed is printed."""
    assert fuzz.run(1500, 0, secrets.randbelow(10**9)) == 1500
