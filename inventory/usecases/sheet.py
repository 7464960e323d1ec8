"""A table of TSV or CSV by the titles of its columns."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from inventory.errors import UnreadableGoods

Row = Sequence[str]
Titles = Sequence[str]


class Sheet:
    """The rows behind a line of titles; raises UnreadableGoods for a file that has none."""

    def __init__(self, lines: Iterable[str], form: str = "auto") -> None:
        self._rows = _rows(iter(lines), form)
        header = next(self._rows, None)
        if header is None:
            raise UnreadableGoods("the file is empty; it needs a line of titles and a line a good")
        self.titles = [title.strip().lower() for title in header]

    def __iter__(self) -> Iterator[tuple[int, Row]]:
        """Rows that are not empty, numbered as an editor does: the titles are row 1."""
        return ((number, row) for number, row in enumerate(self._rows, 2) if any(row))

    def has(self, titles: Titles) -> bool:
        """Whether a column has one of those titles."""
        return any(title in self.titles for title in titles)

    def fits(self, row: Row) -> bool:
        """Whether it has a cell under each title."""
        return len(row) == len(self.titles)

    def cell(self, row: Row, titles: Titles) -> str:
        """What stands under the first of those titles; empty where there is no such column."""
        place = next((self.titles.index(title) for title in titles if title in self.titles), None)
        return "" if place is None else row[place].strip()


def _rows(lines: Iterator[str], form: str) -> Iterator[Row]:
    first = next(lines, None)
    if first is None:
        return iter(())
    lines = chain((first,), lines)
    if form == "tsv" or (form == "auto" and "\t" in first):
        return (line.rstrip("\r\n").split("\t") for line in lines)  # no quoting
    return _csv(lines, ";" if first.count(";") > first.count(",") else ",")


def _csv(lines: Iterator[str], delimiter: str) -> Iterator[Row]:
    try:
        yield from csv.reader(lines, delimiter=delimiter, strict=True)
    except csv.Error as error:
        raise UnreadableGoods(f"no CSV behind some row: {error}") from error
