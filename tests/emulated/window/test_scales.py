"""Scales on a serial cable at the real window."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from drivers.emulate import SCALES
from drivers.emulation.pan import Pan
from drivers.emulation.server import EmulatorServer, Listen
from pos.bootstrap.folder import open_till
from pos.ui.kit.widgets import Lamp
from pos.ui.menu.connect import ConnectScreen
from pos.ui.menu.connect_wire import WireForm
from tests.emulated.window import books
from tests.emulated.window.hands import Hands, Key
from tests.emulated.window.place import Place

POTATOES, CHEESE = "2900000130012", "2900000110342"
ANNA, OLGA = "4271", "7096"


class Scales:
    """One with a pan to load and a plug to pull."""

    def __init__(self, path: Path) -> None:
        self.pan: Pan = SCALES["cas"]()
        self.server = EmulatorServer(self.pan, "cas", Listen(path=str(path)))
        self.url = self.server.start()


@pytest.fixture
def scales(tmp_path: Path) -> Iterator[Scales]:
    made = Scales(tmp_path / "scales")
    yield made
    made.server.stop()


@pytest.fixture
def hands(place: Place, scales: Scales) -> Hands:
    """Anna sells with scales beside the till."""
    with closing(open_till(place.folder)) as till, till.work() as work:
        work.set_setting("devices.scale", scales.url)
        work.commit()
    made = place.open()
    made.begin_shift(ANNA)
    made.until(lambda: made.parts(Lamp, "Весы"))
    return made


def hint(hands: Hands) -> str:
    return hands.window.selling.page.entry.hint


def test_the_weight_comes_by_itself_and_is_sold_once(
    place: Place, hands: Hands, scales: Scales
) -> None:
    hands.scan(POTATOES)
    hands.until(lambda: "положите на весы" in hint(hands))
    scales.pan.obey({"grams": 1284})
    hands.until(lambda: "1,284" in hint(hands))
    hands.press(Key.Key_Return)
    hands.until(lambda: hands.codes == [POTATOES])
    hands.scan(CHEESE)  # the next good, and nobody has cleared the pan
    hands.until(lambda: "освободите весы" in hint(hands))
    scales.pan.obey({"grams": 0})
    hands.until(lambda: "положите на весы" in hint(hands))
    scales.pan.obey({"grams": 310})
    hands.until(lambda: "0,310" in hint(hands))
    hands.press(Key.Key_Return)
    hands.until(lambda: hands.codes == [POTATOES, CHEESE])
    weights = [line.quantity.thousandths for line in hands.view.basket.lines]
    assert weights == [1284, 310]
    hands.pay_with(Key.Key_Plus)
    hands.until_sold()
    assert [one.total for one in books.receipts(place.folder)] == [64_07 + 306_59]
    assert place.faults() == []


def test_scales_that_fall_silent_are_told_and_the_weight_is_typed(
    hands: Hands, scales: Scales
) -> None:
    hands.scan(POTATOES)
    hands.until(lambda: "положите на весы" in hint(hands))
    scales.pan.obey({"grams": 500})
    hands.until(lambda: "0,500" in hint(hands))
    hands.press(Key.Key_Return)
    hands.until(lambda: hands.codes == [POTATOES])
    scales.server.stop()
    hands.until(lambda: "Весы не отвечают" in hands.strip)
    hands.scan(CHEESE)
    hands.until(lambda: "весы молчат" in hint(hands))
    hands.write("0,25")
    hands.press(Key.Key_Return)
    hands.until(lambda: hands.codes == [POTATOES, CHEESE])
    scales.server.start()
    hands.until(lambda: not hands.strip)
    hands.scan(CHEESE)  # the same weight lies there as before the silence
    hands.until(lambda: "освободите весы" in hint(hands))
    assert hands.codes == [POTATOES, CHEESE]


def test_scales_are_connected_in_the_settings_without_a_restart(
    place: Place, scales: Scales
) -> None:
    hands = place.open()
    hands.begin_shift(OLGA)
    hands.press(Key.Key_F12)
    hands.write("7")
    hands.press(Key.Key_F3)
    hands.write("4")
    hands.part(WireForm).fill(scales.url)
    hands.press(Key.Key_F9)
    hands.until(lambda: hands.parts(Lamp, "Весы"))
    scales.pan.obey({"grams": 744})
    hands.until(lambda: "0,744" in hands.part(ConnectScreen).said)
