"""Search as you type: which questions are asked of the index, and in which order rows are shown.

A keystroke costs one question, the first rows by place. One word is asked for where it is to come
first: in what sells here and in names that begin so; where those make no whole page, another
question brings the others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from inventory.domain.layout import other_layout
from inventory.domain.words import to_come_first, words
from inventory.storage.places import sells_here

_ID, _NAME, _PLACE = 0, 2, 10
_SIGNS = " \"'«»„“”()[]*.,-–—_"
_NUMBER = re.compile(r"\d")  # no whole code is of letters alone; as a beginning it is found too

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Find:
    """Rows by a whole code, by words of the index, by the beginning of a code."""

    code: Callable[[str], list[Row]]
    names: Callable[[str, int], list[Row]]
    beginning: Callable[[str, int], list[Row]]


def found(text: str, limit: int, find: Find) -> list[Row]:
    """The rows to show for what was typed so far, best first, each good once."""
    seen: dict[str, Row] = {}
    for row in _candidates(text, limit, find):
        seen.setdefault(row[_ID], row)
        if len(seen) >= limit:
            break
    return list(seen.values())


def _candidates(text: str, limit: int, find: Find) -> Iterator[Row]:
    single = bool(text) and " " not in text
    if single and _NUMBER.search(text):
        yield from find.code(text)[:1]
    named = list(_named(words(text), limit, find))
    yield from named
    if single and text.isascii():
        yield from find.beginning(text, limit)
    if not named:
        yield from _named(words(other_layout(text)), limit, find)


def _named(asked: list[str], limit: int, find: Find) -> Iterator[Row]:
    """Goods with all those words: those sold here, then names that begin so, then others."""
    if len(asked) == 1:
        first = find.names(_query([to_come_first(asked[0])]), limit)
        yield from first
        if len(first) == limit:
            return
    if asked:
        rows = find.names(_query(asked), limit)
        yield from (row for row in rows if sells_here(row[_PLACE]))
        rest = [row for row in rows if not sells_here(row[_PLACE])]
        yield from sorted(rest, key=lambda row: not _begins_so(row, asked[0]))


def _begins_so(row: Row, word: str) -> bool:
    """Told by letters, not by words: twenty names at each keystroke are looked at."""
    name: str = row[_NAME]
    return name.lstrip(_SIGNS).lower().replace("ё", "е").startswith(word)


def _query(asked: list[str]) -> str:
    """Each word as a quoted beginning: nothing in it is an operator."""
    return " ".join(f'"{word}"*' for word in asked)
