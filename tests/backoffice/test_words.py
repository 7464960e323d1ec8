"""The wording is complete and reads well in both languages."""

from __future__ import annotations

import datetime as dt
import re
import string
from pathlib import Path

import pytest

from backoffice.domain.reduce import COUNTERS
from backoffice.errors import BadEntry
from backoffice.usecases.edit import RIGHTS, ROLES
from backoffice.web import words as wording
from backoffice.web.goods import RATES, UNITS
from backoffice.web.words import choose, words
from inventory.values.quantity import Unit
from inventory.values.vat import VatRate

WEB = Path(wording.__file__).parent
PACKAGE = WEB.parent


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_have_the_same_keys_and_places() -> None:
    ru, en = words("ru").texts, words("en").texts
    assert set(ru) == set(en)
    for key in ru:
        assert places(ru[key]) == places(en[key]), key
        assert ru[key].strip(), key
        assert en[key].strip(), key


def test_english_has_no_russian_letters_but_the_name_of_the_language() -> None:
    found = {k: v for k, v in words("en").texts.items() if re.search("[а-яё]", v, re.IGNORECASE)}
    assert found == {"app.other_language": "Русский"}


def test_every_key_a_template_names_is_there() -> None:
    keys = words("ru").texts
    for template in (WEB / "templates").glob("*.html"):
        text = template.read_text("utf-8")
        for key in re.findall(r'\bt\("([a-z_.]+)"[,)]', text):
            assert key in keys, f"{template.name}: {key}"
        for key in re.findall(r'\bt\.count\("([a-z_.]+)"', text):
            if not key.endswith("."):
                assert {f"{key}.one", f"{key}.few", f"{key}.many"} <= set(keys), key


def test_rates_units_rights_roles_and_refusals_have_words() -> None:
    keys = set(words("ru").texts)
    assert {f"vat.{rate.value}" for rate in VatRate} <= keys
    assert {f"unit.{unit.value}" for unit in Unit} <= keys
    assert {f"unit.{unit}" for unit in UNITS} | {f"vat.{rate}" for rate in RATES} <= keys
    assert {f"right.{one}" for one in RIGHTS} | {f"role.{one}" for one in ROLES} <= keys
    assert {f"counter.{ours}" for ours in COUNTERS.values()} <= keys
    code = "".join(path.read_text("utf-8") for path in PACKAGE.rglob("*.py"))
    reasons = set(re.findall(BadEntry.__name__ + r'\((?:"\w+"|field), "(\w+)"\)', code))
    assert len(reasons) > 8
    assert {f"error.{why}" for why in reasons - {"short"}} <= keys


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "1 чек"), (2, "2 чека"), (5, "5 чеков"), (11, "11 чеков"), (21, "21 чек"),
     (112, "112 чеков"), (1022, "1\u202f022 чека"), (0, "0 чеков")],
)  # fmt: skip
def test_numbers_take_the_right_form(number: int, text: str) -> None:
    assert words("ru").count("receipt", number) == text


def test_english_numbers_take_the_right_form() -> None:
    assert [words("en").count("receipt", n) for n in (0, 1, 2, 21)] == [
        "0 receipts", "1 receipt", "2 receipts", "21 receipts"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("accepted", "kept", "language"),
    [
        ("en-GB,en;q=0.9,ru;q=0.8", "", "en"),
        ("ru-RU,ru;q=0.9,en;q=0.8", "", "ru"),
        ("de,en;q=0.3", "", "en"),
        ("en;q=0.2,ru;q=0.7", "", "ru"),
        ("en;q=0", "", "ru"),
        ("", "", "ru"),
        (";q=x,,", "", "ru"),
        ("en", "ru", "ru"),
        ("ru", "xx", "ru"),
    ],
)
def test_the_language_is_chosen_by_cookie_then_by_browser(
    accepted: str, kept: str, language: str
) -> None:
    assert choose(accepted, kept) == language


def test_amounts_and_dates_read_well() -> None:
    ru, en = words("ru"), words("en")
    assert ru.money(30593540) == "305\u202f935,40\u00a0₽"
    assert en.money(-5) == "−0.05\u00a0₽"
    assert ru.quantity(1284, 11) == "1,284\u00a0кг"
    assert ru.quantity(-3000, 0) == "−3\u00a0шт"
    assert en.quantity(500, 999) == "0.5\u00a0unit"
    assert [ru.percent(tenths) for tenths in (41, -30, 0)] == [
        "+4,1\u00a0%", "−3,0\u00a0%", "±0,0\u00a0%"
    ]  # fmt: skip
    day = dt.date(2026, 11, 24)
    assert ru.long_date(day) == "вторник, 24 ноября 2026"
    assert en.long_date(day) == "Tuesday, 24 November 2026"
    assert ru.moment(dt.datetime(2026, 11, 24, 9, 5, tzinfo=dt.UTC), "2026-11-24") == "09:05"
    assert ru.moment(dt.datetime(2026, 11, 23, 9, 5, tzinfo=dt.UTC), "2026-11-24") == (
        "23 ноября, 09:05"
    )
