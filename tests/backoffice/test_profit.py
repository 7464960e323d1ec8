"""Gross profit is told where purchase prices are known, and where they are not."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backoffice.domain.figures import CounterRow, LineSum, ShiftCash
from backoffice.domain.profit import Profit, best_goods, cost_of, profit_of
from backoffice.usecases.report_day import report_day
from tests.backoffice.browser import Browser
from tests.backoffice.conftest import Office
from tests.backoffice.trade import GOODS, Till, moment, sold_line

DAY = date(2026, 11, 24)
MILK, BREAD, APPLES = GOODS[0], GOODS[1], GOODS[2]

_lines = st.lists(
    st.builds(
        LineSum,
        st.sampled_from(["a", "b", "c"]),
        st.sampled_from(["Чай", "Кофе"]),
        st.just(0),
        st.integers(-5_000, 5_000),
        st.integers(-100_000, 100_000),
        st.none() | st.integers(0, 100_000),
    ),
    max_size=8,
)


def set_costs(office: Office, prices: dict[str, int | None], day: str) -> int:
    with office.store.work() as work:
        return work.costs.put(prices, day)


def profit(office: Office, first: date = DAY, last: date = DAY) -> Profit:
    return report_day(office.store, first, last, office.clock()).report.profit


@given(_lines)
def test_known_and_unknown_add_up_to_all_that_was_sold(lines: list[LineSum]) -> None:
    made = profit_of(lines)
    assert made.revenue + made.unknown == sum(line.amount for line in lines)
    assert made.cost == sum(cost_of(line) or 0 for line in lines)
    assert made.amount == made.revenue - made.cost


@given(_lines)
def test_a_good_has_a_profit_only_where_all_of_it_has_a_cost(lines: list[LineSum]) -> None:
    for good in best_goods(lines):
        own = [one for one in lines if (one.item, one.name) == (good.item, good.name)]
        costs = [cost_of(one) for one in own]
        if None in costs:
            assert good.profit is None
        else:
            assert good.profit == good.amount - sum(cost or 0 for cost in costs)


def test_profit_is_what_was_paid_less_what_was_paid_for_it(office: Office) -> None:
    set_costs(office, {MILK.item: 7000, APPLES.item: 10001}, "2026-11-01")
    till = Till(at=moment("2026-11-24 10:00"))
    till.open_shift()
    till.sell(sold_line(1, MILK, 2000), sold_line(2, APPLES, 500), sold_line(3, BREAD, 1000))
    office.push(till.rows)
    made = profit(office)
    # 500 g of 100,01 is 50,005: half up to the kopeck.
    assert (made.revenue, made.cost) == (2 * MILK.price + 8995, 2 * 7000 + 5001)
    assert (made.unknown, made.goods) == (BREAD.price, [BREAD.name])


def test_a_return_takes_its_profit_back(office: Office) -> None:
    set_costs(office, {MILK.item: 7000}, "2026-11-24")
    till = Till(at=moment("2026-11-24 10:00"))
    till.open_shift()
    till.take_back(till.sell(sold_line(1, MILK, 2000)))
    office.push(till.rows)
    made = profit(office)
    assert (made.revenue, made.cost, made.margin, made.known) == (0, 0, None, False)


def test_a_purchase_price_holds_from_its_day_on(office: Office) -> None:
    """A dearer delivery does not change what the day before earned."""
    set_costs(office, {MILK.item: 6000}, "2026-11-23")
    set_costs(office, {MILK.item: 8000}, "2026-11-24")
    till = Till(at=moment("2026-11-22 10:00"))
    till.open_shift()
    for day in ("2026-11-22", "2026-11-23", "2026-11-24"):
        till.at = moment(f"{day} 10:00")
        till.sell(sold_line(1, MILK, 1000))
    office.push(till.rows)
    days = [date(2026, 11, day) for day in (22, 23, 24)]
    assert [profit(office, day, day).cost for day in days] == [0, 6000, 8000]
    all_days = report_day(office.store, days[0], days[-1], office.clock()).report
    assert (all_days.profit.cost, all_days.profit.unknown) == (14000, MILK.price)
    assert [good.profit for good in all_days.goods] == [None]


def test_a_price_that_did_not_change_is_not_kept_again(office: Office) -> None:
    assert set_costs(office, {MILK.item: 6000, BREAD.item: None}, "2026-11-20") == 1
    assert set_costs(office, {MILK.item: 6000}, "2026-11-24") == 0
    assert set_costs(office, {MILK.item: None}, "2026-11-24") == 1
    with office.store.look() as work:
        days = ("2026-11-19", "2026-11-20", "2026-11-23", "2026-11-24")
        assert [work.costs.of(MILK.item, day) for day in days] == [None, 6000, 6000, None]


def test_many_prices_come_at_once(office: Office) -> None:
    many: dict[str, int | None] = {f"good-{n}": n for n in range(1000)}
    assert set_costs(office, many, "2026-11-24") == 1000
    with office.store.look() as work:
        assert [work.costs.of(f"good-{n}", "2026-11-25") for n in (0, 399, 999)] == [0, 399, 999]


def test_a_rebuild_leaves_purchase_prices_alone(office: Office) -> None:
    set_costs(office, {MILK.item: 6000}, "2026-11-20")
    with office.store.work() as work:
        work.ledger.clear_derived()
    with office.store.look() as work:
        assert work.costs.of(MILK.item, "2026-11-24") == 6000


def typed(owner: Browser, cost: str) -> int:
    """Save the milk with that purchase price; the status."""
    answer = owner.fill(
        "/goods/item-1", "/goods/item-1", name=MILK.name, price="94,90", cost=cost,
        unit="0", vat="2", group="", article="1", codes=MILK.codes[0],
    )  # fmt: skip
    return answer.status_code


def test_the_owner_types_a_purchase_price_beside_the_price(office: Office, owner: Browser) -> None:
    assert typed(owner, "70,50") == 303
    assert 'name="cost" value="70,50"' in owner.get("/goods/item-1").text
    with office.store.look() as work:
        assert work.costs.of("item-1", "2026-11-24") == 7050
        assert work.costs.of("item-1", "2026-11-23") is None
    assert typed(owner, "") == 303
    assert 'name="cost" value=""' in owner.get("/goods/item-1").text


def test_a_price_that_is_no_sum_saves_nothing(office: Office, owner: Browser) -> None:
    with office.store.look() as work:
        before = work.feed.page("", 0, 1000)
    assert typed(owner, "много") == 422
    with office.store.look() as work:
        assert work.feed.page("", 0, 1000) == before
        assert work.costs.of("item-1", "2026-11-24") is None


def test_purchase_prices_never_go_down_to_a_till(office: Office, owner: Browser) -> None:
    assert typed(owner, "70,51") == 303
    with office.store.look() as work:
        sent = msgspec.json.encode(work.feed.page("", 0, 1000))
    assert b"7051" not in sent


def test_the_page_tells_the_profit_and_what_it_leaves_out(office: Office, owner: Browser) -> None:
    till = Till(at=moment("2026-11-24 10:00"))
    till.open_shift()
    till.sell(sold_line(1, MILK, 1000), *(sold_line(n, GOODS[n], 1000) for n in range(4, 12)))
    office.push(till.rows)
    assert "Закупочные цены не указаны" in owner.get("/").text
    set_costs(office, {MILK.item: 7000}, "2026-11-01")
    page = owner.get("/").text
    assert "24,90" in page  # 94,90 − 70,00
    assert "26,2\u00a0% от выручки" in page
    assert "и ещё 3" in page  # eight goods are unknown, five of them named


def _shift(**figures: int) -> ShiftCash:
    plain = {"fund": 0, "return_cash": 0, "purchase_cash": 0, "cash_in": 0, "cash_out": 0}
    counters = [CounterRow("sale_cash", figures.pop("till"), figures.pop("registrar"))]
    return ShiftCash(
        "s", "Касса 1", 7, 1, 2, drawer=figures["sale_cash"], counters=counters, **plain, **figures
    )


@pytest.mark.parametrize(
    ("receipts", "till", "registrar", "ours"),
    [
        (500, 500, 500, []),
        (400, 500, 500, [400]),  # the office lacks a receipt
        (500, 500, 600, [500]),  # the register counted something else
        (500, 400, 500, [400]),  # the till's own Z was wrong
    ],
)
def test_a_counter_is_held_against_the_receipts_and_the_z(
    receipts: int, till: int, registrar: int, ours: list[int]
) -> None:
    shift = _shift(sale_cash=receipts, till=till, registrar=registrar)
    assert [one.ours for one in shift.differences] == ours


def test_a_gap_in_the_drawer_is_not_told_twice() -> None:
    counters = [CounterRow("drawer", 99, 99)]
    shift = ShiftCash("s", "Касса 1", 7, 1, 2, 100, 0, 0, 0, 0, 0, 99, counters=counters)
    assert (shift.gap, shift.differences) == (-1, [])
