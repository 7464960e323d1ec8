"""Typed tags to bytes and back, and bytes that nobody here wrote."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from drivers.contracts.errors import BadFrame
from drivers.contracts.ffd.codec import BadValue, Entry, Fixed, Value, decode, encode
from drivers.contracts.ffd.fields import EXACT_BYTES, FIELDS, Kind
from drivers.contracts.ffd.tags import Tag

OUTSIDE = json.loads(
    (Path(__file__).parents[2] / "contracts/shtrih/answers.json").read_text(encoding="utf-8")
)["tlv"]
LETTERS = bytes(range(0x20, 0x100)).decode("cp866").replace("\x7f", "")
EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - a register has no zone
UNKNOWN = 3999


def texts(size: int) -> st.SearchStrategy[str]:
    """What comes back as it was: padding is no part of a text."""
    return st.text(LETTERS, max_size=min(size, 40)).map(lambda text: text.rstrip(" \0"))


def values(tag: int) -> st.SearchStrategy[Value]:
    """Anything that tag holds."""
    field = FIELDS[tag]
    match field.kind:
        case Kind.NUMBER | Kind.VLN:
            return st.integers(0, 256**field.size - 1)
        case Kind.FVLN:
            return st.builds(Fixed, st.integers(0, 256 ** (field.size - 1) - 1), st.integers(0, 9))
        case Kind.TEXT | Kind.PADDED:
            return texts(field.size)
        case Kind.TIME:
            return st.integers(0, 2**32 - 1).map(lambda seconds: EPOCH + timedelta(seconds=seconds))
        case Kind.BYTES:
            least = field.size if tag in EXACT_BYTES else 0
            return st.binary(min_size=least, max_size=field.size)
        case Kind.NESTED:
            return st.just(())


def entries(tags: list[int]) -> st.SearchStrategy[Entry]:
    """One tag with a value."""
    return st.sampled_from(tags).flatmap(lambda tag: st.builds(Entry, st.just(tag), values(tag)))


FLAT = entries([tag for tag, field in FIELDS.items() if field.kind is not Kind.NESTED])
LEAF = entries([tag for tag, field in FIELDS.items() if field.size <= 8])
NESTED = st.builds(Entry, st.just(int(Tag.ITEM)), st.lists(LEAF, max_size=8).map(tuple))
UNHEARD = st.builds(Entry, st.just(UNKNOWN), st.binary(max_size=20))


@given(st.lists(FLAT | NESTED | UNHEARD, max_size=6))
def test_what_is_encoded_is_decoded(written: list[Entry]) -> None:
    assert decode(encode(written)) == tuple(written)


@given(st.binary(max_size=80))
@example(bytes.fromhex("23 04 01 00 00"))  # 1059 with a child of one byte
def test_any_bytes_give_tags_or_a_bad_frame(noise: bytes) -> None:
    try:
        read = decode(noise)
    except BadFrame:
        return
    assert all(isinstance(entry, Entry) for entry in read)
    assert decode(encode(read)) == read


@pytest.mark.parametrize("told", OUTSIDE, ids=lambda told: told["source"][:40])
def test_tags_recorded_outside_are_read_and_written_back(told: dict[str, Any]) -> None:
    raw = bytes.fromhex(told["hex"])
    [entry] = decode(raw)
    assert entry.tag == told["tag"]
    assert encode([entry]) == raw


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        (Entry(1008, "a@b.ru"), "F0 03 06 00 61 40 62 2E 72 75"),
        (Entry(1012, datetime(2026, 3, 1, 12, 30)), "F4 03 04 00 48 31 A4 69"),  # noqa: DTZ001
        (Entry(1018, "7707083893"), "FA 03 0C 00 37 37 30 37 30 38 33 38 39 33 20 20"),
        (Entry(1020, 123456), "FC 03 03 00 40 E2 01"),
        (Entry(1021, "Иванов"), "FD 03 06 00 88 A2 A0 AD AE A2"),
        (Entry(1023, Fixed(1755, 3)), "FF 03 03 00 03 DB 06"),
        (Entry(1256, (Entry(1228, "500100732259"),)), "E8 04 10 00 CC 04 0C 00"),
    ],
)
def test_values_are_written_as_the_formats_say(entry: Entry, told: str) -> None:
    assert encode([entry]).startswith(bytes.fromhex(told))
    assert decode(encode([entry])) == (entry,)


@pytest.mark.parametrize(
    "entry",
    [
        Entry(1054, 256),
        Entry(1020, 256**6),
        Entry(1031, -1),
        Entry(1030, "я" * 129),
        Entry(1030, "漢字"),
        Entry(1018, "1234567890123"),
        Entry(1023, Fixed(1, 300)),
        Entry(1077, b"\x01"),
        Entry(1030, 5),
        Entry(1020, "100"),
        Entry(1012, datetime(1969, 12, 31)),  # noqa: DTZ001 - a register has no zone
        Entry(1059, Fixed(1, 2)),
        Entry(1059, (Entry(1030, "x" * 129),)),
        Entry(1163, (Entry(1300, "x" * 32), Entry(1300, "x" * 32))),
    ],
    ids=str,
)
def test_a_value_its_tag_cannot_hold_is_never_cut_to_size(entry: Entry) -> None:
    with pytest.raises(BadValue):
        encode([entry])


def test_a_refused_value_is_named_by_its_own_tag() -> None:
    with pytest.raises(BadValue) as refused:
        encode([Entry(1059, (Entry(1030, "漢"),))])
    assert refused.value.tag == 1030


@pytest.mark.parametrize(
    "raw",
    ["1E 04 02 00 01 01", "FC 03 07 00 01 01 01 01 01 01 01", "35 04 05 00 01 01 01 01 01"],
    ids=["two bytes of 1054", "seven of 1020", "five of 1077"],
)
def test_bytes_that_break_the_table_are_a_bad_frame(raw: str) -> None:
    with pytest.raises(BadFrame):
        decode(bytes.fromhex(raw))


def test_every_named_tag_has_a_field_but_those_only_printed() -> None:
    assert {int(tag) for tag in Tag} - set(FIELDS) == {Tag.TITLE, Tag.QR}
