"""A scanner on a serial cable at the real window."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from drivers.supervisor import DeviceState
from pos.bootstrap.folder import open_till
from pos.ui.demo.world import Plug
from pos.ui.kit.widgets import Lamp
from pos.ui.menu.connect import ConnectScreen
from pos.ui.menu.connect_wire import WireForm
from tests.drivers.wires import Cable
from tests.emulated.window import books
from tests.emulated.window.hands import Hands, Key
from tests.emulated.window.place import Place

MILK, BREAD = "2900000110014", "2900000120013"
ANNA, OLGA = "4271", "7096"


@pytest.fixture
def cable(tmp_path: Path) -> Iterator[Cable]:
    made = Cable(tmp_path / "scanner")
    yield made
    made.pull()


@pytest.fixture
def hands(place: Place, cable: Cable) -> Hands:
    """Anna sells with a scanner on a wire beside the keyboard."""
    with closing(open_till(place.folder)) as till, till.work() as work:
        work.set_setting("devices.scanner", f"scanner+serial://{cable.path}?suffix=cr")
        work.commit()
    made = place.open()
    made.begin_shift(ANNA)
    made.until(lambda: made.program.devices.scanner.health.state is DeviceState.ONLINE)
    assert made.parts(Lamp, "Сканер")
    return made


def read(cable: Cable, code: str) -> None:
    cable.send(b"]E0" + code.encode() + b"\r")


def pays(hands: Hands, key: Qt.Key) -> None:
    """Presses until it is heard: for a moment after a scan payment keys are deaf."""

    def begun() -> object:
        hands.pay_with(key)
        return hands.view.pending or hands.done

    hands.until(begun)


def test_a_code_is_sold_whatever_has_the_focus(place: Place, hands: Hands, cable: Cable) -> None:
    read(cable, MILK)
    hands.until(lambda: hands.codes == [MILK])
    hands.press(Key.Key_F12)  # the menu
    read(cable, BREAD)
    hands.until(lambda: hands.codes == [MILK, BREAD])
    pays(hands, Key.Key_Plus)
    hands.until_sold()
    assert [one.total for one in books.receipts(place.folder)] == [94_90 + 57_00]
    assert place.faults() == []


def test_what_is_read_during_a_payment_is_the_next_customer_s(
    place: Place, hands: Hands, cable: Cable
) -> None:
    place.world.tell(Plug.TERMINAL, {"delay_ms": 1500})
    hands.scan(MILK)
    hands.pay_with(Key.Key_Slash)
    hands.until(lambda: books.has_asked_the_bank(place.folder))
    read(cable, BREAD)
    hands.until(lambda: hands.codes == [BREAD])
    hands.rest()
    hands.until(lambda: hands.view.pending is None)
    assert hands.codes == [BREAD]
    assert [one.total for one in books.receipts(place.folder)] == [94_90]
    assert place.faults() == []


def test_half_a_code_adds_nothing_and_says_so(hands: Hands, cable: Cable) -> None:
    cable.send(MILK[:6].encode())
    hands.until(lambda: "Скан не прочитан" in hands.strip)
    read(cable, MILK)
    hands.until(lambda: hands.codes == [MILK])


def test_a_pulled_cable_is_told_and_put_back_it_reads_again(hands: Hands, cable: Cable) -> None:
    cable.pull()
    hands.until(lambda: "Сканер на проводе не отвечает" in hands.strip)
    hands.scan(MILK)
    assert hands.codes == [MILK], "the other scanner and the keyboard go on"
    cable.plug()
    hands.until(lambda: not hands.strip)
    read(cable, BREAD)
    hands.until(lambda: hands.codes == [MILK, BREAD])


def test_a_scanner_and_a_display_are_connected_in_the_settings_without_a_restart(
    place: Place, cable: Cable, tmp_path: Path
) -> None:
    hands = place.open()
    hands.begin_shift(OLGA)
    other = Cable(tmp_path / "display")

    def connects(name: str, address: str) -> None:
        hands.window.back()
        hands.press(Key.Key_F12)
        hands.write("7")
        hands.press(Key.Key_F3)
        page = hands.part(ConnectScreen)
        page.choose(name)
        form = hands.part(WireForm)
        form.fill(address)
        hands.press(Key.Key_F9)

    connects("scanner", "scanner+serial:///dev/none?suffix=crl")
    assert "Адрес устройства записан неверно" in hands.strip
    assert place.program.devices.scanner.health.state is not DeviceState.ONLINE
    connects("scanner", f"scanner+serial://{cable.path}?suffix=cr")
    hands.until(lambda: place.program.devices.scanner.health.state is DeviceState.ONLINE)
    hands.until(lambda: hands.parts(Lamp, "Сканер"))
    read(cable, MILK)
    hands.until(lambda: MILK in hands.part(ConnectScreen).said)
    connects("display", f"cd5220+serial://{other.path}?encoding=cp1251&table=")
    other.received(b"\r")
    connects("scanner", "")
    hands.until(lambda: not hands.parts(Lamp, "Сканер"))
    assert hands.codes == []
    other.pull()
