"""The shift, the drawer, the reports and the papers that register nothing."""

from __future__ import annotations

from typing import Any

import pytest

from drivers.contracts.errors import (
    ClockWrong,
    NotEnoughCash,
    Refused,
    ShiftAlreadyOpen,
    ShiftNotOpen,
    UnsentTooOld,
)
from drivers.contracts.ffd import tlv
from drivers.contracts.receipt import Cashier, Operation
from drivers.contracts.registrar import DocumentKind, ShiftState
from tests.drivers.shtrih.shop import BAG, CASHIER, CHEESE, SHOES, Shop, sale


def tags(shop: Shop, fd: int) -> dict[str, Any]:
    return tlv.tree(bytes.fromhex(shop.emulator.machine.documents[fd - 1].tlv))


def test_a_shift_opens_and_closes_with_the_cashier_in_its_reports(shop: Shop) -> None:
    opened = shop.registrar.open_shift(CASHIER)
    assert (opened.kind, opened.fd, opened.shift) == (DocumentKind.SHIFT_OPEN, 2, 1)
    assert opened.at == shop.clock.now
    closed = shop.registrar.close_shift(Cashier("Кассир Петров"))
    assert (closed.kind, closed.fd, closed.shift) == (DocumentKind.SHIFT_CLOSE, 3, 1)
    assert tags(shop, 2)["1021"] == CASHIER.name
    assert tags(shop, 2)["1203"] == CASHIER.inn
    assert tags(shop, 3)["1021"] == "Кассир Петров"
    assert "1203" not in tags(shop, 3)


def test_a_shift_opens_once_and_closes_once(shop: Shop) -> None:
    with pytest.raises(ShiftNotOpen):
        shop.registrar.close_shift(CASHIER)
    shop.opened()
    with pytest.raises(ShiftAlreadyOpen):
        shop.registrar.open_shift(CASHIER)
    assert shop.kinds == [1, 2]


def test_z_counts_what_was_sold_and_begins_anew(shop: Shop) -> None:
    shop.opened()
    shop.registrar.cash_in(50000)
    shop.registrar.register(sale(CHEESE, SHOES, electronic=10000, cash=23586))
    shop.registrar.register(sale(BAG, operation=Operation.SALE_RETURN))
    fd = shop.registrar.close_shift(CASHIER).fd
    kept = tags(shop, fd)
    assert (kept["1118"], kept["1111"]) == (2, 4)
    totals = kept["1194"]
    assert totals["1134"] == 2
    assert totals["1129"] == {
        **{"1135": 1, "1201": 33586, "1136": 23586, "1138": 10000, "1140": 2144},
    }
    assert totals["1130"] == {"1135": 1, "1201": 1000, "1136": 1000, "1138": 0, "1183": 1000}
    assert shop.registrar.shift_totals() == {
        **{"sale_cash": 0, "sale_electronic": 0, "return_cash": 0, "return_electronic": 0},
        "cash": 72586,
    }
    status = shop.opened().registrar.status()
    assert (status.shift, status.shift_number, status.receipt_number) == (ShiftState.OPEN, 2, 0)


def test_x_changes_nothing(shop: Shop) -> None:
    shop.opened().registrar.register(sale())
    before = shop.registrar.status()
    shop.registrar.x_report()
    assert shop.registrar.status() == before
    assert any("БЕЗ ГАШЕНИЯ" in line for line in shop.paper)


def test_cash_goes_in_and_out_and_never_below_zero(shop: Shop) -> None:
    with pytest.raises(ShiftNotOpen):
        shop.registrar.cash_in(100)
    shop.opened().registrar.cash_in(100000)
    shop.registrar.cash_out(30000)
    with pytest.raises(NotEnoughCash):
        shop.registrar.cash_out(70001)
    counters = shop.registrar.cash_counters()
    assert (counters.ins, counters.outs, counters.cash) == (1, 1, 70000)
    shop.registrar.close_shift(CASHIER)
    shop.opened()
    assert shop.registrar.cash_counters() == counters


