"""Suppliers' documents are read strictly: tables and УПД, rows refused by number and name."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from inventory.domain import paper
from inventory.domain.cells import BadCell
from inventory.domain.delivery import Delivery, Supplier
from inventory.errors import UnreadableGoods
from inventory.usecases.read_delivery import Given, read_table
from inventory.usecases.read_upd import read_upd
from inventory.usecases.xml import parse
from inventory.values.money import Money
from inventory.values.quantity import Unit
from inventory.values.vat import VatRate

TITLES = "поставщик;ИНН;номер;дата;штрихкод;артикул;наименование;ед.;количество;цена;сумма;НДС"
MILK = "ООО «Луч»;7707083893;УТ-15;20.11.2026;4600000000015;;Молоко;шт;12;70,00;840,00;10%"
CHEESE = ";;;;;104;Сыр;кг;5,240;;3143,70;22%"


def table(*lines: str, given: Given | None = None) -> Delivery:
    """The document in those lines of CSV."""
    return read_table([line + "\n" for line in lines], "auto", given or Given())


def test_a_table_tells_supplier_number_date_and_lines() -> None:
    read = table(TITLES, MILK, CHEESE)
    assert (read.supplier, read.number) == (Supplier("ООО «Луч»", "7707083893"), "УТ-15")
    assert (read.day, read.refused) == (date(2026, 11, 20), ())
    milk, cheese = read.rows
    assert (milk.row, milk.codes, milk.name) == (2, ("4600000000015",), "Молоко")
    assert (milk.unit, milk.thousandths, milk.amount) == (Unit.PIECE, 12_000, Money(84_000))
    assert (milk.vat, milk.tax) == (VatRate.VAT_10, None)
    assert (cheese.codes, cheese.unit) == (("104",), Unit.KILOGRAM)
    assert (cheese.thousandths, cheese.amount) == (5_240, Money(314_370))


def test_what_is_told_beside_the_file_is_worth_more() -> None:
    told = Given("ИП Котов", "", "7", "2026-11-21", Money(500))
    read = table("code;qty;cost_kop", "1;2;500", given=told)
    assert (read.supplier.name, read.number, read.day) == ("ИП Котов", "7", date(2026, 11, 21))
    assert (read.rows[0].amount, read.rows[0].unit, read.rows[0].vat) == (Money(1000), None, None)
    assert read.costs == Money(500)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (";;;;1;;Чай;шт;0;1;1;10%", "«Чай»: the quantity is nothing"),
        (";;;;1;;Чай;шт;-1;1;1;10%", "«Чай»: '-1' is no quantity"),
        (";;;;1;;Чай;шт;0,0005;1;1;10%", "to the thousandth at most"),
        (";;;;1;;Чай;шт;1e3;1;1;10%", "is no quantity"),
        (";;;;1;;Чай;шт;2;;;10%", "neither a price nor a sum"),
        (";;;;1;;Чай;шт;2;1,005;;10%", "to the kopeck at most"),
        (";;;;1;;Чай;шт;3;10,00;300,00;10%", "price × quantity is 30.00, the sum says 300.00"),
        (";;;;1;;Чай;вагон;2;1;;10%", "'вагон' is no unit"),
        (";;;;1;;Чай;шт;2;1;;37%", "is no VAT rate"),
        (";;;;1;;Чай;шт;2", "9 cells under 12 titles"),
        (";;;;1;;Чай;шт;999999999;999999999;;10%", "more than any document holds"),
    ],
)
def test_a_bad_row_is_refused_by_number_and_name(line: str, reason: str) -> None:
    read = table(TITLES, MILK, line)
    assert [one.row for one in read.refused] == [3]
    assert reason in read.refused[0].why
    assert len(read.rows) == 1


def test_a_price_rounded_by_the_supplier_is_taken_with_its_sum() -> None:
    """516,67 × 114,1 is 58 952,05; the supplier reckoned with more digits."""
    line = ";;;;1;;Чай;кг;114,100;516,67;58951,67;10%"
    read = table(TITLES, line, given=Given("а", "", "1", "2026-11-01"))
    assert read.rows[0].amount == Money(5_895_167)


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ((), "the file is empty"),
        (("name;price", "Чай;1"), "no column"),
        ((TITLES,), "has no supplier"),
        ((TITLES, CHEESE), "has no supplier"),
        ((TITLES, MILK, MILK.replace("УТ-15", "УТ-16")), "row 3 is of another document"),
        ((TITLES, MILK.replace("20.11.2026", "32.11.2026")), "is no date"),
        ((TITLES, MILK.replace("7707083893", "12")), "is no INN"),
    ],
)
def test_a_table_that_is_no_document_says_why(lines: tuple[str, ...], reason: str) -> None:
    with pytest.raises(UnreadableGoods, match=reason):
        table(*lines)


def test_the_tables_of_the_merchandiser_s_page_are_read() -> None:
    page = (Path(__file__).parents[2] / "docs" / "merchandiser.md").read_text(encoding="utf-8")
    examples = re.findall(r"```csv\n(.*?)```", page, re.DOTALL)
    russian, english = (table(*text.splitlines()) for text in examples)
    assert (russian.refused, english.refused) == ((), ())
    assert russian.day == english.day == date(2026, 11, 20)
    for one in (russian, english):
        assert [row.amount.kopecks for row in one.rows] == [84_000, 314_370]


UPD = """<?xml version="1.0" encoding="windows-1251"?>
<Файл ВерсФорм="5.03"><Документ КНД="1115131" Функция="{function}">
 <СвСчФакт НомерДок="15" ДатаДок="20.11.2026"><СвПрод><ИдСв>
  <СвЮЛУч НаимОрг="ООО &quot;Луч&quot;" ИННЮЛ="7707083893"/></ИдСв></СвПрод>
  <ДенИзм КодОКВ="{currency}"/></СвСчФакт>
 <ТаблСчФакт>
  <СведТов НомСтр="1" НаимТов="Молоко" ОКЕИ_Тов="796" КолТов="12.00000000000" ЦенаТов="63.6363"
   СтТовБезНДС="763.64" НалСт="10%" СтТовУчНал="840.00">
   <СумНал><СумНал>76.36</СумНал></СумНал>
   <ДопСведТов ГТИН="04600000000015" КодТов="М-1"/></СведТов>
  <СведТов НомСтр="2" НаимТов="Сыр" ОКЕИ_Тов="166" КолТов="5.24" НалСт="без НДС"
   СтТовУчНал="3143.7"><ИнфПолФХЖ2 Идентиф="Штрихкод" Значен="104"/></СведТов>
  <СведТов НомСтр="3" НаимТов="Доставка" КолТов="1" НалСт="22%" СтТовУчНал="одна"/>
 </ТаблСчФакт></Документ></Файл>"""


def upd(function: str = "СЧФДОП", currency: str = "643", given: Given | None = None) -> Delivery:
    """Our УПД, in the encoding of old programs."""
    text = UPD.format(function=function, currency=currency)
    return read_upd(text.encode("cp1251"), given or Given())


def test_an_upd_tells_what_was_paid_and_its_own_vat() -> None:
    read = upd()
    assert (read.supplier, read.number) == (Supplier('ООО "Луч"', "7707083893"), "15")
    milk, cheese = read.rows
    assert milk.codes == ("04600000000015", "М-1")
    assert (milk.thousandths, milk.amount, milk.tax) == (12_000, Money(84_000), Money(7_636))
    assert (milk.unit, milk.vat) == (Unit.PIECE, VatRate.VAT_10)
    assert (cheese.codes, cheese.vat, cheese.tax) == (("104",), VatRate.NONE, None)
    assert [(one.row, one.why[:10]) for one in read.refused] == [(3, "«Доставка»")]


def test_an_upd_that_hands_nothing_over_is_no_delivery() -> None:
    with pytest.raises(UnreadableGoods, match="an invoice alone"):
        upd(function="СЧФ")
    with pytest.raises(UnreadableGoods, match="currency 840"):
        upd(currency="840")
    with pytest.raises(UnreadableGoods, match="КНД is not 1115131"):
        read_upd(b"<a/>", Given())


def test_real_documents_are_read(reference_data: Path) -> None:
    docs = reference_data / "supplier-docs"
    old, new, newest = (
        read_upd((docs / f"upd-{name}.xml").read_bytes(), Given())
        for name in ("5.01-diadoc-820-seller", "5.02-diadoc-970-seller", "5.03-fixture-one-line")
    )
    assert (old.number, old.day, len(old.refused)) == ("123", date(2019, 8, 1), 1)
    assert [one.amount.kopecks for one in new.rows] == [78_480, 7_074_200]
    assert (newest.supplier.inn, newest.rows[0].thousandths) == ("7712345678", 100_000)
    for other in (*docs.glob("commerceml2-*.xml"), *docs.glob("*buyer-title.xml")):
        with pytest.raises(UnreadableGoods):
            read_upd(other.read_bytes(), Given())


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<a>",
        b"<a></b>",
        b"\xff\xfe",
        b'<?xml version="1.0" encoding="klingon"?><a/>',
        b'<!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>',
        b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        b"<a>" * 1000 + b"</a>" * 1000,
    ],
)
def test_xml_of_strangers_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(UnreadableGoods):
        parse(content)


@given(st.binary(max_size=200))
@example('<?xml version="1.0"?><Файл><Документ КНД="1115131" Функция="ДОП"/></Файл>'.encode())
def test_any_bytes_are_a_document_or_unreadable(content: bytes) -> None:
    with pytest.raises(UnreadableGoods):
        read_upd(content, Given())


@given(st.text(max_size=60))
def test_any_text_is_a_document_or_unreadable(text: str) -> None:
    try:
        read = read_table(text.splitlines(keepends=True), "auto", Given("а", "", "1", "2026-11-01"))
    except UnreadableGoods:
        return
    assert read.rows or read.refused


@given(st.integers(1, 10**12 - 1))
def test_a_quantity_is_what_decimal_reads(many: int) -> None:
    for text in (f"{Decimal(many) / 1000}", f"{many // 1000},{many % 1000:03}00"):
        assert paper.thousandths(text) == many


@given(st.integers(0, 10**12))
def test_a_sum_is_what_decimal_reads(kopecks: int) -> None:
    assert paper.roubles(f"{Decimal(kopecks) / 100:f}") == Money(kopecks)
    assert paper.kopecks(str(kopecks)) == Money(kopecks)


@given(st.text(max_size=12))
def test_any_text_is_an_amount_or_a_bad_cell(text: str) -> None:
    for read in (paper.thousandths, paper.roubles, paper.kopecks, paper.day, paper.inn):
        with suppress(BadCell):
            assert read(text) is not None
