"""A table of goods: rows that can be sold, and each other one by number and reason."""

from __future__ import annotations

import lzma
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory.domain.imported import GoodsRow, Refused
from inventory.errors import UnreadableGoods
from inventory.usecases.read_goods import read_goods

HEADER = "sku\tbarcode\tname\tcategory\tbrand\tunit\tprice_kop\tvat_code\n"
MILK = "1001\t4605664012015\tМолоко 3,2 %\tМолочное\tУтро\tшт\t8990\t2\n"


def refusal(*lines: str) -> Refused:
    """The one refusal among those rows."""
    found = [one for one in read_goods([HEADER, *lines]) if isinstance(one, Refused)]
    assert len(found) == 1, found
    return found[0]


def test_a_row_becomes_a_good() -> None:
    assert list(read_goods([HEADER, MILK])) == [
        GoodsRow(2, "1001", "Молоко 3,2 %", 0, 2, 8990, "Молочное", ("4605664012015",))
    ]


def test_csv_has_quotes_semicolons_roubles_and_rates_in_per_cent() -> None:
    lines = [
        "\ufeffАртикул;Штрихкод;Наименование;Группа;Единица;Цена;НДС\n".lstrip("\ufeff"),
        '7;"4605664012015, 46";"Сыр ""Утро""; кг";Сыры;кг;"1 094,9";10%\n',
        ";46001;Хлеб;;;52;без НДС\n",
    ]
    assert list(read_goods(lines)) == [
        GoodsRow(2, "7", 'Сыр "Утро"; кг', 11, 2, 109_490, "Сыры", ("4605664012015", "46")),
        GoodsRow(3, "46001", "Хлеб", 0, 6, 5200, "", ("46001",)),
    ]


@pytest.mark.parametrize(
    ("title", "cell", "cost"),
    [
        ("cost_kop", "5050", 5050),
        ("Закупочная цена", "50,5", 5050),
        ("cost", "", None),
        ("cost", "0", None),
        ("себестоимость", "0,00", None),
        ("price", "5", None),
    ],
)
def test_a_purchase_price_is_read_where_the_file_has_one(
    title: str, cell: str, cost: int | None
) -> None:
    header = HEADER.replace("brand", title)
    good = next(iter(read_goods([header, MILK.replace("Утро", cell)])))
    assert isinstance(good, GoodsRow)
    assert good.cost == cost


def test_a_purchase_price_that_is_none_is_refused() -> None:
    header = HEADER.replace("brand", "cost")
    refused = next(iter(read_goods([header, MILK])))
    assert refused == Refused(2, "'Утро' is no price")


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("1\t4605664012016\tx\t\t\tшт\t100\t2", "the check digit of 4605664012016 should be 5"),
        ("1\t46056640120 15\t\t\t\tшт\t100\t2", "the name is empty"),
        ("1\t\t  \t\t\tшт\t100\t2", "the name is empty"),
        (f"1\t\t{'ж' * 129}\t\t\tшт\t100\t2", "129 characters"),
        ("1\t\tx\t\t\tшт\t0\t2", "no price in kopecks"),
        ("1\t\tx\t\t\tшт\t10.5\t2", "no price in kopecks"),
        ("1\t\tx\t\t\tшт\t-5\t2", "no price in kopecks"),
        ("1\t\tx\t\t\tшт\t100\t13", "no VAT code"),
        ("1\t\tx\t\t\tшт\t100\t", "no VAT code"),
        ("1\t\tx\t\t\tведро\t100\t2", "no unit"),
        ("\t\tx\t\t\tшт\t100\t2", "neither a barcode nor an article"),
        ("1\tшк\tx\t\t\tшт\t100\t2", "no barcode"),
        ("1\tx\t100\t2", "4 cells under 8 headers"),
    ],
)
def test_what_cannot_be_sold_is_refused_with_its_number_and_reason(row: str, why: str) -> None:
    found = refusal(MILK, f"{row}\n")
    assert found.row == 3
    assert why in found.why


def test_a_barcode_or_an_article_met_twice_is_refused_and_the_first_row_is_named() -> None:
    other = MILK.replace("1001", "1002")
    assert refusal(MILK, other).why == "the barcode 4605664012015 is on row 2 already"
    other = MILK.replace("4605664012015", "")
    assert refusal(MILK, other).why == "the article 1001 is on row 2 already"
    # A refused row takes no code away from a good one.
    bad = MILK.replace("8990", "0")
    assert [type(one) for one in read_goods([HEADER, bad, MILK])] == [Refused, GoodsRow]


def test_a_dirty_name_is_cleaned_and_empty_lines_do_not_count() -> None:
    dirty = MILK.replace("Молоко 3,2 %", " Молоко\u0000  3,2\u00a0% ")
    found = list(read_goods([HEADER, "\n", dirty]))
    assert [(one.row, one.name) for one in found if isinstance(one, GoodsRow)] == [
        (3, "Молоко 3,2 %")
    ]


@pytest.mark.parametrize(
    "lines",
    [[], ["\n"], ["a\tb\n"], ["name\tprice\n"], ["name,price_kop,vat_code,sku\n", '"open']],
)
def test_what_is_no_table_of_goods_is_said_so(lines: list[str]) -> None:
    with pytest.raises(UnreadableGoods):
        list(read_goods(lines))


@given(st.lists(st.text(max_size=200), max_size=6))
def test_any_rows_give_a_good_or_a_reason(rows: list[str]) -> None:
    lines = [HEADER, *(f"{row}\n" for text in rows for row in [text.replace("\n", " ")])]
    for one in read_goods(lines):
        assert one.why if isinstance(one, Refused) else one.name


def test_every_row_of_the_reference_catalogue_can_be_sold(reference_data: Path) -> None:
    with lzma.open(reference_data / "catalog-100k.tsv.xz", "rt", encoding="utf-8") as lines:
        found = list(read_goods(lines))
    assert len(found) == 100_000
    assert all(isinstance(one, GoodsRow) for one in found)
