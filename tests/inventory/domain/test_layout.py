"""The keyboard stood in the other layout."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory.domain.layout import other_layout

RUSSIAN = "абвгдежзийклмнопрстуфхцчшщъыьэюяё"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("vjkjrj", "молоко"),
        ("VJKJRJ", "молоко"),
        ("vjkjrj 3,2", "молоко 3,2"),
        (",ekrf", "булка"),
        ("'rkth", "эклер"),
        ("[kt,", "хлеб"),
        ("{kt<", "хлеб"),
        ("ьщлшт", "mokin"),
        ("СЩСФ-СЩДФ", "coca-cola"),
        ("4605664012015", ""),
        ("", ""),
        ("молоко milk", ""),
    ],
)
def test_what_was_meant(typed: str, meant: str) -> None:
    assert other_layout(typed) == meant


@given(st.text(RUSSIAN, min_size=1).filter(lambda text: set(text) - set("бюжэхъё")))
def test_there_and_back_is_the_same_russian_word(word: str) -> None:
    assert other_layout(other_layout(word)) == word
