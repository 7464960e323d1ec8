"""The page of faults has a test for each row, and quotes the words that cashiers read."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator

import pytest

from pos.ui.kit.words import CATALOGUES
from tests.emulated.matrix.page import COLUMNS, PAGE, Row, rows
from tests.emulated.matrix.steps import STEPS
from tests.emulated.test_fault_matrix import test_a_fault_is_what_the_page_says as of_a_cell


def _leaves(tree: object) -> Iterator[str]:
    if isinstance(tree, dict):
        for branch in tree.values():
            yield from _leaves(branch)
    elif isinstance(tree, str):
        yield tree


ROWS = rows()
FILES = sorted((CATALOGUES / "ru").glob("*.toml"))
WORDS = [leaf for file in FILES for leaf in _leaves(tomllib.loads(file.read_text("utf-8")))]
LEAST = (  # what the page must tell of, whatever else it tells
    "before-send",
    "sent-without-answer",
    "answer-lost",
    "paper-out",
    "register-restarted",
    "till-restarted",
    "shift-expired",
    "basket-cancelled",
    "card-approved",
    "dead-at-z",
)
_END = re.compile(r"(?<=[.?])\s+(?:→ )?")
_FILLED = r"[\d,\s]*"  # on this page amounts and codes of errors alone
_BLANK = re.compile(r"\\{\w+\\}")


def test_every_row_has_a_test_and_every_test_its_row() -> None:
    assert [row.step for row in ROWS] == list(dict.fromkeys(row.step for row in ROWS))
    assert {row.step for row in ROWS} == set(STEPS)
    assert set(LEAST) <= set(STEPS)
    marks = getattr(of_a_cell, "pytestmark")  # noqa: B009 — pytest puts it there
    columns = [mark.args[1] for mark in marks if mark.args[0] == "column"]
    assert columns == [COLUMNS]
    assert "test_fault_matrix.py" in PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.step)
def test_what_the_cashier_reads_there_are_words_of_the_program(row: Row) -> None:
    said = [re.compile(_pattern(words)) for words in WORDS]
    sentences = _END.split(row.reads)
    assert sentences
    unknown = [one for one in sentences if not any(each.search(one) for each in said)]
    assert unknown == []


def _pattern(words: str) -> str:
    """The words with their blanks, the sentences of it one by one."""
    parts = [_BLANK.sub(lambda _: _FILLED, re.escape(part)) for part in _END.split(words)]
    return "^(?:" + "|".join(rf"{part}\.?" for part in parts) + ")$"
