"""Stock in the office: a sum over facts in any order, equal to what the till says of itself."""

from __future__ import annotations

import random
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backoffice.domain.office import Shop
from backoffice.domain.profit import Profit
from backoffice.domain.stock import DeliveryLine, StockRow, average_costs
from backoffice.usecases.enrol import enrol, offer_code
from backoffice.usecases.rebuild import rebuild
from backoffice.usecases.report_day import report_day
from inventory.values.money import half_up
from pos.storage import derive, schema
from pos.storage.database import ddl
from pos.storage.stock import StockStore
from sync.journal.rows import uuid7
from sync.messages import facts as f
from sync.messages.feed import ItemChanged
from sync.messages.wire import Enrol
from tests.backoffice.browser import Browser
from tests.backoffice.conftest import Office, new_office
from tests.backoffice.signed import KEY
from tests.backoffice.tables import dump
from tests.backoffice.trade import GOODS, ZONE, Till, moment, sold_line

MILK, BREAD, APPLES = GOODS[0], GOODS[1], GOODS[2]


def line(n: int, good: ItemChanged, thousandths: int, cost: int) -> f.ReceivedLine:
    """A line of a delivery at that purchase price."""
    amount = half_up(cost * thousandths, 1000)
    return f.ReceivedLine(
        line=n,
        item=good.item,
        code=good.codes[0],
        name=good.name,
        unit=good.unit,
        quantity=thousandths,
        cost=cost,
        amount=amount,
        vat=good.vat,
        tax=0,
    )


def delivery(at: int, *lines: f.ReceivedLine, number: str = "15") -> f.GoodsReceived:
    return f.GoodsReceived(
        delivery=uuid7(at),
        supplier="ООО «Луч»",
        inn="7707083893",
        number=number,
        date="2026-11-20",
        user="anna",
        lines=lines,
        total=sum(one.amount for one in lines),
        tax=0,
    )


def journal(day: str = "2026-11-24") -> Till:
    """A till whose shift is open that morning."""
    till = Till(at=moment(f"{day} 10:00"))
    till.open_shift()
    return till


def stock(office: Office, shop: str = "") -> dict[str, int]:
    with office.store.look() as work:
        names = [one.shop for one in work.places.shops()]
        rows, count = work.stock.of(shop or names[0], "", 1000, 0)
    assert len(rows) == count
    return {row.item: row.quantity for row in rows}


