"""A supplier's document is posted whole or not at all, once, and the stock is its sum."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from inventory.domain.delivery import Delivery, DeliveryRow, Supplier
from inventory.domain.imported import Refused
from inventory.values.money import Money
from inventory.values.quantity import Quantity, Unit, pieces
from inventory.values.vat import VatRate
from pos.domain.views import Plan
from pos.errors import AlreadyReceived, NotAllowed
from pos.storage import stock as reducers
from pos.usecases import pay, returns
from pos.usecases.receive import IN_A_PART, receive
from sync.messages.facts import GoodsReceived
from tests.fakes.catalogue import BREAD as RYE
from tests.fakes.selling import BREAD, MILK, only, sell
from tests.fakes.till import CASHIER, SENIOR, Shop

LIGHT = Supplier("ООО «Луч»", "7707083893")


def row(number: int, code: str, thousandths: int = 1000, kopecks: int = 5000) -> DeliveryRow:
    """A line as an УПД has it."""
    unit = Unit.KILOGRAM if code == "104" else Unit.PIECE
    return DeliveryRow(
        number, (code,), f"good {code}", unit, thousandths, Money(kopecks), VatRate.VAT_10
    )


def document(*rows: DeliveryRow, number: str = "15", costs: int = 0) -> Delivery:
    return Delivery(LIGHT, number, date(2026, 11, 20), rows, costs=Money(costs))


@pytest.fixture
def stockroom(shop: Shop) -> Shop:
    """Somebody who may receive is logged in."""
    shop.log_in(SENIOR)
    return shop


def stock(shop: Shop) -> dict[str, Quantity]:
    with shop.store.work() as work:
        return {one.item: one.quantity for one in work.stock.all()}


def test_a_document_becomes_a_fact_with_what_a_unit_cost(stockroom: Shop) -> None:
    done = receive(
        stockroom.counter,
        document(row(1, MILK, 12_000, 84_001), row(2, "104", 5_240, 314_370), costs=3_210),
    )
    fact = only(stockroom.facts("GoodsReceived"), GoodsReceived)
    assert (fact.delivery, fact.supplier, fact.inn) == (done.delivery, LIGHT.name, LIGHT.inn)
    assert (fact.number, fact.date, fact.user) == ("15", "2026-11-20", SENIOR)
    assert (fact.total, fact.costs, done.total) == (398_371, 3_210, Money(398_371))
    milk, cheese = fact.lines
    assert (milk.item, milk.code, milk.quantity, milk.amount) == ("milk", MILK, 12_000, 84_001)
    # 3210 of costs fall by the sums: 677 on the milk, 2533 on the cheese.
    assert (milk.cost, cheese.cost) == ((84_001 + 677) // 12 + 1, 60_478)
    assert (milk.tax, fact.tax) == (7_636, 7_636 + 28_579)
    assert stock(stockroom) == {"milk": pieces(12), "cheese": Quantity(5_240, Unit.KILOGRAM)}
    assert stockroom.faults() == []


def test_a_sale_takes_from_the_stock_and_a_return_brings_back(stockroom: Shop) -> None:
    receive(stockroom.counter, document(row(1, MILK, 12_000)))
    stockroom.begin_day()
    sale = sell(stockroom, Plan(), f"3*{MILK}", BREAD)
    assert stock(stockroom) == {"milk": pieces(9), "bread": pieces(-1)}
    returns.begin_return(stockroom.counter, sale.sale, {1: pieces(2)}, "брак")
    pay.carry_out(stockroom.counter)
    assert stock(stockroom)["milk"] == pieces(11)
    with stockroom.store.work() as work:
        assert [one.name for one in work.stock.of("bread")] == [RYE.name]
        assert work.stock.of("soap") == []
    assert stockroom.faults() == []


def test_with_a_refused_row_nothing_is_posted(stockroom: Shop) -> None:
    read = document(row(1, MILK), row(3, "999"), row(4, "104", 1_000))
    read = replace(read, refused=(Refused(2, "bad"),))
    done = receive(stockroom.counter, read)
    assert done.delivery == ""
    assert [one.row for one in done.refused] == [2, 3]
    assert done.refused[1].why == (
        "«good 999»: no good has the code 999; name, unit and VAT are there to make it:"
        " add the good, then receive"
    )
    assert stockroom.facts("GoodsReceived") == []
    assert stock(stockroom) == {}


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (row(1, MILK, 1_500), "«Молоко «Утро» 3,2 %»: it is sold in whole pieces only"),
        (
            replace(row(1, MILK), unit=Unit.KILOGRAM),
            "«Молоко «Утро» 3,2 %»: the document counts it in KILOGRAM, the shop in PIECE",
        ),
        (
            replace(row(1, MILK), tax=Money(5_001)),
            "«Молоко «Утро» 3,2 %»: its VAT is more than its sum",
        ),
        (
            replace(row(1, MILK), codes=(MILK, BREAD)),
            f"its codes name different goods: {MILK} «Молоко «Утро» 3,2 %»"
            f" and {BREAD} «Хлеб ржаной»",
        ),
        (
            replace(row(1, ""), codes=()),
            "«good » has no code in the document: nothing to find it by",
        ),
        (
            replace(row(1, "7"), unit=None),
            "«good 7»: no good has the code 7; add the good first",
        ),
    ],
)
def test_a_line_that_does_not_fit_its_good_says_why(
    stockroom: Shop, wrong: DeliveryRow, why: str
) -> None:
    assert receive(stockroom.counter, document(wrong)).refused == (Refused(1, why),)


def test_the_same_document_is_refused_in_words(stockroom: Shop) -> None:
    receive(stockroom.counter, document(row(1, MILK)))
    again = replace(document(row(1, BREAD)), supplier=Supplier('ооо "луч"'), number=" 15 ")
    with pytest.raises(AlreadyReceived) as refused:
        receive(stockroom.counter, again)
    assert (refused.value.number, refused.value.zone) == ("15", "Europe/Moscow")
    assert len(stockroom.facts("GoodsReceived")) == 1
    assert receive(stockroom.counter, document(row(1, MILK), number="16")).delivery


def test_a_document_is_known_while_derived_tables_lag(
    stockroom: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_about: object) -> None:
        raise RuntimeError("a bug of ours")

    monkeypatch.setattr(reducers, "_move", broken)
    assert receive(stockroom.counter, document(row(1, MILK))).delivery
    with stockroom.store.work() as work:
        assert work.lagging
    with pytest.raises(AlreadyReceived):
        receive(stockroom.counter, document(row(1, MILK)))
    monkeypatch.undo()
    stockroom.reopen()
    assert stock(stockroom) == {"milk": pieces(1)}


def test_who_lacks_the_right_posts_nothing(shop: Shop) -> None:
    shop.log_in(CASHIER)
    with pytest.raises(NotAllowed):
        receive(shop.counter, document(row(1, MILK)))
    assert shop.facts("GoodsReceived") == []


def test_a_long_document_is_one_commit_in_parts(stockroom: Shop) -> None:
    rows = [row(n, MILK, 1_000, n) for n in range(1, 2 * IN_A_PART + 2)]
    commits: list[str] = []
    stockroom.watch = commits.append
    done = receive(stockroom.counter, document(*rows, costs=1_000))
    assert commits == ["before commit", "after commit"]
    facts = [one for one in stockroom.facts() if isinstance(one, GoodsReceived)]
    assert [(one.part, one.parts, len(one.lines)) for one in facts] == [
        (1, 3, IN_A_PART),
        (2, 3, IN_A_PART),
        (3, 3, 1),
    ]
    assert {one.delivery for one in facts} == {done.delivery}
    assert sum(one.total for one in facts) == done.total.kopecks
    assert sum(one.costs for one in facts) == 1_000
    assert [line.line for one in facts for line in one.lines] == list(range(1, len(rows) + 1))
    assert stock(stockroom) == {"milk": pieces(len(rows))}
    assert stockroom.faults() == []


class PowerCut(Exception):
    """The program ends here."""


@pytest.mark.parametrize("moment", ["before commit", "after commit"])
def test_power_cut_at_the_commit_leaves_all_or_nothing(stockroom: Shop, moment: str) -> None:
    def cut(point: str) -> None:
        if point == moment:
            raise PowerCut

    stockroom.watch = cut
    read = document(row(1, MILK, 2_000), row(2, BREAD))
    with pytest.raises(PowerCut):
        receive(stockroom.counter, read)
    stockroom.watch = lambda _point: None
    stockroom.reopen()
    if moment == "before commit":
        assert stock(stockroom) == {}
        receive(stockroom.counter, read)
    with pytest.raises(AlreadyReceived):
        receive(stockroom.counter, read)
    assert stock(stockroom) == {"milk": pieces(2), "bread": pieces(1)}
    assert stockroom.faults() == []


@pytest.fixture
def older(tmp_path: Path, template: Path) -> Iterator[Shop]:
    """A till whose file an earlier program made: no tables of stock, a sale in the journal."""
    with closing(Shop(tmp_path / "older", template)) as shop:
        shop.begin_day()
        sell(shop, Plan(), f"2*{MILK}")
        with shop.store._lock:
            for table in reducers.TABLES:
                shop.store._db.execute(f"DROP TABLE {table}")
            shop.store._db.execute("UPDATE derived_state SET version = 1")
            shop.store._db.execute("PRAGMA user_version=0")
        shop.close()
        yield shop


def test_a_till_of_an_earlier_program_has_its_stock_at_the_first_start(older: Shop) -> None:
    older.open()
    assert stock(older) == {"milk": pieces(-2)}
    assert older.faults() == []
