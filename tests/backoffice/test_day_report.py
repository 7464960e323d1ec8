"""The end-of-day report adds up to what the facts say."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from backoffice.domain.day import DayReport, report
from backoffice.domain.figures import DayFigures, ReceiptSum, ShiftCash
from backoffice.usecases.report_day import DayView, report_day, today
from sync.messages import facts as f
from tests.backoffice.conftest import Office, new_office
from tests.backoffice.trade import GOODS, Till, moment, sold_line

DAY = date(2026, 11, 24)


def view(office: Office, day: date = DAY) -> DayView:
    return report_day(office.store, day, day, office.clock())


def made(office: Office, day: date = DAY) -> DayReport:
    return view(office, day).report


def flows(report: DayReport) -> dict[str, tuple[int, int]]:
    return {flow.name: (flow.sales, flow.returns) for flow in report.tenders}


_sales = st.lists(
    st.tuples(
        st.lists(st.tuples(st.integers(0, 11), st.integers(1, 9)), min_size=1, max_size=4),
        st.integers(0, 100),  # per cent of it in cash
        st.sampled_from(["anna", "ivan"]),
        st.integers(0, 900),  # minutes later
        st.sampled_from(["keep", "keep", "return", "return alone"]),
    ),
    max_size=8,
)


@settings(max_examples=30, deadline=None)
@given(_sales)
def test_all_sums_of_a_day_are_those_of_its_facts(plan: list[tuple[Any, ...]]) -> None:
    till = Till(at=moment("2026-11-24 00:00"))
    till.open_shift()
    for picked, cash_share, user, later, then in plan:
        till.at = moment("2026-11-24 00:00") + later * 60_000
        lines = tuple(
            sold_line(n, GOODS[good], 1000 * count) for n, (good, count) in enumerate(picked, 1)
        )
        total = sum(line.amount for line in lines)
        sale = till.sell(*lines, cash=total * cash_share // 100, user=user)
        if then != "keep":
            till.take_back(sale, without_receipt=then == "return alone")
    with new_office() as office:
        office.push(till.rows)
        _check_sums(made(office), till.facts)


def _check_sums(day: DayReport, facts: list[f.Fact]) -> None:
    sold = [fact for fact in facts if isinstance(fact, f.SaleClosed)]
    back = [fact for fact in facts if isinstance(fact, f.SaleReturned)]
    revenue = sum(sale.total for sale in sold) - sum(one.total for one in back)
    assert day.revenue == revenue
    assert day.receipts == len(sold) + len(back)
    assert (day.sales.count, day.returns.count) == (len(sold), len(back))
    assert sum(flow.net for flow in day.tenders) == revenue
    assert sum(hour.amount for hour in day.hours) == revenue
    assert sum(one.sales - one.returns for one in day.cashiers) == revenue
    assert sum(one.receipts for one in day.cashiers) == day.receipts
    paid = Counter[str]()
    for tender in (tender for sale in sold for tender in sale.tenders):
        paid[tender.kind] += tender.amount
    for tender in (tender for one in back for tender in one.tenders):
        paid[tender.kind] -= tender.amount
    assert {flow.name: flow.net for flow in day.tenders if flow.net} == {
        kind: amount for kind, amount in paid.items() if amount
    }
    _check_vat(day, sold, back)
    assert [shift.expected for shift in day.shifts] == [500000 + paid["cash"]]
    assert day.cash_expected == 500000 + paid["cash"]
    alone = [one for one in back if not one.of_sale]
    orphans = [one for one in day.attention if one.kind == "orphan"]
    assert [(one.count, one.amount) for one in orphans] == (
        [(len(alone), sum(one.total for one in alone))] if alone else []
    )


def _check_vat(day: DayReport, sold: list[f.SaleClosed], back: list[f.SaleReturned]) -> None:
    vat = Counter[str]()
    for sale in sold:
        vat.update(sale.vat)
    for one in back:
        vat.subtract(one.vat)
    assert {flow.name: flow.net for flow in day.vat if flow.net} == {
        code: amount for code, amount in vat.items() if amount
    }


def test_a_day_is_the_shop_s_calendar_day(office: Office) -> None:
    till = Till(at=moment("2026-11-23 23:59"))
    till.open_shift()
    till.sell(sold_line(1, GOODS[0], 1000))
    till.at = moment("2026-11-24 00:00")
    till.sell(sold_line(1, GOODS[1], 1000))
    office.push(till.rows)
    assert made(office, date(2026, 11, 23)).revenue == GOODS[0].price
    day = made(office)
    assert day.revenue == GOODS[1].price
    assert [(hour.hour, hour.amount) for hour in day.hours] == [(0, GOODS[1].price)]
    # The shift touches both days, and its cash is counted whole in each.
    assert [shift.expected for shift in day.shifts] == [500000 + GOODS[0].price + GOODS[1].price]


def test_the_drawer_counts_fund_sales_returns_and_moves(office: Office) -> None:
    till = Till(at=moment("2026-11-24 09:00"))
    till.open_shift(fund=100_00)
    sale = till.sell(sold_line(1, GOODS[0], 2000))
    till.sell(sold_line(1, GOODS[4], 1000), cash=0)
    till.take_back(sale)
    till.move("in", 50_00)
    till.move("out", 70_00)
    till.sell(sold_line(1, GOODS[1], 1000), operation=3)
    office.push(till.rows)
    shift = made(office).shifts[0]
    assert shift.expected == 100_00 + 50_00 - 70_00 - GOODS[1].price
    assert shift.drawer is None
    till.close_shift(shift.expected)
    office.push(till.rows)
    closed = made(office)
    assert closed.shifts[0].drawer == shift.expected
    assert closed.attention == []


def test_kopecks_that_were_dropped_are_in_no_sum_of_money(office: Office) -> None:
    """The goods keep the price they have; what was paid is what is counted."""
    till = Till(at=moment("2026-11-24 09:00"))
    till.open_shift(fund=100_00)
    line = sold_line(1, GOODS[0], 1000)
    dropped = line.amount % 100
    till.sell(line, rounding=dropped)
    paid = line.amount - dropped
    till.close_shift(100_00 + paid, {"cash": 100_00 + paid})
    office.push(till.rows)
    day = made(office)
    assert dropped
    assert (day.revenue, day.average, day.tenders[0].sales) == (paid, paid, paid)
    assert (day.cash_expected, day.attention) == (100_00 + paid, [])
    assert [good.amount for good in day.goods] == [line.amount]


def test_a_purchase_is_no_revenue(office: Office) -> None:
    till = Till(at=moment("2026-11-24 09:00"))
    till.open_shift()
    till.sell(sold_line(1, GOODS[1], 1000), operation=3)
    office.push(till.rows)
    day = made(office)
    assert (day.revenue, day.receipts, day.purchases.total) == (0, 0, GOODS[1].price)
    assert (day.hours, day.goods, day.vat) == ([], [], [])
    assert not day.empty


def test_a_drawer_that_does_not_fit_the_receipts_asks_for_attention(office: Office) -> None:
    till = Till(at=moment("2026-11-24 09:00"))
    till.open_shift(fund=100_00)
    till.close_shift(99_00)
    office.push(till.rows)
    assert [(one.kind, one.count) for one in made(office).attention] == [("gap", 1)]


def test_counters_of_the_register_that_differ_ask_for_attention(office: Office) -> None:
    till = Till(at=moment("2026-11-24 09:00"))
    till.open_shift(fund=100_00)
    till.close_shift(100_00, {"cash": 100_00, "sale_electronic": 5, "return_cash": 0, "else": 7})
    office.push(till.rows)
    (one,) = made(office).attention
    assert one.kind == "differs"
    assert [(gap.name, gap.ours, gap.registrar) for gap in one.differences] == [("sale_card", 0, 5)]


def test_voids_cancellations_and_the_drawer_are_told_with_names(office: Office) -> None:
    till = Till(at=moment("2026-11-24 09:00"))
    till.open_shift()
    at = {"shift": till.shift, "user": "ivan"}
    till.put(
        f.LineVoided(basket="b", line=1, item="i", name="Сыр", quantity=1000, amount=500, **at)
    )
    till.put(f.BasketCancelled(basket="b", lines=2, amount=700, **at))
    till.put(f.DrawerOpened(reason="размен", **at))
    till.put(f.CardReversed(basket="b", user="ivan", ref="1", of_ref="0", rrn="", amount=900))
    said = f.CardDecided(
        basket="c",
        user="anna",
        by="ivan",
        ref="2",
        operation="pay",
        amount=1100,
        moved=True,
        reason="терминал разбит",
    )
    till.put(said)
    till.put_bytes("Unknown", 1, b"{}")
    office.push([*till.rows, till.rows[-1], _spoilt(till)])
    found = {one.kind: (one.count, one.amount) for one in made(office).attention}
    assert found == {
        "drawer": (1, 0),
        "void": (1, 500),
        "cancel": (1, 700),
        "reversal": (1, 900),
        "decision": (1, 1100),
        "task": (1, 0),
        "quarantine": (1, 0),
    }
    names = {event.user for one in made(office).attention for event in one.events}
    assert names == {"Иван Крылов"}


def _spoilt(till: Till) -> Any:
    row = till.put_bytes("DrawerOpened", 1, b"{}")
    return type(row)(row.epoch, row.seq, row.fact, row.kind, row.version, row.at, 0, b"[]",
                     row.prev_hash, row.hash)  # fmt: skip


def test_best_goods_have_returns_taken_off(office: Office) -> None:
    till = Till(at=moment("2026-11-24 09:00"))
    till.open_shift()
    till.sell(sold_line(1, GOODS[0], 3000), sold_line(2, GOODS[3], 500))
    till.take_back(till.sell(sold_line(1, GOODS[4], 1000)))
    office.push(till.rows)
    found = [(good.item, good.quantity, good.amount) for good in made(office).goods]
    assert found == [("item-4", 500, 44950), ("item-1", 3000, 28470)]


def test_a_running_day_is_compared_with_the_same_time_a_week_ago(office: Office) -> None:
    till = Till(at=moment("2026-11-17 10:00"))
    till.open_shift()
    till.sell(sold_line(1, GOODS[0], 1000))
    till.at = moment("2026-11-17 18:00")
    till.sell(sold_line(1, GOODS[0], 9000))
    till.at = moment("2026-11-24 11:00")
    till.sell(sold_line(1, GOODS[0], 2000))
    office.push(till.rows)
    running = view(office)
    assert running.running
    assert (running.report.revenue_before, running.report.change) == (GOODS[0].price, 1000)
    assert [hour.hour for hour in running.report.hours_before] == [10, 18]
    office.clock.now = moment("2026-11-25 09:00")
    over = view(office)
    assert not over.running
    assert over.report.change == -800


def test_today_is_the_day_of_the_shop_not_of_the_machine(office: Office) -> None:
    office.clock.now = moment("2026-11-24 23:30", zone="UTC")
    assert today(office.store, office.clock()) == date(2026, 11, 25)


def test_a_report_of_several_days_adds_them_up(office: Office) -> None:
    till = Till(at=moment("2026-11-23 10:00"))
    till.open_shift()
    till.sell(sold_line(1, GOODS[0], 1000))
    till.at = moment("2026-11-24 10:00")
    till.sell(sold_line(1, GOODS[1], 1000))
    office.push(till.rows)
    both = report_day(office.store, date(2026, 11, 23), DAY, office.clock()).report
    assert both.revenue == GOODS[0].price + GOODS[1].price
    assert both.revenue_before is None


def _shift(till: str, number: int, fund: int) -> ShiftCash:
    return ShiftCash(str(number), till, number, number, None, fund, 0, 0, 0, 0, 0, None)


def test_of_each_till_only_the_latest_shift_still_has_its_cash() -> None:
    shifts = [_shift("1", 1, 100), _shift("1", 2, 30), _shift("2", 1, 7)]
    assert report("d", "d", DayFigures(shifts=shifts)).cash_expected == 37


def test_the_average_basket_is_rounded_half_up_over_sales() -> None:
    receipts = [
        ReceiptSum("sale", 2, 101, 0, 101, 0, 0),
        ReceiptSum("return", 1, 50, 0, 50, 0, 0),
    ]
    made = report("d", "d", DayFigures(receipts=receipts))
    assert (made.average, made.revenue) == (51, 51)
    assert flows(made)["cash"] == (101, 50)
