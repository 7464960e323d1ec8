"""An implementation that is not ours drives the emulator: pyshtrih over a pseudo-terminal.

Then our own driver reads what it made.
"""

from __future__ import annotations

import collections
import collections.abc
import importlib
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from drivers.contracts.registrar import DocumentKind, ShiftState
from drivers.registrars.shtrih.codes import Format
from drivers.registrars.shtrih.device import ShtrihRegistrar
from drivers.registrars.shtrih.emulator.machine import Setup
from drivers.registrars.shtrih.emulator.server import EmulatorServer
from drivers.registrars.shtrih.emulator.state import Plate
from drivers.transports.serial import SerialTransport
from tests.drivers.shtrih.shop import QUICK, Shop


@pytest.fixture
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Shop]:
    """Registered for FFD 1.2, or for what a test asks."""
    ffd = getattr(request, "param", Format.V1_2)
    made = Shop(tmp_path / "drive.jsonl", setup=Setup(Plate(ffd=ffd)))
    yield made
    made.close()


@pytest.fixture
def port(shop: Shop, tmp_path: Path) -> Iterator[str]:
    """A serial port with the emulated register behind it."""
    path = tmp_path / "ttyKKT"
    server = EmulatorServer(shop.emulator)
    assert server.listen(f"pty:{path}") == f"shtrih+serial://{path}?baud=115200"
    yield str(path)
    server.close()
    assert not path.is_symlink()


