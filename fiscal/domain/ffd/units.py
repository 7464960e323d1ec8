"""Measures of quantity: codes of 2108 in FFD 1.2, words of 1197 before it."""

from __future__ import annotations

OTHER = 255
_NAMES = {
    0: "шт",
    10: "г",
    11: "кг",
    12: "т",
    20: "см",
    21: "дм",
    22: "м",
    30: "кв. см",
    31: "кв. дм",
    32: "кв. м",
    40: "мл",
    41: "л",
    42: "куб. м",
    50: "кВт-ч",
    51: "Гкал",
    70: "сут",
    71: "час",
    72: "мин",
    73: "с",
    80: "Кбайт",
    81: "Мбайт",
    82: "Гбайт",
    83: "Тбайт",
    OTHER: "",
}
MEASURES = frozenset(_NAMES)


def unit_name(measure: int) -> str:
    """Text of 1197 for a code of 2108; empty for another measure or an unknown code."""
    return _NAMES.get(measure, "")
