"""The office's wording: one catalogue a language, same keys in each."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from markupsafe import Markup

from backoffice.web import format as form

LANGUAGES = ("ru", "en")
NAMES = 5  # goods named in a sentence
_FOLDER = Path(__file__).parent / "words"


@cache
def words(language: str) -> Words:
    """The catalogue of that language."""
    text = (_FOLDER / f"{language}.toml").read_text("utf-8")
    return Words(language, flatten(tomllib.loads(text)))


def flatten(table: Mapping[str, object], prefix: str = "") -> dict[str, str]:
    """Keys of nested tables joined by dots."""
    flat: dict[str, str] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            flat |= flatten(value, f"{prefix}{key}.")
        else:
            flat[prefix + key] = str(value)
    return flat


def choose(accepted: str, kept: str = "") -> str:
    """The language kept in a cookie, else the first of Accept-Language that there is, else ru."""
    if kept in LANGUAGES:
        return kept
    ranked = sorted(_ranges(accepted), key=lambda pair: -pair[1])
    return next((tag for tag, weight in ranked if tag in LANGUAGES and weight > 0), "ru")


def _ranges(accepted: str) -> list[tuple[str, int]]:
    ranges = []
    for part in accepted.split(","):
        tag, _, weight = part.strip().partition(";q=")
        digits = weight.strip().replace(".", "").ljust(4, "0")[:4]
        thousandths = int(digits) if weight and digits.isdecimal() else 1000
        ranges.append((tag.split("-")[0].strip().lower(), thousandths))
    return ranges


class Words:
    """Texts, plurals, amounts and dates in one language."""

    def __init__(self, language: str, texts: dict[str, str]) -> None:
        self.language = language
        self.texts = texts
        self.point = texts["format.point"]

    def __call__(self, key: str, **values: object) -> str:
        """The text of that key with its places filled."""
        return self.texts[key].format(**values)

    def count(self, key: str, number: int, **values: object) -> str:
        """A number with its noun in the right form: 3 чека."""
        text = self.texts[f"{key}.{self._plural(number)}"]
        return text.format(n=form.grouped(number), **values)

    def _plural(self, number: int) -> str:
        if self.language == "en":
            return "one" if number == 1 else "many"
        if number % 10 == 1 and number % 100 != 11:
            return "one"
        few = number % 10 in {2, 3, 4} and number % 100 not in {12, 13, 14}
        return "few" if few else "many"

    def amount(self, kopecks: int) -> str:
        return form.amount(kopecks, self.point)

    def money(self, kopecks: int) -> str:
        return form.money(kopecks, self.point)

    def big_money(self, kopecks: int) -> Markup:
        return form.big_money(kopecks, self.point)

    def typed_money(self, kopecks: int) -> str:
        return form.typed_money(kopecks, self.point)

    def quantity(self, thousandths: int, unit: int) -> str:
        """With the unit: 1,284 кг."""
        key = f"unit.{unit}" if f"unit.{unit}" in self.texts else "unit.255"
        amount = form.quantity(thousandths, self.point)
        return f"{amount}{form.SPACE}{self.texts[key]}".strip()

    def percent(self, tenths: int) -> str:
        return form.percent(tenths, self.point)

    def part(self, tenths: int) -> str:
        return form.part(tenths, self.point)

    def names(self, names: Sequence[str]) -> str:
        """The first of them, and how many more there are."""
        shown = ", ".join(names[:NAMES])
        left = len(names) - NAMES
        return f"{shown} {self('day.more_names', n=form.grouped(left))}" if left > 0 else shown

    def date(self, day: dt.date) -> str:
        """24 ноября."""
        return self("format.date", day=day.day, month=self(f"month.{day.month}"))

    def long_date(self, day: dt.date) -> str:
        """Вторник, 24 ноября 2026."""
        return self(
            "format.long_date", weekday=self(f"weekday.{day.isoweekday()}"), date=self.date(day),
            year=day.year,
        )  # fmt: skip

    def moment(self, at: dt.datetime, day: str) -> str:
        """The time alone within that day, else with the date."""
        time = form.clock_time(at)
        return time if at.date().isoformat() == day else f"{self.date(at.date())}, {time}"
