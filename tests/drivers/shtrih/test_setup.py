"""The register's own settings, its registration and its clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from drivers.contracts.errors import ClockWrong, Refused, ShiftAlreadyOpen
from drivers.contracts.registrar import RegistrarSetup
from drivers.registrars.shtrih import commands
from drivers.registrars.shtrih.codes import Command
from drivers.registrars.shtrih.emulator import tables
from drivers.registrars.shtrih.emulator.emulator import HANDLERS
from drivers.registrars.shtrih.emulator.machine import Handler
from drivers.registrars.shtrih.emulator.tables import Column, Table
from drivers.registrars.shtrih.fields import day
from tests.drivers.shtrih.shop import CASHIER, Shop, sale

EVENING = datetime(2026, 3, 2, 19, 5, 30)  # noqa: DTZ001 - a register's clock has no zone


def test_a_new_register_has_empty_places_for_its_lines(shop: Shop) -> None:
    assert shop.registrar.setup() == RegistrarSetup(
        header=("",) * 4, footer=("",) * 3, cashier="СИС.АДМИНИСТРАТОР", cuts=True, width=48
    )


def test_settings_are_written_read_back_and_printed(shop: Shop) -> None:
    lines = RegistrarSetup(
        ("  МАГАЗИН «У ДОМА» ½", "тел. 123"), ("СПАСИБО",), "Иванова А. П.", cuts=False
    )
    shop.registrar.change_setup(lines)
    assert shop.registrar.setup() == RegistrarSetup(
        header=("  МАГАЗИН «У ДОМА» 1/2", "тел. 123", "", ""),
        footer=("СПАСИБО", "", ""),
        cashier="Иванова А. П.",
        cuts=False,
        width=48,
    )
    shop.opened().registrar.register(sale())
    assert shop.paper.count("тел. 123") == 2
    assert shop.paper[-1] == "СПАСИБО"
    assert {"cut": True} not in shop.events


def test_lines_taken_away_leave_empty_places(shop: Shop) -> None:
    whole = shop.registrar.setup()
    shop.registrar.change_setup(replace(whole, header=("а", "б", "в", "г")))
    shop.registrar.change_setup(replace(whole, header=("а",), cuts=None, cashier=""))
    assert shop.registrar.setup() == replace(whole, header=("а", "", "", ""))


@pytest.mark.parametrize(
    "wanted",
    [
        RegistrarSetup(header=("1", "2", "3", "4", "5")),
        RegistrarSetup(footer=("x" * 49,)),
        RegistrarSetup(cashier="я" * 22),
    ],
)
def test_what_does_not_fit_is_refused_before_anything_is_written(
    shop: Shop, wanted: RegistrarSetup
) -> None:
    before = shop.registrar.setup()
    with pytest.raises(Refused):
        shop.registrar.change_setup(replace(wanted, cuts=False))
    assert shop.registrar.setup() == before


def test_a_field_is_found_by_its_name_where_the_model_moved_it(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = Table("ТИП И РЕЖИМ КАССЫ", 1, 9, {9: Column("Отрезка чека", default=b"\1")})
    monkeypatch.setitem(tables._TABLES, 1, moved)
    assert shop.registrar.setup().cuts is True
    shop.registrar.change_setup(replace(shop.registrar.setup(), cuts=False))
    assert shop.emulator.machine.state.tables == {"1.1.9": "00"}


def test_a_model_without_such_a_field_says_so(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(tables._TABLES, 1, Table("ТИП И РЕЖИМ КАССЫ", 1, 6))
    monkeypatch.delitem(tables._TABLES, 4)
    setup = shop.registrar.setup()
    assert (setup.cuts, setup.header, setup.footer) == (None, (), ())
    with pytest.raises(Refused, match="knife"):
        shop.registrar.change_setup(replace(setup, cuts=True))
    with pytest.raises(Refused, match="0 places"):
        shop.registrar.change_setup(replace(setup, header=("а",)))


def test_settings_that_are_not_kept_are_told(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = replace(shop.registrar.setup(), header=("а",))
    deaf = Handler(lambda kkt, operator, fields: b"")
    monkeypatch.setitem(HANDLERS, Command.WRITE_TABLE, deaf)
    with pytest.raises(Refused, match="did not keep"):
        shop.registrar.change_setup(wanted)


def test_the_registration_is_read_whole(shop: Shop) -> None:
    known = shop.registrar.registration()
    assert (known.fd, known.at, known.ffd) == (1, shop.clock.now, "1.2")
    assert (known.inn, known.rnm) == ("7701234567", "9999000000000001")
    assert (known.user, known.place) == ('ООО "ПРИМЕР"', "Магазин")
    assert known.address.startswith("101000")
    assert (known.ofd_name, known.ofd_inn) == ("ОФД-ЭМУЛЯТОР", "9999999999")
    assert (known.tax_systems, known.is_autonomous) == (0x3F, False)


def test_the_clock_is_set_between_shifts(shop: Shop) -> None:
    shop.registrar.set_clock(EVENING)
    assert shop.registrar.status().clock == EVENING
    shop.clock.pass_by(minutes=5)
    assert shop.registrar.status().clock == EVENING + timedelta(minutes=5)
    shop.opened()
    with pytest.raises(ShiftAlreadyOpen):
        shop.registrar.set_clock(EVENING)
    assert shop.registrar.close_shift(CASHIER).at == EVENING.replace(second=0) + timedelta(
        minutes=5
    )


def test_a_clock_left_half_set_is_set_again(shop: Shop) -> None:
    run = shop.emulator.machine.execute
    assert run(commands.command(Command.SET_DATE, 30, day(EVENING))) == b"\x22\0"
    with pytest.raises(ClockWrong):
        shop.registrar.open_shift(CASHIER)
    shop.registrar.set_clock(EVENING)
    assert shop.registrar.status().clock == EVENING
    assert shop.registrar.open_shift(CASHIER).at == EVENING.replace(second=0)
