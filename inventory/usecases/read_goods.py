"""Read a table of goods, TSV or CSV: rows that can be sold, and those refused with the reason."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from operator import itemgetter

from inventory.domain import cells
from inventory.domain.cells import BadCell
from inventory.domain.imported import GoodsRow, Refused
from inventory.errors import UnreadableGoods

FORMATS = ("auto", "tsv", "csv")

# Headers in small letters. A brand needs no column: it stands in the name.
_ARTICLE = ("sku", "article", "артикул")
_CODES = ("barcode", "barcodes", "штрихкод")
_NAME = ("name", "наименование", "название")
_GROUP = ("category", "group", "категория", "группа")
_UNIT = ("unit", "единица")
_KOPECKS, _ROUBLES = ("price_kop",), ("price", "цена")
_COST_KOPECKS = ("cost_kop", "purchase_price_kop")
_COST_ROUBLES = ("cost", "purchase_price", "закупочная цена", "цена закупки", "себестоимость")
_VAT_CODE, _VAT_PER_CENT = ("vat_code",), ("vat", "ндс")

Row = Sequence[str]


def read_goods(lines: Iterable[str], form: str = "auto") -> Iterator[GoodsRow | Refused]:
    """Every row of the table in order; raises UnreadableGoods for a file that is none.

    `lines` keep their line ends. A barcode or an article that came before is refused: one scan
    must name one good.
    """
    rows = _rows(iter(lines), form)
    header = next(rows, None)
    if header is None:
        raise UnreadableGoods("the file is empty; it needs a line of headers and a line per good")
    table = _Table(header)
    for number, row in enumerate(rows, 2):
        if any(row):
            yield table.read(number, row)


class _Table:
    """The columns there are, and which codes were met on which row."""

    def __init__(self, header: Row) -> None:
        self._header = [title.strip().lower() for title in header]
        kopecks, rates = self._has(_KOPECKS), self._has(_VAT_CODE)
        costs = self._has(_COST_KOPECKS)
        self._cells = itemgetter(
            self._optional(_ARTICLE),
            self._optional(_CODES),
            self._needed(_NAME),
            self._optional(_UNIT),
            self._needed(_VAT_CODE if rates else _VAT_PER_CENT),
            self._needed(_KOPECKS if kopecks else _ROUBLES),
            self._optional(_GROUP),
            self._optional(_COST_KOPECKS if costs else _COST_ROUBLES),
        )
        self._vat_of = cells.vat if rates else cells.vat_per_cent
        self._price_of = cells.kopecks if kopecks else cells.roubles
        self._cost_of = cells.cost_in(cells.kopecks if costs else cells.roubles)
        self._met: dict[str, int] = {}
        self._articles: dict[str, int] = {}

    def read(self, number: int, row: Row) -> GoodsRow | Refused:
        """One row as a good, or why it is none."""
        try:
            if len(row) != len(self._header):
                raise BadCell(f"{len(row)} cells under {len(self._header)} headers")  # noqa: TRY301
            good = self._good(number, row)
            self._need_new(good)
        except BadCell as bad:
            return Refused(number, str(bad))
        for code in good.codes:
            self._met[code] = number
        self._articles[good.article] = number
        return good

    def _good(self, number: int, row: Row) -> GoodsRow:
        # The cell behind the last one is that of every column the table lacks.
        named, coded, name, unit, vat, price, group, cost = self._cells((*row, ""))
        codes = cells.codes(coded)
        article = cells.article(named)
        if not (codes or article):
            raise BadCell("neither a barcode nor an article: nothing to find the good by")
        return GoodsRow(
            number,
            article or codes[0],
            cells.name(name),
            cells.unit(unit),
            self._vat_of(vat),
            self._price_of(price),
            cells.group(group),
            codes,
            self._cost_of(cost),
        )

    def _need_new(self, good: GoodsRow) -> None:
        for code in good.codes:
            if code in self._met:
                raise BadCell(f"the barcode {code} is on row {self._met[code]} already")
        if good.article in self._articles:
            before = self._articles[good.article]
            raise BadCell(f"the article {good.article} is on row {before} already")

    def _place(self, titles: Sequence[str]) -> int | None:
        return next((self._header.index(one) for one in titles if one in self._header), None)

    def _has(self, titles: Sequence[str]) -> bool:
        return self._place(titles) is not None

    def _needed(self, titles: Sequence[str]) -> int:
        place = self._place(titles)
        if place is None:
            raise UnreadableGoods(f"no column {' or '.join(titles)} in {', '.join(self._header)}")
        return place

    def _optional(self, titles: Sequence[str]) -> int:
        place = self._place(titles)
        return len(self._header) if place is None else place


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
