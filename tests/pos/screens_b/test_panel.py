"""The demo panel plays the world and never takes the keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt

from pos.demo import content
from pos.ui.demo.panel import NARROWEST, DemoPanel, beside
from pos.ui.demo.tiles import GoodTile, PlugTile
from pos.ui.demo.world import CardAnswer, Plug
from pos.ui.kit.button import KeyButton
from pos.ui.kit.theme import Theme
from pos.ui.kit.words import Words


class NotingWorld:
    """Notes what was played."""

    def __init__(self) -> None:
        self.played: list[tuple[object, ...]] = []

    def scan(self, text: str) -> None:
        self.played.append(("scan", text))

    def card(self, answer: CardAnswer) -> None:
        self.played.append(("card", answer))

    def plug(self, plug: Plug, plugged: bool) -> None:
        self.played.append(("plug", plug, plugged))

    def paper(self, there: bool) -> None:
        self.played.append(("paper", there))

    def leave(self) -> None:
        self.played.append(("leave",))


@pytest.fixture
def world() -> NotingWorld:
    return NotingWorld()


@pytest.fixture
def panel(world: NotingWorld) -> DemoPanel:
    made = DemoPanel(world, Words("ru"), Theme(), content.panel_goods(), content.unknown_code())
    made.show()
    return made


def click(panel: DemoPanel, words: str) -> None:
    kinds = (GoodTile, PlugTile, KeyButton)
    buttons = [button for kind in kinds for button in panel.findChildren(kind)]
    next(button for button in buttons if button.text() == words).click()


def test_a_click_on_a_good_scans_its_code(panel: DemoPanel, world: NotingWorld) -> None:
    click(panel, "Молоко")
    assert world.played == [("scan", "2900000110014")]


def test_a_weighed_good_brings_its_weight(panel: DemoPanel, world: NotingWorld) -> None:
    click(panel, "Яблоки")
    (_, text) = world.played[0]
    assert str(text).startswith("1,284*29")


def test_the_unknown_code_is_of_no_good(panel: DemoPanel, world: NotingWorld) -> None:
    click(panel, "Чужой код")
    assert world.played == [("scan", content.unknown_code())]
    assert content.unknown_code() not in {good.code for good in content.goods()}


@pytest.mark.parametrize(
    ("words", "answer"), [("Откажут", CardAnswer.DECLINE), ("Связь пропадёт", CardAnswer.LOSE)]
)
def test_the_bank_answers_as_chosen(
    panel: DemoPanel, world: NotingWorld, words: str, answer: CardAnswer
) -> None:
    click(panel, words)
    click(panel, "Одобрят")
    assert world.played == [("card", answer), ("card", CardAnswer.APPROVE)]


@pytest.mark.parametrize(
    ("words", "plug"),
    [
        ("Касса", Plug.REGISTER),
        ("Терминал", Plug.TERMINAL),
        ("Дисплей", Plug.DISPLAY),
        ("Офис", Plug.OFFICE),
    ],
)
def test_a_plug_is_pulled_and_put_back(
    panel: DemoPanel, world: NotingWorld, words: str, plug: Plug
) -> None:
    click(panel, words)
    click(panel, words)
    assert world.played == [("plug", plug, False), ("plug", plug, True)]


def test_the_paper_runs_out_and_a_new_roll_goes_in(panel: DemoPanel, world: NotingWorld) -> None:
    click(panel, "Бумага")
    click(panel, "Бумага")
    assert world.played == [("paper", False), ("paper", True)]


def test_there_is_one_way_out_of_the_demo(panel: DemoPanel, world: NotingWorld) -> None:
    click(panel, "В настоящий магазин")
    assert world.played == [("leave",)]


def test_what_the_register_prints_comes_out_on_the_tape(panel: DemoPanel) -> None:
    panel.hear({"paper": "ИТОГО  =94,90"})
    panel.hear({"qr": "t=1&s=94.90"})
    panel.hear({"cut": True})
    panel.hear({"listening": "tcp://127.0.0.1:7778"})
    assert panel.printed == ["ИТОГО  =94,90", "t=1&s=94.90"]
    assert not panel.grab().isNull()


def test_the_display_shows_two_lines_of_twenty(panel: DemoPanel) -> None:
    panel.hear({"display": ["Молоко «Заречное» 2,5 % 930 мл", "94,90"]})
    assert panel.shown == ("Молоко «Заречное» 2,", "94,90")


def test_the_panel_never_takes_the_keyboard(panel: DemoPanel) -> None:
    assert panel.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus
    assert panel.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1600, 900), (1920, 1080)])
def test_till_and_panel_stand_side_by_side_on_a_screen(width: int, height: int) -> None:
    till, panel = beside(QRect(0, 0, width, height), 1024)
    assert till.width() >= 1024
    assert panel.width() >= NARROWEST
    assert not till.intersects(panel)
    assert till.width() + panel.width() == width


def test_the_panel_fits_a_screen_of_768_lines(panel: DemoPanel) -> None:
    assert panel.minimumSizeHint().height() <= 730
    assert panel.minimumSizeHint().width() <= NARROWEST
