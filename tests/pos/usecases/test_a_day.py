"""A whole day at the till: shift, scans, cash, reports, past sales."""

from __future__ import annotations

import pytest

from inventory.values.money import ZERO, Money
from pos.domain.views import Plan
from pos.errors import (
    BadInput,
    BasketsOpen,
    CodeNotFound,
    DrawerShort,
    NotAllowed,
    ShiftNotOpenHere,
    ShiftOpenHere,
    StillSettling,
)
from pos.usecases import cash, edit, look, pay, sales, scan, shift
from sync.messages.facts import CashMoved, ShiftClosed, ShiftOpened
from tests.fakes.selling import BREAD, MILK, SOAP, only, sell
from tests.fakes.till import SENIOR, Shop


def test_the_change_fund_fills_the_drawer_up_to_what_the_cashier_counted(shop: Shop) -> None:
    shop.registrar.cash = 30_000
    view = shop.begin_day(fund=100_000)
    assert view.shift is not None
    assert view.shift.drawer == Money(100_000)
    assert shop.registrar.cash == 100_000
    moved = only(shop.facts(), CashMoved)
    assert (moved.direction, moved.amount) == ("in", 70_000)
    assert only(shop.facts(), ShiftOpened).fund == 30_000


def test_a_fund_below_what_the_register_counts_takes_the_rest_out(shop: Shop) -> None:
    shop.registrar.cash = 30_000
    view = shop.begin_day(fund=10_000)
    assert view.shift is not None
    assert view.shift.drawer == Money(10_000)
    assert (shop.registrar.cash, shop.registrar.outs) == (10_000, 1)


def test_no_fund_asks_for_no_cash_document(shop: Shop) -> None:
    shop.begin_day(fund=0)
    assert (shop.registrar.ins, shop.registrar.outs) == (0, 0)


def test_nothing_is_sold_before_the_shift_is_open(shop: Shop) -> None:
    with pytest.raises(ShiftNotOpenHere):
        shop.scan(MILK)
    assert not look.view(shop.counter).basket.lines


def test_a_shift_is_opened_once(shop: Shop) -> None:
    shop.begin_day()
    with pytest.raises(ShiftOpenHere):
        shop.begin_day()


def test_repeated_scans_make_one_line_and_a_star_multiplies(shop: Shop) -> None:
    shop.begin_day()
    view = shop.scan(MILK, MILK, f"3*{MILK}", BREAD)
    assert [line.quantity.thousandths for line in view.basket.lines] == [5000, 1000]
    assert view.basket.total == Money(5 * 9490 + 5205)


def test_a_scan_with_a_star_is_one_code_as_a_whole(shop: Shop) -> None:
    shop.begin_day()
    with pytest.raises(CodeNotFound):
        scan.scan(shop.counter, f"3*{MILK}", scanned=True)


def test_an_unknown_code_leaves_the_basket_and_the_next_scan_works(shop: Shop) -> None:
    shop.begin_day()
    shop.scan(MILK)
    with pytest.raises(CodeNotFound) as seen:
        shop.scan("4009900000000")
    assert seen.value.code == "4009900000000"
    assert len(shop.scan(BREAD).basket.lines) == 2


def test_cash_in_and_out_are_documents_and_facts(shop: Shop) -> None:
    shop.begin_day(fund=0)
    cash.move_cash(shop.counter, "in", Money(50_000), "размен")
    view = cash.move_cash(shop.counter, "out", Money(20_000), "инкассация")
    assert view.shift is not None
    assert view.shift.drawer == Money(30_000) == Money(shop.registrar.cash)
    moves = [f for f in shop.facts() if isinstance(f, CashMoved)]
    assert [(m.direction, m.amount, m.reason) for m in moves] == [
        ("in", 50_000, "размен"),
        ("out", 20_000, "инкассация"),
    ]


def test_no_more_cash_leaves_than_lies_in_the_drawer(shop: Shop) -> None:
    shop.begin_day(fund=10_000)
    with pytest.raises(DrawerShort):
        cash.move_cash(shop.counter, "out", Money(10_001), "инкассация")
    with pytest.raises(BadInput):
        cash.move_cash(shop.counter, "in", ZERO, "размен")
    assert shop.registrar.outs == 0