@pytest.fixture
def peer(port: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """pyshtrih, connected. It was written for a Python whose `collections` had Mapping."""
    monkeypatch.setattr(collections, "Mapping", collections.abc.Mapping, raising=False)
    device = importlib.import_module("pyshtrih").ShtrihAllCommands(port, baudrate=115200, timeout=2)
    device.connect()
    yield device
    device.disconnect()


def test_it_connects_and_reads_the_state(peer: Any, shop: Shop) -> None:
    assert peer.dev_info["Название устройства"] == "ЭМУЛЯТОР ШТРИХ"
    assert peer.state()["Режим ФР"].num == 4
    assert peer.state()["Подрежим ФР"].num == 0
    full = peer.full_state()
    assert full["Заводской номер"] == 99990001
    assert full["Дата"] == shop.clock.now.date()
    assert full["Флаги ФП"]["Смена в ФП"] == 0
    assert peer.beep()["Порядковый номер оператора"] == 1


def test_it_sells_and_our_driver_reads_what_it_made(peer: Any, port: str, shop: Shop) -> None:
    peer.open_shift()
    assert peer.state()["Режим ФР"].num == 2
    peer.open_check(0)
    assert peer.state()["Режим ФР"].state == (8, 0)
    peer.sale(("Хлеб", 2000, 4550), tax1=2)
    peer.sale(("Молоко", 1000, 8990), tax1=2)
    # It takes the two bytes of the count in the wrong order.
    assert peer.state()["Количество операций в чеке"] == 2 << 8
    closed = peer.close_check(cash=20000)
    assert closed["Сдача"] == 20000 - 2 * 4550 - 8990
    assert peer.request_monetary_register(241)["Содержимое регистра"] == 18090
    peer.x_report()
    peer.income(10000)
    peer.outcome(5000)
    peer.z_report()
    assert peer.state()["Режим ФР"].num == 4
    status = peer.fs_state()
    assert status["Номер последнего ФД"] == 4
    found = peer.fs_find_document_by_num(3)
    assert found["Тип фискального документа"] == 3
    peer.disconnect()

    with closing(ShtrihRegistrar(SerialTransport(port, 115200), QUICK)) as ours:
        ours_status = ours.status()
        assert (ours_status.last_fd, ours_status.shift) == (4, ShiftState.CLOSED)
        assert ours_status.cash == 23090
        receipt = ours.document(3)
        assert receipt is not None
        assert (receipt.kind, receipt.total, receipt.lines) == (DocumentKind.RECEIPT, 18090, 2)
        assert receipt.vat == {2: 827 + 817}
        assert (receipt.cash, receipt.electronic) == (18090, 0)


def test_it_opens_a_shift_with_tags_and_cancels_a_receipt(peer: Any, shop: Shop) -> None:
    peer.fs_begin_open_shift()
    peer.send_tlv_struct(bytes.fromhex("FD03060088A2A0ADAEA2"))  # 1021 Иванов
    assert peer.fs_open_shift()["Номер ФД"] == 2
    assert any("Иванов" in line for line in shop.paper)
    peer.sale(("Соль", 1000, 1000))
    peer.cancel_check()
    assert peer.fs_shift_params()["Номер чека"] == 0
    assert peer.fs_state()["Номер последнего ФД"] == 2
    assert peer.fs_info_exchange()["Количество сообщений для ОФД"] == 0
    assert peer.fs_unconfirmed_document_count()["Количество неподтверждённых ФД"] == 0
    peer.fs_begin_close_shift()
    assert peer.fs_close_shift()["Номер ФД"] == 3


def test_it_hears_refusals(peer: Any) -> None:
    errors = importlib.import_module("pyshtrih.excepts")
    with pytest.raises(errors.Error) as refused:
        peer.sale(("Соль", 1000, 1000))
    assert "0x3D" in str(refused.value)


def test_it_reads_tables_and_sets_the_clock(peer: Any, shop: Shop) -> None:
    assert peer.request_table_structure(18)["Название таблицы"] == "ФИСКАЛЬНЫЙ НАКОПИТЕЛЬ"
    assert peer.read_table(18, 1, 2, str)["Значение"] == "7701234567"
    assert peer.read_table(17, 1, 17, int)["Значение"] == 4
    assert peer.request_field_structure(17, 17)["Максимальное значение поля"] == 255
    peer.write_table(1, 1, 7, 0, int)
    assert peer.read_table(1, 1, 7, int)["Значение"] == 0
    peer.set_datetime(datetime(2026, 4, 5, 6, 7, 8))  # noqa: DTZ001 - as its interface has it
    full = peer.full_state()
    assert (full["Дата"].day, full["Время"].hour) == (5, 6)


@pytest.mark.parametrize("shop", [Format.V1_05], indirect=True)
def test_it_corrects_by_a_sum_and_our_driver_finds_the_correction(
    peer: Any, port: str, shop: Shop
) -> None:
    peer.open_shift()
    peer.fs_begin_correction_check()
    assert peer.fs_state()["Текущий документ"] == "кассовый чек коррекции"
    made = peer.fs_correction_check(12345, 1)
    assert (made["Номер чека"], made["Номер ФД"]) == (1, 3)
    assert peer.fs_find_document_by_num(3)["Тип фискального документа"] == 31
    peer.fs_begin_correction_check()
    peer.fs_cancel_document()
    assert peer.fs_state()["Текущий документ"] == "нет открытого документа"
    peer.disconnect()
    with closing(ShtrihRegistrar(SerialTransport(port, 115200), QUICK)) as ours:
        found = ours.document(3)
        assert found is not None
        assert (found.kind, found.total, found.lines) == (DocumentKind.CORRECTION, 12345, None)


def test_it_asks_for_the_drives_age_and_reports_on_settlements(peer: Any, shop: Shop) -> None:
    assert str(peer.fs_expiration_time()["Срок действия"]) == "2029-12-31"
    shop.emulator.obey({"ofd": False})
    peer.open_shift()
    report = peer.fs_calculation_state_report()
    assert (report["Номер ФД"], report["Количество неподтверждённых документов"]) == (3, 1)
    assert shop.kinds == [1, 2, 21]


def test_it_prints_cuts_and_repeats(peer: Any, shop: Shop) -> None:
    peer.open_shift()
    shop.events.clear()
    peer.print_string("Привет")
    peer.feed(2, cash_tape=True)
    peer.cut()
    peer.open_drawer()
    assert {"paper": "Привет"} in shop.events
    assert shop.events[-2:] == [{"cut": True}, {"drawer": True}]
    peer.repeat()
    assert any("КОПИЯ" in line for line in shop.paper)


def test_it_sets_the_speed_and_goes_on(peer: Any) -> None:
    assert peer.read_exchange_params(0)["Код скорости обмена"] == 115200
    peer.set_exchange_params(0, 57600, 0.1)
    assert peer.read_exchange_params(0)["Код скорости обмена"] == 57600
    assert peer.beep()["Порядковый номер оператора"] == 1
