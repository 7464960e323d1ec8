"""Every leaf of the error trees has three sentences in both languages, whatever was going on."""

from __future__ import annotations

import pytest

import drivers.contracts.errors
import pos.errors
import sync.errors
from pos.domain.people import Right
from pos.ui.kit.trouble import UNEXPECTED, Situation, explain_name
from pos.ui.kit.words import LANGUAGES, Words

ROOTS = (pos.errors.SaleError, drivers.contracts.errors.DeviceError, sync.errors.SyncError)
EXTRA = ("CardStandsUnknown", "CardStandsNotDone", UNEXPECTED)


def leaves(root: type[Exception]) -> list[type[Exception]]:
    """Classes without children of their own."""
    children = root.__subclasses__()
    if not children:
        return [root]
    return [leaf for child in children for leaf in leaves(child)]


NAMES = sorted({leaf.__name__ for root in ROOTS for leaf in leaves(root)} | set(EXTRA))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_every_leaf_error_has_three_sentences(name: str, language: str) -> None:
    words = Words(language)
    assert words.has(f"trouble.happened.{name}"), f"{name} has no words in {language}"
    for situation in Situation:
        trouble = explain_name(name, situation, words)
        for sentence in (trouble.happened, trouble.means, trouble.do):
            assert sentence.endswith((".", ":")), (name, situation, sentence)
            assert "{" not in sentence


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_words_are_left_for_errors_that_are_gone(language: str) -> None:
    words = Words(language)
    kept = words._find("trouble.happened")
    assert isinstance(kept, dict)
    assert set(kept) - set(NAMES) == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("right", [right.value for right in Right])
def test_every_right_has_a_name(right: str, language: str) -> None:
    assert Words(language).has(f"trouble.right.{right}")
