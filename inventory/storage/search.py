"""Search as you type: which questions are asked of the index, and in which order rows are shown.

A keystroke costs one question where the words are rare and two where they are not: the first
twenty rows by place, and those of names that begin so. Rows come as `CatalogueStore` selects
them; only the place, the name and the id are looked at here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from inventory.domain.layout import other_layout
from inventory.domain.words import begins, words
from inventory.storage.places import sells_here

_ID, _NAME, _PLACE = 0, 2, 10

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Find:
    """The questions: by a whole code, by words of the index, by the beginning of a code."""

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
    if single:
        yield from find.code(text)[:1]
    yield from _named(words(text), limit, find)
    if single:
        yield from find.beginning(text, limit)
    yield from _named(words(other_layout(text)), limit, find)


def _named(asked: list[str], limit: int, find: Find) -> Iterator[Row]:
    """Goods with all those words: those sold here, then names that begin so, then others."""
    if not asked:
        return
    rows = find.names(_query(asked), limit)
    sold = [row for row in rows if sells_here(row[_PLACE])]
    yield from sold
    rest = rows[len(sold) :]
    if len(rows) == limit and len(asked) == 1:
        yield from find.names(f'"{begins(asked[0])}"*', limit)
    yield from sorted(rest, key=lambda row: not _begins_so(row, asked))


def _begins_so(row: Row, asked: list[str]) -> bool:
    name = words(row[_NAME])
    return bool(name) and any(name[0].startswith(word) for word in asked)


def _query(asked: list[str]) -> str:
    """Each word as a quoted beginning: nothing in it is an operator."""
    return " ".join(f'"{word}"*' for word in asked)
