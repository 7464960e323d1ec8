"""A JSON object taken apart by name; what is there must be what was expected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TypeVar

from drivers.contracts.errors import BadFrame

T = TypeVar("T")
LARGEST = 10**15  # kopecks and numbers of documents stay far below
MOST_DIGITS = 20  # before or after the point
ENOUGH = 80  # characters of a wrong value that its error quotes


@dataclass(frozen=True, slots=True)
class Fields:
    """What is absent or null gets its default; `BadFrame` for a value of another type."""

    raw: Mapping[str, object]

    @classmethod
    def of(cls, value: object, what: str) -> Fields:
        """An object; `BadFrame` if it is none."""
        if isinstance(value, dict):
            return cls(value)
        raise BadFrame(f"{what} is no object: {_quoted(value)}")

    def has(self, name: str) -> bool:
        """Whether there is such a field with a value."""
        return self.raw.get(name) is not None

    def text(self, name: str, default: str = "") -> str:
        """A string; what no text file could hold becomes a question mark."""
        value = self.raw.get(name)
        if value is None:
            return default
        if isinstance(value, str):
            return value.encode("utf-8", "replace").decode("utf-8")
        raise _wrong(name, "text", value)

    def number(self, name: str, default: int = 0) -> int:
        """A whole number, not negative; digits in quotes are one too."""
        value = self.raw.get(name)
        if value is None:
            return default
        return _whole(name, value, 0)

    def kopecks(self, name: str, default: int = 0) -> int:
        """Rubles with at most two digits after the point, as kopecks."""
        value = self.raw.get(name)
        return default if value is None else _whole(name, value, 2)

    def thousandths(self, name: str, default: int = 0) -> int:
        """A quantity with at most three digits after the point."""
        value = self.raw.get(name)
        return default if value is None else _whole(name, value, 3)

    def flag(self, name: str, default: bool = False) -> bool:
        """True or false."""
        value = self.raw.get(name)
        if value is None:
            return default
        if isinstance(value, bool):
            return value
        raise _wrong(name, "true or false", value)

    def moment(self, name: str) -> datetime | None:
        """ISO 8601 as the local time of the register; its offset is dropped."""
        text = self.text(name)
        if not text:
            return None
        try:
            return datetime.fromisoformat(text).replace(tzinfo=None)
        except ValueError:
            raise _wrong(name, "a moment", text) from None

    def inside(self, name: str) -> Fields:
        """A nested object, empty where there is none."""
        value = self.raw.get(name)
        return Fields({}) if value is None else Fields.of(value, name)

    def each(self, name: str) -> list[Fields]:
        """A list of objects, empty where there is none."""
        return [Fields.of(value, name) for value in self._list(name)]

    def words(self, name: str) -> tuple[str, ...]:
        """A list of strings."""
        values = self._list(name)
        return tuple(Fields({name: value}).text(name) for value in values)

    def word(self, name: str, meaning: Mapping[str, T]) -> T:
        """The meaning of a word that must be one of those."""
        text = self.text(name)
        if text not in meaning:
            raise _wrong(name, f"one of {', '.join(meaning)}", text)
        return meaning[text]

    def _list(self, name: str) -> list[object]:
        value = self.raw.get(name)
        if value is None:
            return []
        if isinstance(value, list):
            return value
        raise _wrong(name, "a list", value)


def _whole(name: str, value: object, digits: int) -> int:
    """The number times ten to the power of `digits`, which must be whole."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < MOST_DIGITS:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise _wrong(name, "a number", value)
    exact = Decimal(value)
    # Looked at before it is multiplied: 1E+999999999 would be a thousand million digits.
    if not exact.is_finite() or abs(exact.adjusted()) > MOST_DIGITS:
        raise _wrong(name, "a number of sensible size", value)
    scaled = exact.scaleb(digits)
    if scaled != scaled.to_integral_value() or not 0 <= scaled <= LARGEST:
        raise _wrong(name, f"a number with {digits} digits after the point", value)
    return int(scaled)


def _wrong(name: str, what: str, value: object) -> BadFrame:
    return BadFrame(f"{_quoted(name)} is not {what}: {_quoted(value)}")


def _quoted(value: object) -> str:
    return ascii(value)[:ENOUGH]