def test_x_is_a_right_and_a_fact(shop: Shop) -> None:
    shop.begin_day()
    with pytest.raises(NotAllowed):
        shift.x_report(shop.counter)
    shop.log_in(SENIOR)
    shift.x_report(shop.counter)
    assert shop.registrar.x_reports == 1
    assert len(shop.facts("ReportPrinted")) == 1


def test_the_drawer_opens_for_a_right_and_leaves_a_fact(shop: Shop) -> None:
    shop.begin_day()
    with pytest.raises(NotAllowed):
        cash.open_drawer(shop.counter, "размен")
    shop.log_in(SENIOR)
    cash.open_drawer(shop.counter, "размен")
    assert shop.registrar.drawer_kicks == 1
    assert len(shop.facts("DrawerOpened")) == 1


def test_z_takes_the_registers_own_totals_along_and_seals_the_journal(shop: Shop) -> None:
    shop.begin_day(fund=50_000)
    sell(shop, Plan(received=Money(10_000)), MILK)
    sell(shop, Plan(card=Money(5205)), BREAD)
    sell(shop, Plan(card=Money(1000)), SOAP)
    cash.move_cash(shop.counter, "out", Money(40_000), "инкассация")
    view = shift.close_shift(shop.counter)
    assert view.shift is None
    z = only(shop.facts(), ShiftClosed)
    assert (z.sales, z.returns) == (3, 0)
    assert (z.sale_cash, z.sale_card) == (9490 + 5333, 5205 + 1000)
    ours = {"sale_cash": z.sale_cash, "sale_electronic": z.sale_card}
    ours |= {"return_cash": 0, "return_electronic": 0, "cash": z.drawer}
    assert z.registrar == ours
    with shop.reader() as db:
        assert len(db.query("SELECT * FROM journal_seals")) == 1
    assert shop.faults() == []


def test_z_waits_for_open_baskets(shop: Shop) -> None:
    shop.begin_day()
    shop.scan(MILK)
    with pytest.raises(BasketsOpen):
        shift.close_shift(shop.counter)
    edit.void_line(shop.counter, 1)
    assert shift.close_shift(shop.counter).shift is None


def test_z_waits_for_an_unsettled_payment(shop: Shop) -> None:
    shop.begin_day()
    shop.scan(MILK)
    pay.begin(shop.counter, Plan())
    with pytest.raises(StillSettling):
        shift.close_shift(shop.counter)


def test_the_next_shift_goes_on_with_its_own_numbers(shop: Shop) -> None:
    shop.begin_day()
    assert sell(shop, Plan(), MILK).number == "0001-0001"
    assert sell(shop, Plan(), MILK).number == "0001-0002"
    shift.close_shift(shop.counter)
    view = shop.begin_day(fund=shop.registrar.cash)
    assert view.shift is not None
    assert view.shift.number == 2
    assert sell(shop, Plan(), MILK).number == "0002-0001"
    assert shop.faults() == []


def test_a_copy_is_marked_as_one_and_no_document(shop: Shop) -> None:
    shop.begin_day()
    sale = sell(shop, Plan(card=Money(5000), received=Money(5000)), MILK)
    sell(shop, Plan(), MILK)  # of its last document the register makes a copy by itself
    before = len(shop.registrar.drive)
    sales.print_copy(shop.counter, sale.sale)
    (lines,) = shop.registrar.printed
    assert "КОПИЯ" in lines[0]
    assert any("94,90" in line for line in lines)
    assert len(shop.registrar.drive) == before
    assert len(shop.facts("CopyPrinted")) == 1


def test_past_sales_are_found_by_number_end_and_document(shop: Shop) -> None:
    shop.begin_day()
    first, second = sell(shop, Plan(), MILK), sell(shop, Plan(), BREAD)
    assert [s.sale for s in sales.recent_sales(shop.counter)] == [second.sale, first.sale]
    for text in ("0001-0001", "1", str(first.fiscal.fd)):
        assert first.sale in [s.sale for s in sales.recent_sales(shop.counter, text)]
    for text in ("%", "_", "9" * 30, "٣", "'"):
        assert sales.recent_sales(shop.counter, text) == []