def of_the_till(till: Till) -> dict[str, int]:
    """What the till's own derived tables make of the same journal."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        for statement in ddl(schema.derived, schema.state):
            db.execute(statement)
        for row, fact in zip(till.rows, till.facts, strict=True):
            derive.reduce(db, row, fact)
        return {one.item: one.quantity.thousandths for one in StockStore(db).all()}


def profit(office: Office, day: date) -> Profit:
    return report_day(office.store, day, day, office.clock()).report.profit


def test_received_and_returned_less_sold_is_there(office: Office) -> None:
    till = journal()
    till.put(delivery(till.at, line(1, MILK, 12_000, 7_000), line(2, APPLES, 5_240, 9_000)))
    sale = till.sell(sold_line(1, MILK, 3_000), sold_line(2, BREAD, 1_000))
    till.take_back(sale)
    till.sell(sold_line(1, APPLES, 240), operation=3)
    office.push(till.rows)
    assert stock(office) == {MILK.item: 12_000, BREAD.item: -1_000, APPLES.item: 5_480}
    with office.store.look() as work:
        shop = work.places.shops()[0].shop
        assert work.stock.of(shop, "МОЛОКО", 50, 0) == (
            [StockRow(MILK.item, MILK.name, "1", 0, 12_000)],
            1,
        )
        (posted,) = work.stock.deliveries(shop, 10)
    assert (posted.supplier, posted.number, posted.lines, posted.twice) == (
        "ООО «Луч»",
        "15",
        2,
        False,
    )
    assert posted.total == 84_000 + 47_160


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["sell", "receive", "return", "buy"]),
        st.lists(
            st.tuples(st.sampled_from([MILK, BREAD, APPLES]), st.integers(1, 9_999)),
            min_size=1,
            max_size=4,
        ),
    ),
    max_size=12,
)


@given(ACTS, st.integers(0, 2**16))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_till_and_office_agree_whatever_happened_and_however_it_came(
    acts: list[tuple[str, list[tuple[ItemChanged, int]]]], seed: int
) -> None:
    till, wanted = journal(), dict[str, int]()
    for act, goods in acts:
        till.at += 1000
        if act == "receive":
            lines = [line(n, good, many, 500) for n, (good, many) in enumerate(goods, 1)]
            till.put(delivery(till.at, *lines))
        else:
            sold = [sold_line(n, good, many) for n, (good, many) in enumerate(goods, 1)]
            sale = till.sell(*sold, operation=3 if act == "buy" else 1)
            if act == "return":
                till.take_back(sale)
                goods = goods[1:]
        for good, many in goods:
            sign = -1 if act in ("sell", "return") else 1
            wanted[good.item] = wanted.get(good.item, 0) + sign * many
    chance = random.Random(seed)  # noqa: S311 — sizes of pushes
    with new_office() as office:
        start = 0
        while start < len(till.rows):
            size = chance.randint(1, 5)
            office.push(till.rows[max(0, start - 1) : start + size])
            start += size
        found, kept = stock(office), dump(office.store)
        assert {item: many for item, many in found.items() if many} == {
            item: many for item, many in wanted.items() if many
        }
        assert found == of_the_till(till)
        rebuild(office.store)
        assert dump(office.store) == kept


def test_a_delivery_tells_the_cost_from_its_day_on(office: Office) -> None:
    till = Till(at=moment("2026-11-22 10:00"))
    till.open_shift()
    for day, cost in (("2026-11-22", 0), ("2026-11-23", 6_000), ("2026-11-24", 8_000)):
        till.at = moment(f"{day} 09:00")
        if cost:
            till.put(delivery(till.at, line(1, MILK, 10_000, cost)))
        till.sell(sold_line(1, MILK, 1_000))
    office.push(till.rows)
    days = [date(2026, 11, day) for day in (22, 23, 24)]
    assert [profit(office, day).cost for day in days] == [0, 6_000, 8_000]
    assert [profit(office, day).unknown for day in days] == [MILK.price, 0, 0]


def test_a_price_typed_that_day_goes_before_and_a_rebuild_keeps_both(office: Office) -> None:
    till = journal()
    till.put(delivery(till.at, line(1, MILK, 10_000, 6_000), line(2, BREAD, 1_000, 3_000)))
    till.sell(sold_line(1, MILK, 1_000), sold_line(2, BREAD, 1_000))
    office.push(till.rows)
    with office.store.work() as work:
        assert work.costs.of(MILK.item, "2026-11-24") == 6_000
        assert work.costs.put({MILK.item: 6_000}, "2026-11-24") == 0
        assert work.costs.put({MILK.item: 6_500}, "2026-11-24") == 1
    for _ in range(2):
        assert profit(office, date(2026, 11, 24)).cost == 6_500 + 3_000
        with office.store.look() as work:
            assert work.costs.of(MILK.item, "2026-11-24") == 6_500
        rebuild(office.store)


def another_till(office: Office, shop: str = "Лесная, 5") -> str:
    """A second till, enrolled in that shop."""
    code = offer_code(office.store, shop, office.clock())
    return enrol(office.store, Enrol(code, "Касса 2", KEY.public()), office.clock()).till


@pytest.mark.parametrize("later_first", [False, True])
def test_of_two_deliveries_of_a_day_the_later_counts_whichever_came_first(
    office: Office, later_first: bool
) -> None:
    first, second = journal(), journal()
    second.at += 3_600_000
    first.put(delivery(first.at, line(1, MILK, 1_000, 6_000)))
    second.put(delivery(second.at, line(1, MILK, 1_000, 5_000), number="16"))
    pushes = [(first, ""), (second, another_till(office))]
    for till, name in reversed(pushes) if later_first else pushes:
        office.push(till.rows, name)
    with office.store.look() as work:
        assert work.costs.of(MILK.item, "2026-11-24") == 5_000
    assert stock(office) == {MILK.item: 2_000}


def test_tills_of_a_shop_that_push_at_once_do_not_stand_in_each_other_s_way(
    office: Office,
) -> None:
    """Each counts the same goods, one forwards and one backwards, receipt by receipt."""
    names = [office.till.till, another_till(office)]
    tills = [journal(), journal()]
    for till, goods in zip(tills, (GOODS, GOODS[::-1]), strict=True):
        for n in range(20):
            till.sell(sold_line(1, goods[n % 12], 1_000), sold_line(2, goods[n % 12 - 6], 1_000))
    with ThreadPoolExecutor(2) as threads:
        pushed = [
            threads.submit(_row_by_row, office, till, name)
            for till, name in zip(tills, names, strict=True)
        ]
    assert [one.result() for one in pushed] == [None, None]
    assert sum(stock(office).values()) == -2 * 20 * 2 * 1_000
    kept = dump(office.store)
    rebuild(office.store)
    assert dump(office.store) == kept


def _row_by_row(office: Office, till: Till, name: str) -> None:
    for row in till.rows:
        office.push([row], name)


def test_each_shop_has_its_own_stock_and_its_own_costs(office: Office, owner: Browser) -> None:
    with office.store.work() as work:
        work.places.add_shop(Shop("north", "Северная, 1", "7707083893", ZONE))
    here, there = journal(), journal()
    here.put(delivery(here.at, line(1, MILK, 5_000, 6_000)))
    here.sell(sold_line(1, MILK, 1_000))
    there.sell(sold_line(1, MILK, 2_000))
    office.push(here.rows)
    office.push(there.rows, another_till(office, "Северная, 1"))
    assert stock(office) == {MILK.item: 4_000}
    assert stock(office, "north") == {MILK.item: -2_000}
    made = profit(office, date(2026, 11, 24))
    assert (made.cost, made.revenue, made.unknown) == (6_000, MILK.price, 2 * MILK.price)
    page = owner.get("/stock?shop=north").text
    assert "\u22122\u00a0шт" in page
    assert "ООО «Луч»" not in page


PAID = st.lists(
    st.builds(
        DeliveryLine,
        st.just("d"),
        st.integers(1, 99),
        st.sampled_from("ab"),
        st.just(""),
        st.just(0),
        st.integers(1, 10**6),
        st.integers(0, 10**6),
        st.just(0),
        st.just(2),
        st.just(0),
    )
)


@given(PAID)
def test_the_cost_of_a_document_is_the_average_of_its_lines(lines: list[DeliveryLine]) -> None:
    told = dict(average_costs(lines))
    for item in {one.item for one in lines}:
        own = [one for one in lines if one.item == item]
        paid = sum(one.cost * one.quantity for one in own)
        average = half_up(paid, sum(one.quantity for one in own))
        assert told.get(item, 0) == average
        assert min(one.cost for one in own) <= average <= max(one.cost for one in own)


def test_a_document_posted_at_two_tills_is_shown_as_such(office: Office, owner: Browser) -> None:
    till = journal()
    for _ in range(2):
        till.at += 1000
        till.put(delivery(till.at, line(1, MILK, 1_000, 6_000)))
    office.push(till.rows)
    page = owner.get("/stock").text
    assert page.count("проведён дважды") == 2


def test_the_page_lists_what_is_there_and_what_came(office: Office, owner: Browser) -> None:
    assert "После первой продажи" in owner.get("/stock").text
    till = journal()
    till.put(delivery(till.at, line(1, APPLES, 5_240, 9_000)))
    till.sell(sold_line(1, MILK, 2_000))
    office.push(till.rows)
    page = owner.get("/stock").text
    assert "5,24\u00a0кг" in page
    assert "\u22122\u00a0шт" in page
    assert "продано больше, чем принято" in page
    assert "№ 15 от 20 ноября" in page
    assert "471,60" in page
    found = owner.get("/stock?q=яблоки").text
    assert APPLES.name in found
    assert MILK.name not in found
    assert "Ничего не нашлось" in owner.get("/stock?q=ананас").text
    assert owner.get("/stock?shop=nobody&page=0").status_code == 200


def test_nobody_sees_the_stock_without_signing_in(browser: Browser) -> None:
    assert browser.get("/stock").status_code == 303
