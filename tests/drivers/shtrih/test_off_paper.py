"""Receipts that are sent to the customer and not printed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from drivers.contracts.errors import NoAnswer, Refused
from drivers.registrars.shtrih import commands
from drivers.registrars.shtrih.codes import Command
from drivers.registrars.shtrih.device import ShtrihRegistrar
from drivers.registrars.shtrih.emulator import tables
from drivers.registrars.shtrih.emulator.emulator import HANDLERS
from drivers.registrars.shtrih.emulator.failures import Failure, Why
from drivers.registrars.shtrih.emulator.machine import Handler, Machine
from drivers.registrars.shtrih.emulator.tables import Column, Table
from drivers.registrars.shtrih.fields import Fields
from tests.drivers.shtrih.shop import CASHIER, QUICK, SHOES, Shop, sale

SENT = sale(SHOES, contact="a@b.ru", is_printed=False)


def field(shop: Shop) -> bytes:
    return shop.emulator.machine.execute(commands.read_table(30, 17, 1, 7))[2:]


def test_a_receipt_that_is_sent_is_not_printed_and_the_next_one_is(shop: Shop) -> None:
    shop.opened().registrar.status()
    shop.events.clear()
    assert shop.registrar.register(SENT).fd == 3
    assert shop.events == []
    assert shop.registrar.register(sale(SHOES)).fd == 4
    assert any("ФД 4" in line for line in shop.paper)
    assert field(shop) == b"\0"


def test_a_refused_one_leaves_the_printer_as_it_was(shop: Shop) -> None:
    shop.opened().registrar.status()
    with pytest.raises(Refused):
        shop.registrar.register(replace(SENT, cash=1))
    assert field(shop) == b"\0"
    shop.registrar.register(sale(SHOES))
    assert any("ФД 3" in line for line in shop.paper)


def test_what_an_earlier_run_left_set_is_put_right_before_a_receipt(shop: Shop) -> None:
    shop.opened()
    shop.emulator.machine.execute(commands.write_table(30, 17, 1, 7, b"\1"))
    again = ShtrihRegistrar(shop.wire(), QUICK)
    again.status()
    again.register(sale(SHOES))
    assert any("ФД 3" in line for line in shop.paper)


def test_a_lost_answer_does_not_leave_it_set(shop: Shop) -> None:
    shop.opened().registrar.status()
    shop.faults("reboot-before@10")
    with pytest.raises(NoAnswer):
        shop.registrar.register(SENT)
    shop.registrar.cancel_document()
    shop.events.clear()
    made = shop.registrar.register(sale(SHOES))
    assert any(f"ФД {made.fd}" in line for line in shop.paper)


def test_a_shop_that_prints_nothing_at_all_keeps_its_wish(shop: Shop) -> None:
    shop.emulator.machine.execute(commands.write_table(30, 17, 1, 7, b"\2"))
    shop.registrar.status()
    shop.opened().registrar.register(SENT)
    shop.registrar.register(sale(SHOES))
    assert (shop.paper, field(shop)) == ([], b"\2")


def test_a_register_without_such_a_field_refuses_before_anything_is_sent(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(tables._TABLES, 17, Table("РЕГИОНАЛЬНЫЕ НАСТРОЙКИ", 1, 17))
    shop.opened()
    with pytest.raises(Refused, match="off paper"):
        shop.registrar.register(SENT)
    assert not shop.registrar.status().document_open
    told = ShtrihRegistrar(shop.wire(), replace(QUICK, off_paper_field=7))
    shop.events.clear()
    told.register(SENT)
    assert shop.registrar.status().last_fd == 3


def test_the_field_is_found_where_the_model_moved_it(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = {9: Column("Не печатать документ"), 17: Column("ФОРМАТ ФД")}
    monkeypatch.setitem(tables._TABLES, 17, Table("РЕГИОНАЛЬНЫЕ НАСТРОЙКИ", 1, 17, moved))
    shop.opened().registrar.register(SENT)
    assert shop.emulator.machine.state.tables == {"17.1.9": "00"}
    assert shop.registrar.close_shift(CASHIER).fd == 4


def test_a_register_that_does_not_let_it_be_set_still_prints(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(kkt: Machine, operator: int, fields: Fields) -> bytes:
        raise Failure(Why.FIELD_LOCKED)

    shop.opened().registrar.status()
    monkeypatch.setitem(HANDLERS, Command.WRITE_TABLE, Handler(locked))
    with pytest.raises(Refused) as refused:
        shop.registrar.register(SENT)
    assert refused.value.code == "7A"
    assert shop.registrar.register(sale(SHOES)).fd == 3
    assert any("ФД 3" in line for line in shop.paper)
