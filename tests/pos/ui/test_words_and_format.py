"""Both languages say the same things, and amounts read as people write them."""

from __future__ import annotations

import re
import string
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory.values.money import Money
from inventory.values.quantity import Quantity, Unit
from pos.ui.kit.format import Format
from pos.ui.kit.words import CATALOGUES, LANGUAGES, WordMissing, Words, plural

RU, EN = Format(Words("ru")), Format(Words("en"))
SOURCES = Path(__file__).parents[3] / "pos" / "ui"
PLURALS = {"one", "few", "many"}
FILES = sorted(path.stem for path in (CATALOGUES / "ru").glob("*.toml"))
# Found by a name made at run time: an enum's value, an error's class.
MADE = re.compile(
    r"trouble\.|kit\.unit\."
    r"|till\.(key|ask|ask_hint|lamp|device|sale|return|way_out|hint|empty|new|pan|correction)\."
)
STORIES = (
    "recalled",
    "cancel_question",
    "price_is",
    "misheard",
    "log_in_first",
    "catching_up",
    "errand",
)


def flat(table: dict[str, object], prefix: str) -> Iterator[tuple[str, object]]:
    """Keys with their texts; the forms of a plural are one key."""
    for name, value in table.items():
        if isinstance(value, dict) and not set(value) <= PLURALS:
            yield from flat(value, f"{prefix}.{name}")
        else:
            yield f"{prefix}.{name}", value


def catalogue(language: str, file: str) -> dict[str, object]:
    path = CATALOGUES / language / f"{file}.toml"
    return dict(flat(tomllib.loads(path.read_text(encoding="utf-8")), file))


def blanks(value: object) -> set[str]:
    texts = value.values() if isinstance(value, dict) else [value]
    return {name for t in texts for _, name, _, _ in string.Formatter().parse(str(t)) if name}


@pytest.mark.parametrize("file", FILES)
def test_both_languages_have_the_same_keys_and_blanks(file: str) -> None:
    russian, english = (catalogue(language, file) for language in LANGUAGES)
    assert set(russian) == set(english)
    for key, value in russian.items():
        assert blanks(value) == blanks(english[key]), key


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_plurals_are_complete(language: str, file: str) -> None:
    need = PLURALS if language == "ru" else {"one", "many"}
    for key, value in catalogue(language, file).items():
        assert not isinstance(value, dict) or set(value) == need, key


def sources() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in SOURCES.rglob("*.py"))


def test_every_key_in_the_code_has_words() -> None:
    used = set(re.findall(r'"((?:till|kit|trouble)\.[a-z_.]+[a-z])"', sources()))
    known = {key for file in FILES for key in catalogue("ru", file)}
    missing = {key for key in used if key not in known and f"till.{key}" not in known}
    assert {key for key in missing if key.split(".")[1] not in (*STORIES, "device")} == set()


@pytest.mark.parametrize("file", ["till", "kit", "trouble"])
def test_no_key_is_left_unused(file: str) -> None:
    code = sources()
    for key in catalogue("ru", file):
        story = key.rsplit(".", 1)[0]
        assert f'"{key}"' in code or f'"{story}"' in code or MADE.match(key), key


def test_a_missing_key_is_an_error_of_ours() -> None:
    with pytest.raises(WordMissing):
        Words("ru")("till.no_such_key")


@pytest.mark.parametrize(
    ("number", "form"),
    [
        (1, "one"),
        (2, "few"),
        (5, "many"),
        (11, "many"),
        (12, "many"),
        (21, "one"),
        (104, "few"),
        (111, "many"),
        (0, "many"),
    ],
)
def test_russian_counts_choose_their_form(number: int, form: str) -> None:
    assert plural("ru", number) == form


def test_amounts_have_two_kopecks_and_narrow_spaces() -> None:
    assert RU.money(Money(258262)) == "2\u202f582,62"
    assert EN.money(Money(123456705)) == "1\u202f234\u202f567.05"
    assert RU.money(Money(-5)) == "\u22120,05"
    assert (RU.roubles(Money(260000)), RU.roubles(Money(260050))) == ("2\u202f600", "2\u202f600,50")


@given(st.integers(-(10**12), 10**12))
def test_a_printed_amount_reads_back(kopecks: int) -> None:
    plain = EN.money(Money(kopecks)).replace("\u202f", "").replace("\u2212", "-")
    assert int(plain.replace(".", "")) == kopecks


def test_quantities_carry_their_unit() -> None:
    assert RU.quantity(Quantity(3000)) == "3"
    assert RU.quantity(Quantity(1284, Unit.KILOGRAM)) == "1,284\u202fкг"
    assert EN.quantity(Quantity(2000, Unit.LITRE)) == "2.000\u202fl"


def test_per_cents_drop_empty_digits() -> None:
    assert [RU.percent(value) for value in (1000, 750, 5)] == [
        "10\u202f%",
        "7,5\u202f%",
        "0,05\u202f%",
    ]
    assert EN.percent(750) == "7.5%"


def test_moments_are_of_the_shop_not_of_the_machine() -> None:
    moment = datetime(2026, 11, 23, 22, 5, tzinfo=UTC)
    assert RU.moment(moment, "Asia/Vladivostok") == "24.11.2026 08:05"
    assert EN.moment(moment, "Europe/Moscow") == "24 Nov 2026 01:05"
