"""What a scanner on a wire brings to the window, past all keys."""

from __future__ import annotations

import time

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from pos.ui.kit.bursts import DEAF_MS
from pos.ui.kit.widgets import Health, Lamp
from tests.fakes.hands import BREAD, MILK, PAD, Hands, hands

__all__ = ["hands"]


def press_cash(hands: Hands) -> None:
    QTest.keyClick(hands.window.selling, Qt.Key.Key_Plus, PAD)
    hands.wait()


def test_a_code_heard_is_sold_as_a_scan_is(hands: Hands) -> None:
    hands.window.heard(MILK)
    hands.wait()
    assert hands.desk.scans == [(MILK, True)]


def test_payment_keys_are_deaf_just_after_a_code_was_heard_and_work_soon_after(
    hands: Hands,
) -> None:
    hands.scan(MILK)
    hands.window.heard(BREAD)
    hands.wait()
    hands.window.heard(BREAD)
    QTest.keyClick(hands.window.selling, Qt.Key.Key_Plus, PAD)
    hands.wait()
    assert (hands.desk.began, hands.lines) == ([], 2)
    time.sleep(DEAF_MS / 1000 + 0.05)
    press_cash(hands)
    assert len(hands.desk.began) == 1


def test_what_is_no_code_is_said_and_the_next_code_takes_the_words_away(hands: Hands) -> None:
    hands.window.misheard()
    assert "Скан не прочитан" in hands.strip
    hands.window.heard(MILK)
    hands.wait()
    assert (hands.strip, hands.lines) == ("", 1)


def test_the_lamp_of_a_scanner_is_there_only_when_one_is_set_up(hands: Hands) -> None:
    def lamps() -> list[Lamp]:
        found = hands.window.findChildren(Lamp)
        return [lamp for lamp in found if lamp.isVisible() and "Сканер" in lamp.accessibleName()]

    assert lamps() == []
    hands.window.set_health("scanner", Health.STOP, "NoLink")
    assert len(lamps()) == 1
    assert "Сканер на проводе не отвечает" in hands.strip
    hands.window.set_health("scanner", Health.OFF)
    assert lamps() == []
    assert hands.strip == ""