def test_plain_text_is_printed_whole_and_says_that_it_is_fake(shop: Shop) -> None:
    shop.registrar.print_text(("КОПИЯ ЧЕКА", "", "«Сыр» — " + "ж" * 60))
    printed = [line for line in shop.paper if line]
    assert "ЭМУЛЯТОР" in printed[0]
    assert printed[1:] == ["КОПИЯ ЧЕКА", "«Сыр» — " + "ж" * 40, "ж" * 20]
    assert shop.events[-1] == {"cut": True}


def test_the_drawer_opens_and_is_seen_open(shop: Shop) -> None:
    assert shop.registrar.status().drawer_open is False
    shop.registrar.open_drawer()
    assert {"drawer": True} in shop.events
    assert shop.registrar.status().drawer_open is True
    shop.emulator.obey({"drawer": False})
    assert shop.registrar.status().drawer_open is False


def test_the_status_tells_who_it_is(shop: Shop) -> None:
    status = shop.registrar.status()
    assert status.emulated
    assert "ЭМУЛЯТОР" in status.model
    assert (status.fn, status.ffd) == ("9999078900000001", "1.2")
    assert (status.inn, status.rnm, status.serial) == (
        "7701234567",
        "9999000000000001",
        "99990001",
    )
    assert status.clock == shop.clock.now
    assert status.drive_until is not None
    assert (status.shift, status.last_fd) == (ShiftState.CLOSED, 1)


def test_documents_wait_while_the_ofd_is_away_and_after_30_days_none_is_made(shop: Shop) -> None:
    shop.emulator.obey({"ofd": False})
    shop.opened().registrar.register(sale())
    status = shop.registrar.status()
    assert (status.unsent, status.oldest_unsent) == (2, shop.clock.now)
    shop.registrar.close_shift(CASHIER)
    shop.clock.pass_by(days=30, minutes=1)
    with pytest.raises(UnsentTooOld):
        shop.registrar.open_shift(CASHIER)
    assert not shop.registrar.status().document_open
    shop.emulator.obey({"ofd": True})
    assert shop.registrar.status().unsent == 0
    assert shop.opened().registrar.status().unsent == 0


def test_a_date_that_is_not_confirmed_stops_everything_else(shop: Shop) -> None:
    machine = shop.emulator.machine
    password = b"\x1e\0\0\0"
    assert machine.execute(b"\x22" + password + bytes([2, 3, 26])) == b"\x22\0"
    with pytest.raises(ClockWrong):
        shop.registrar.open_shift(CASHIER)
    assert machine.execute(b"\x23" + password + bytes([3, 3, 26])) == b"\x23\x7c"
    assert machine.execute(b"\x23" + password + bytes([2, 3, 26])) == b"\x23\0"
    assert machine.execute(b"\x21" + password + bytes([9, 5, 0])) == b"\x21\0"
    clock = shop.registrar.status().clock
    assert (clock.day, clock.hour, clock.minute) == (2, 9, 5)


def test_a_report_refused_in_its_middle_is_taken_back(shop: Shop) -> None:
    shop.registrar.status()
    shop.faults("paper-out@4")  # the paper ends while the cashier's tags are being sent
    with pytest.raises(Exception, match="paper"):
        shop.registrar.open_shift(CASHIER)
    status = shop.registrar.status()
    assert (status.document_open, status.last_fd, status.shift) == (False, 1, ShiftState.CLOSED)
    shop.emulator.obey({"paper": True})
    assert shop.registrar.open_shift(CASHIER).fd == 2


def test_a_document_nobody_made_is_none(shop: Shop) -> None:
    assert shop.registrar.document(2) is None
    found = shop.registrar.document(1)
    assert found is not None
    assert found.kind is DocumentKind.REGISTRATION


def test_nothing_is_continued_where_nothing_was_interrupted(shop: Shop) -> None:
    shop.registrar.continue_print()
    assert shop.events == []


def test_a_shift_report_does_not_open_over_an_interrupted_paper(shop: Shop) -> None:
    shop.registrar.status()
    shop.faults("paper-out@6")
    assert shop.registrar.open_shift(CASHIER).fd == 2
    shop.emulator.obey({"paper": True})
    with pytest.raises(Refused, match="interrupted"):
        shop.registrar.close_shift(CASHIER)
    shop.registrar.continue_print()
    assert shop.registrar.close_shift(CASHIER).fd == 3
