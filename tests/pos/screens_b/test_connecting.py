"""The page that connects a scanner on a wire and a customer display."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt

from drivers.contracts.errors import BadAddress
from pos.ui.menu.combo import Combo
from pos.ui.menu.connect import ConnectScreen
from pos.ui.menu.connect_wire import DISPLAY, SCANNER, Way, WireForm, Wires, cable_of
from tests.fakes.acts import FakeActs, NowLane
from tests.fakes.screens import Heard, desk_of, press

F9 = Qt.Key.Key_F9
PORTS = ["/dev/ttyACM0", "COM3"]


class Till:
    """Keeps addresses as the till's settings do."""

    def __init__(self, **addresses: str) -> None:
        self.addresses = {"scanner": "", "display": "", "scale": "", **addresses}
        self.ports = list(PORTS)
        self.kept: list[tuple[str, str]] = []
        self.error: BadAddress | None = None
        wires = Wires(self.addresses.__getitem__, self._connect)
        desk = desk_of(FakeActs(), NowLane())
        self.page = ConnectScreen(desk, lambda url: url, lambda: self.ports, self._nothing, wires)
        self.page.show()
        self.heard = Heard(self.page)

    def form(self, name: str) -> WireForm:
        self.page.choose(name)
        return self.page._forms[name]

    def close(self) -> None:
        """A page left behind would be dressed anew for every test after this one."""
        self.page.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    @property
    def notice(self) -> str:
        return self.page.said

    def _connect(self, name: str, address: str) -> None:
        if self.error is not None:
            raise self.error
        self.kept.append((name, address))

    def _nothing(self, address: str) -> None:
        self.kept.append(("register", address))


@pytest.fixture
def till() -> Iterator[Till]:
    made = Till()
    yield made
    made.close()


def test_a_scanner_on_a_cable_is_kept_on_f9(till: Till) -> None:
    press(till.page, "2")
    till.form("scanner").choose(Way.CABLE)
    press(till.page, F9)
    assert till.kept == [("scanner", "scanner+serial:///dev/ttyACM0?baud=9600&suffix=auto")]
    assert "сама" in till.notice


def test_a_display_is_kept_with_its_letters(till: Till) -> None:
    press(till.page, "3")
    form = till.form("display")
    form.choose(Way.CABLE)
    port, baud, encoding = form.findChildren(Combo)
    port.setCurrentText("COM3")
    baud.setCurrentText("19200")
    encoding.setCurrentIndex(DISPLAY.values.index("cp1251"))
    press(till.page, F9)
    assert till.kept == [("display", "cd5220+serial:COM3?baud=19200&encoding=cp1251")]


def test_the_register_s_form_is_the_first_and_keeps_the_register(till: Till) -> None:
    press(till.page, "2", "1", F9)
    assert [name for name, _ in till.kept] == ["register"]


def test_a_code_is_shown_while_the_scanner_s_form_is_in_front(till: Till) -> None:
    assert not till.page.scanned("4601234567890")
    press(till.page, "2")
    assert till.page.scanned("4601234567890")
    assert "4601234567890" in till.notice


def test_an_address_that_cannot_be_read_is_told_and_not_kept(till: Till) -> None:
    form = till.form("scanner")
    form.choose(Way.ADDRESS)
    press(till.page, F9)
    assert till.notice == "Заполните это поле."
    form._address.set_value("scanner+serial:///dev/ttyACM0?suffix=crl")
    till.error = BadAddress("a suffix is auto, cr …")
    press(till.page, F9)
    assert [error for error, _ in till.heard.troubles] == [till.error]
    assert till.kept == []


def test_without_any_port_the_cable_is_asked_for() -> None:
    till = Till()
    till.ports.clear()
    form = till.form("scanner")
    form.refresh()
    form._port.clear()
    form.choose(Way.CABLE)
    press(till.page, F9)
    assert "Портов не найдено" in till.notice
    assert till.kept == []
    till.ports.append("/dev/ttyUSB0")
    press(till.page, Qt.Key.Key_F5, F9)
    assert till.kept == [("scanner", "scanner+serial:///dev/ttyUSB0?baud=9600&suffix=auto")]
    till.close()


@pytest.mark.parametrize(
    ("name", "address", "way"),
    [
        ("scanner", "", Way.NONE),
        ("scanner", "scanner+serial:///dev/ttyACM0?baud=9600&suffix=tab", Way.CABLE),
        ("scanner", "scanner+serial:COM7?baud=115200&suffix=none", Way.CABLE),
        ("scanner", "scanner+serial:///dev/ttyACM0?baud=9600&suffix=cr&prefix=%02", Way.ADDRESS),
        ("scanner", "scanner+serial:///dev/ttyACM0?baud=1", Way.ADDRESS),
        ("scanner", "scanner+tcp://127.0.0.1:7000", Way.ADDRESS),
        ("display", "cd5220+serial:///dev/gone?baud=9600&encoding=latin", Way.CABLE),
        ("display", "cd5220+serial:///dev/ttyUSB0?table=&encoding=cp866", Way.ADDRESS),
        ("display", "cd5220+tcp://127.0.0.1:7000", Way.ADDRESS),
    ],
)
def test_what_is_connected_is_shown_and_kept_as_it_is(name: str, address: str, way: Way) -> None:
    till = Till(**{name: address})
    form = till.form(name)
    assert form._way.value is way
    press(till.page, F9)
    assert till.kept == [(name, address)]
    assert till.notice == "Записано: не подключено." or address
    till.close()


def test_a_cable_without_options_is_a_usual_one() -> None:
    usual = {"port": "/dev/ttyACM0", "baud": "9600", "value": "auto"}
    assert cable_of("scanner+serial:///dev/ttyACM0", SCANNER) == usual
    assert cable_of("cd5220+serial:///dev/ttyACM0", SCANNER) is None
    assert cable_of("scanner+serial:", SCANNER) is None
