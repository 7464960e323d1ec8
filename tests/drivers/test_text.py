"""Every character becomes something that the code page has and a person can read."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.text import readable

ENCODINGS = st.sampled_from(["cp866", "cp1251"])


@pytest.mark.parametrize(
    ("text", "encoding", "shown"),
    [
        ("Сыр «Российский» — 45 %", "cp866", 'Сыр "Российский" - 45 %'),
        ("Сыр «Российский» — 45 %", "cp1251", "Сыр «Российский» — 45 %"),
        ("Кеды №7, ёлка", "cp866", "Кеды №7, ёлка"),
        ("Кеды №7, ёлка", "cp1251", "Кеды №7, ёлка"),
        ("“Nestlé” 99 ₽…", "cp866", '"Nestle" 99 руб....'),
        ("½ л, 20 °C, 3×2", "cp1251", "1/2 л, 20 °C, 3x2"),
        ("й из двух знаков", "cp866", "й из двух знаков"),
        ("10\u00a0000\u2009г\tнетто", "cp866", "10 000 г нетто"),
        ("мяг\u00adкий перенос\u200b", "cp866", "мягкий перенос"),
        ("☕ кофе", "cp866", "? кофе"),
        ("Їжа, ґанок, крышка²", "cp866", "Їжа, ганок, крышка2"),
    ],
)
def test_what_the_code_page_lacks_is_still_readable(text: str, encoding: str, shown: str) -> None:
    assert readable(text, encoding) == shown


@given(st.text(st.characters(codec=None, exclude_categories=[])), ENCODINGS)
def test_any_text_fits_and_only_invisible_marks_go(text: str, encoding: str) -> None:
    shown = readable(text, encoding)
    shown.encode(encoding)
    visible = [
        character
        for character in unicodedata.normalize("NFC", text)
        if unicodedata.category(character) not in ("Cc", "Cf", "Mn")
    ]
    assert len(shown) >= len(visible)


@given(st.text("АБВгдеёяABCz0189 .,!-+№", max_size=64), ENCODINGS)
def test_what_the_code_page_has_stays(text: str, encoding: str) -> None:
    assert readable(text, encoding) == text
