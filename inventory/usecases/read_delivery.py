"""Read a supplier's document from a table, TSV or CSV, or from an УПД.

A table names supplier, number and date in columns of their own, alike on every row, or they are
given beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from inventory.domain import cells, paper
from inventory.domain.cells import BadCell
from inventory.domain.delivery import Delivery, DeliveryRow, Supplier
from inventory.domain.imported import Refused
from inventory.errors import UnreadableGoods
from inventory.usecases.sheet import Row, Sheet, Titles
from inventory.values.money import ZERO, Money
from inventory.values.quantity import Quantity, Unit
from inventory.values.vat import VatRate

# Titles in small letters.
_CODES = ("barcode", "barcodes", "code", "штрихкод", "штрих-код")
_ARTICLE = ("sku", "article", "артикул")
_NAME = ("name", "наименование", "название", "товар")
_UNIT = ("unit", "единица", "ед.", "ед. изм.")
_QUANTITY = ("quantity", "qty", "количество", "кол-во")
_COST_KOPECKS = ("cost_kop", "price_kop")
_COST = ("cost", "price", "цена", "закупочная цена")
_AMOUNT_KOPECKS = ("amount_kop", "sum_kop")
_AMOUNT = ("amount", "sum", "сумма")
_VAT_CODE, _VAT = ("vat_code",), ("vat", "ндс", "ставка ндс")
_SUPPLIER, _INN = ("supplier", "поставщик"), ("inn", "инн")
_NUMBER = ("number", "document", "номер", "накладная")
_DATE = ("date", "дата")


@dataclass(frozen=True, slots=True)
class Given:
    """What is told beside the file, and is worth more than what stands in it; empty for untold."""

    supplier: str = ""
    inn: str = ""
    number: str = ""
    date: str = ""
    costs: Money = ZERO


def read_table(lines: Iterable[str], form: str, given: Given) -> Delivery:
    """The document in a table whose lines keep their ends; raises UnreadableGoods."""
    sheet = Sheet(lines, form)
    for needed in ((*_CODES, *_ARTICLE), _QUANTITY):
        if not sheet.has(needed):
            raise UnreadableGoods(f"no column {' or '.join(needed)} in {', '.join(sheet.titles)}")
    table = list(sheet)
    read = [_read(sheet, number, row) for number, row in table]
    rows = [one for one in read if isinstance(one, DeliveryRow)]
    refused = [one for one in read if isinstance(one, Refused)]
    fit = [(number, row) for number, row in table if sheet.fits(row)]
    head = tuple(_only(sheet, fit, titles) for titles in (_SUPPLIER, _INN, _NUMBER, _DATE))
    return document(head, rows, refused, given)


def document(
    head: tuple[str, ...], rows: Iterable[DeliveryRow], refused: Iterable[Refused], given: Given
) -> Delivery:
    """A document of that supplier, INN, number and date; raises UnreadableGoods."""
    supplier, inn, number, day = (
        told or found
        for told, found in zip(
            (given.supplier, given.inn, given.number, given.date), head, strict=True
        )
    )
    made = Delivery(
        Supplier(_told("supplier", supplier, paper.LONGEST), _read_inn(inn)),
        _told("number", number, paper.NUMBER_LIMIT),
        _day(day),
        tuple(rows),
        tuple(refused),
        given.costs,
    )
    if not ZERO <= made.costs <= paper.LARGEST:
        raise UnreadableGoods("the costs are less than nothing, or more than any document holds")
    if not (made.rows or made.refused):
        raise UnreadableGoods("the document has no lines of goods")
    return made


def _only(sheet: Sheet, rows: Iterable[tuple[int, Row]], titles: Titles) -> str:
    """What those rows say of the document; a row may leave it empty, none may differ."""
    said = ""
    for number, row in rows:
        cell = sheet.cell(row, titles)
        if said and cell and cell != said:
            raise UnreadableGoods(
                f"row {number} is of another document, {cell!r} after {said!r};"
                " give a file a document"
            )
        said = said or cell
    return said


def _told(what: str, text: str, limit: int) -> str:
    told = paper.words(text, limit)
    if not told:
        raise UnreadableGoods(f"the document has no {what}; add a column {what}, or --{what}")
    return told


def _read_inn(text: str) -> str:
    try:
        return paper.inn(text)
    except BadCell as bad:
        raise UnreadableGoods(str(bad)) from bad


def _day(text: str) -> date:
    try:
        return paper.day(_told("date", text, paper.NUMBER_LIMIT))
    except BadCell as bad:
        raise UnreadableGoods(str(bad)) from bad


def _read(sheet: Sheet, number: int, row: Row) -> DeliveryRow | Refused:
    if not sheet.fits(row):
        return Refused(number, f"{len(row)} cells under {len(sheet.titles)} titles")
    name = paper.words(sheet.cell(row, _NAME), paper.LONGEST)
    try:
        return _line(sheet, number, row, name)
    except BadCell as bad:
        return Refused(number, f"«{name}»: {bad}" if name else str(bad))


def _line(sheet: Sheet, number: int, row: Row, name: str) -> DeliveryRow:
    unit, quantity = sheet.cell(row, _UNIT), paper.thousandths(sheet.cell(row, _QUANTITY))
    return DeliveryRow(
        number,
        tuple(_codes(sheet, row)),
        name,
        Unit(cells.unit(unit)) if unit else None,
        quantity,
        _amount(sheet, row, quantity),
        _rate(sheet, row),
    )


def _codes(sheet: Sheet, row: Row) -> Iterator[str]:
    yield from sheet.cell(row, _CODES).replace(",", " ").replace(";", " ").split()
    if article := sheet.cell(row, _ARTICLE):
        yield article


def _rate(sheet: Sheet, row: Row) -> VatRate | None:
    if code := sheet.cell(row, _VAT_CODE):
        return VatRate(cells.vat(code))
    rate = sheet.cell(row, _VAT)
    return VatRate(cells.vat_per_cent(rate)) if rate else None


def _amount(sheet: Sheet, row: Row, thousandths: int) -> Money:
    """The sum of a line; where only the price of a unit is told, price × quantity."""
    cost = _sum(sheet, row, _COST_KOPECKS, _COST)
    amount = _sum(sheet, row, _AMOUNT_KOPECKS, _AMOUNT)
    quantity = Quantity(thousandths)
    if amount is None and cost is None:
        raise BadCell("neither a price nor a sum: nothing is known of what it cost")
    if amount is None:
        return paper.possible((cost or ZERO).times(quantity))
    if cost is not None:
        paper.need_agreeing(quantity, cost, amount)
    return paper.possible(amount)


def _sum(sheet: Sheet, row: Row, in_kopecks: Titles, in_roubles: Titles) -> Money | None:
    if text := sheet.cell(row, in_kopecks):
        return paper.kopecks(text)
    text = sheet.cell(row, in_roubles)
    return paper.roubles(text) if text else None
