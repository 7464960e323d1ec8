"""Light or dark, larger or smaller: chosen on a page, kept in settings, dressed at once."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize, Qt

from pos.ui.kit.look import Look, look_of, theme_of
from pos.ui.kit.screen import Page, Screen
from pos.ui.kit.theme import Theme
from pos.ui.kit.widgets import Health
from pos.ui.menu.look import LookScreen
from pos.ui.till.quick_pages import QuickKey, QuickPage
from tests.fakes.acts import FakeActs, NowLane
from tests.fakes.hands import BREAD, MILK, at_the_till
from tests.fakes.screens import desk_of, press

FULL_HD = QSize(1920, 1080)


@pytest.mark.parametrize(
    ("kept", "look"),
    [
        (("", ""), Look("auto", 100)),
        (("dark", "125"), Look("dark", 125)),
        (("pink", "большой"), Look("auto", 100)),
        (("light", "900"), Look("light", 150)),
        (("light", "10"), Look("light", 100)),
    ],
)
def test_a_kept_look_is_read_and_nonsense_is_not(kept: tuple[str, str], look: Look) -> None:
    assert look_of(*kept) == look


def test_auto_follows_the_system_and_the_others_do_not() -> None:
    darks = [
        theme_of(Look(name), dark_system=system, screen=FULL_HD).dark
        for name in ("light", "dark", "auto")
        for system in (False, True)
    ]
    assert darks == [False, False, True, True, False, True]


def test_a_look_too_large_for_the_screen_is_made_to_fit() -> None:
    assert theme_of(Look("light", 150), dark_system=False, screen=FULL_HD).scale == 150
    small = theme_of(Look("light", 150), dark_system=False, screen=QSize(1024, 768))
    assert small.scale == 100


def test_the_page_tells_what_was_chosen_once() -> None:
    chosen: list[Look] = []
    page = LookScreen(desk_of(FakeActs(), NowLane()), Look("light", 100), chosen.append)
    press(page, Qt.Key.Key_F3, Qt.Key.Key_F3)
    press(page, Qt.Key.Key_F7)
    assert chosen == [Look("dark", 100), Look("dark", 125)]


def test_a_window_dressed_anew_keeps_the_basket_and_goes_on_selling() -> None:
    with at_the_till(pages={Page.MENU: Screen}) as hands:
        made = hands.window
        made.set_quick_pages((QuickPage("Частые", (QuickKey("i1", "Пакет"),)),))
        made.set_health("terminal", Health.STOP)
        hands.scan(MILK)
        hands.press(Qt.Key.Key_F12)
        made.restyle(Theme(dark=True, scale=125))
        hands.page = made.selling.page
        assert hands.page.theme == Theme(dark=True, scale=125)
        assert hands.page.total.amount == "94,90"
        assert hands.strip.startswith("Терминал не отвечает")
        assert not hands.page.tenders._card.isEnabled()
        hands.scan(BREAD)
        assert hands.lines == 2
        hands.press(Qt.Key.Key_Plus, Qt.KeyboardModifier.KeypadModifier)
        assert len(hands.desk.began) == 1
