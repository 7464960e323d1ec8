"""Text typed with the keyboard in the other layout: `vjkjrj` is молоко, `ьщлшт` is mokin."""

from __future__ import annotations

import re

_LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
_RUSSIAN = "ёйцукенгшщзхъфывапролджэячсмитьбю"
_TO_RUSSIAN = str.maketrans(_LATIN + _LATIN.upper() + '~{}:"<>', _RUSSIAN * 2 + "ёхъжэбю")
_TO_LATIN = str.maketrans(_RUSSIAN, _LATIN)
# Beside a digit these are signs of a number: "3,2".
_NUMBER = re.compile(r"(\d[\d.,]*)")


def other_layout(text: str) -> str:
    """The same keys in the other layout; empty where the text has letters of both or of none."""
    latin, russian = _has(text, _LATIN), _has(text, _RUSSIAN)
    if latin == russian:
        return ""
    table = _TO_RUSSIAN if latin else _TO_LATIN
    parts = _NUMBER.split(text.lower())
    # Odd parts are the numbers.
    return "".join(p if i % 2 else p.translate(table) for i, p in enumerate(parts))


def _has(text: str, letters: str) -> bool:
    return any(letter in letters and letter.isalpha() for letter in text.lower())
