"""The first start: what it takes, what it refuses, and that going back loses nothing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from drivers.contracts.errors import NoLink
from pos.domain.views import TillView
from pos.ui.menu.field import Field
from pos.ui.start import rules
from pos.ui.start.draft import Draft, Way
from pos.ui.start.first import FirstStart, FirstStartScreen
from tests.fakes.acts import FakeActs, NowLane, demo_shop
from tests.fakes.screens import Heard, desk_of, press

ENTER, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Escape
APPLES = "коробка зелёных яблок"  # what is typed as a password


class Wiring:
    """Notes what the screen asks for."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self.probed: list[str] = []
        self.trouble: Exception | None = None

    def begin(self, draft: Draft) -> TillView:
        self.drafts.append(draft)
        return TillView(shop=demo_shop())

    def probe(self, url: str) -> str:
        self.probed.append(url)
        if self.trouble:
            raise self.trouble
        return "ШТРИХ-М-01Ф"


def screen(wiring: Wiring, ports: tuple[str, ...] = ("/dev/ttyS0",)) -> FirstStartScreen:
    first = FirstStart(wiring.begin, wiring.probe, lambda: ports, "Asia/Omsk")
    made = FirstStartScreen(desk_of(FakeActs(), NowLane()), first)
    made.show()
    made.entered(TillView())
    return made


def fault(start: FirstStartScreen) -> list[str]:
    shown = [field for field in start.findChildren(Field) if field.isVisible()]
    return [field.fault for field in shown if field.fault]


def to_register(start: FirstStartScreen) -> None:
    press(start, "Ольга", ENTER, "7096", ENTER, "7096", ENTER)
    press(start, "olga", ENTER, APPLES, ENTER, APPLES, ENTER)
    press(start, "Лавка", ENTER, "7707083893", ENTER)


def test_the_whole_first_start_goes_by_keyboard_alone() -> None:
    wiring = Wiring()
    start = screen(wiring)
    heard = Heard(start)
    to_register(start)
    start.next()
    press(start, ENTER)
    assert len(heard.views) == 1
    draft = wiring.drafts[0]
    assert (draft.owner, draft.pin) == ("Ольга", "7096")
    assert (draft.login, draft.password) == ("olga", APPLES)
    assert (draft.shop, draft.inn, draft.tax_system) == ("Лавка", "7707083893", 1)
    assert (draft.zone, draft.till_name) == ("Asia/Omsk", "Касса 1")
    assert draft.registrar == "shtrih+tcp://192.168.137.111:7778"


def test_nothing_is_set_up_before_the_last_step() -> None:
    wiring = Wiring()
    start = screen(wiring)
    to_register(start)
    assert wiring.drafts == []
    assert start.at == 3


def test_going_back_loses_nothing() -> None:
    start = screen(Wiring())
    to_register(start)
    press(start, ESCAPE, ESCAPE, ESCAPE)
    assert start.at == 0
    assert [f.value for f in start.findChildren(Field) if f.isVisible()] == [
        "Ольга",
        "7096",
        "7096",
    ]


def test_escape_on_the_first_step_stays_there() -> None:
    start = screen(Wiring())
    heard = Heard(start)
    press(start, ESCAPE)
    assert (start.at, heard.left) == (0, 0)


def test_a_wrong_field_says_what_is_wrong_beside_it_and_holds_the_step() -> None:
    start = screen(Wiring())
    press(start, "Ольга", ENTER, "1234", ENTER, "4321", ENTER)
    assert fault(start) == ["Слишком простой: не 1111 и не 1234.", "ПИН-коды не совпадают."]
    assert start.at == 0


def test_a_fault_goes_when_the_field_is_edited() -> None:
    start = screen(Wiring())
    press(start, ENTER)
    assert "Заполните это поле." in fault(start)
    press(start, "О")
    assert "Заполните это поле." not in fault(start)


def test_the_register_is_asked_on_f5_and_answers_beside_the_key() -> None:
    wiring = Wiring()
    start = screen(wiring)
    to_register(start)
    press(start, Qt.Key.Key_F5)
    assert wiring.probed == ["shtrih+tcp://192.168.137.111:7778"]
    assert start.register.said == "Связь есть: ШТРИХ-М-01Ф"


def test_a_register_that_is_not_there_is_told_in_words() -> None:
    wiring = Wiring()
    wiring.trouble = NoLink("no route")
    start = screen(wiring)
    to_register(start)
    press(start, Qt.Key.Key_F5)
    assert start.register.said
    assert "Связь есть" not in start.register.said


def test_a_register_may_come_later() -> None:
    wiring = Wiring()
    start = screen(wiring)
    to_register(start)
    start.register.choose(Way.LATER)
    start.next()
    start.next()
    assert wiring.drafts[0].registrar == ""


def test_a_serial_port_is_chosen_from_those_that_are_there() -> None:
    wiring = Wiring()
    start = screen(wiring, ("/dev/ttyUSB0",))
    to_register(start)
    start.register.choose(Way.CABLE)
    start.next()
    start.next()
    assert wiring.drafts[0].registrar == "shtrih+serial:///dev/ttyUSB0?baud=115200"


def test_a_register_behind_its_makers_server_is_on_this_computer_unless_told_otherwise() -> None:
    wiring = Wiring()
    start = screen(wiring)
    to_register(start)
    start.register.choose(Way.SERVER)
    press(start, Qt.Key.Key_F5)
    assert wiring.probed == ["atol+http://127.0.0.1:16732"]
    start.next()
    start.next()
    assert wiring.drafts[0].registrar == "atol+http://127.0.0.1:16732"


def test_a_register_of_any_maker_is_connected_by_its_whole_address() -> None:
    wiring = Wiring()
    start = screen(wiring)
    to_register(start)
    start.register.choose(Way.ADDRESS)
    press(start, Qt.Key.Key_F5)
    assert wiring.probed == []
    assert "Заполните это поле." in fault(start)
    start.register._address.set_value(" toy+tcp://192.168.1.7:1 ")
    press(start, Qt.Key.Key_F5)
    assert wiring.probed == ["toy+tcp://192.168.1.7:1"]


def test_without_serial_ports_the_page_says_what_to_do() -> None:
    start = screen(Wiring(), ())
    to_register(start)
    start.register.choose(Way.CABLE)
    assert "Портов не найдено" in start.register.said


def test_a_windows_port_is_named_without_slashes() -> None:
    draft = Draft(way=Way.CABLE, serial_port="COM3", baud="4800")
    assert draft.registrar == "shtrih+serial:COM3?baud=4800"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("7096", ""),
        ("70961122", ""),
        ("123", "start.fault_pin_length"),
        ("123456789", "start.fault_pin_length"),
        ("12a4", "start.fault_pin_length"),
        ("٤٢٧١", "start.fault_pin_length"),
        ("1111", "start.fault_pin_simple"),
        ("5678", "start.fault_pin_simple"),
        ("9876", "start.fault_pin_simple"),
    ],
)
def test_pins_are_of_four_to_eight_digits_and_not_trivial(value: str, expected: str) -> None:
    assert rules.pin(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("7707083893", ""),
        ("500100732259", ""),
        ("7707083894", "start.fault_inn_check"),
        ("500100732258", "start.fault_inn_check"),
        ("770708389", "start.fault_inn_length"),
        ("", "start.fault_inn_length"),
    ],
)
def test_an_inn_is_told_by_its_control_digits(value: str, expected: str) -> None:
    assert rules.inn(value) == expected


@pytest.mark.parametrize("value", ["192.168.1.50", "kassa.local", "localhost"])
def test_addresses_of_a_network_are_taken(value: str) -> None:
    assert rules.host(value) == ""


@pytest.mark.parametrize("value", ["", "kassa local", "a..b", "-a", "http://x"])
def test_other_texts_are_no_addresses(value: str) -> None:
    assert rules.host(value) == "start.fault_host"


@pytest.mark.parametrize("value", ["0", "65536", "", "77a"])
def test_ports_end_at_65535(value: str) -> None:
    assert rules.port(value) == "start.fault_port"
