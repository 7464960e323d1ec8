"""The wedge on its own: key events with times and key codes, no X server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from pos.ui.kit.physical import char_of
from pos.ui.kit.wedge import HOLD_MS, Wedge
from tests.fakes.qt import application, pump

NONE, SHIFT, CTRL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)
RUSSIAN = {"a": "ф", "b": "и", "c": "с", "1": "1", "2": "2", "3": "3", "-": "-"}
EVDEV = {"a": 30, "b": 48, "c": 46, "1": 2, "2": 3, "3": 4, "-": 12, "]": 27}


class Keys:
    """A field with the focus, the wedge before it, and keys of an X keyboard."""

    def __init__(self) -> None:
        self.field = QLineEdit()
        self.field.show()
        QTest.qWaitForWindowActive(self.field)
        self.field.setFocus()
        handle = self.field.windowHandle()
        assert isinstance(handle, QWindow)
        self.window = handle
        self.wedge, self.scans = Wedge(platform="xcb"), list[str]()
        self.wedge.scanned.connect(self.scans.append)
        self.wedge.listen(self.window)
        self.at = 10_000

    def press(self, char: str, pause_ms: int = 2, modifier: Qt.KeyboardModifier = NONE) -> None:
        text = RUSSIAN.get(char, char)
        code = EVDEV.get(char, 0) + 8
        self.send(0, code, text.upper() if modifier & SHIFT else text, pause_ms, modifier)

    def send(
        self,
        key: int,
        code: int,
        text: str,
        pause_ms: int = 2,
        modifier: Qt.KeyboardModifier = NONE,
    ) -> None:
        self.at += pause_ms
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, modifier, code, 0, 0, text)
            event.setTimestamp(self.at)
            QCoreApplication.sendEvent(self.window, event)

    def enter(self, pause_ms: int = 2) -> None:
        self.send(Qt.Key.Key_Return, 36, "\r", pause_ms)


@pytest.fixture
def keys() -> Iterator[Keys]:
    made = Keys()
    yield made
    made.wedge.listen(None)
    made.field.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_a_burst_is_read_from_the_keys_not_from_the_layout(keys: Keys) -> None:
    for char in "abc-123":
        keys.press(char)
    keys.enter()
    assert (keys.scans, keys.field.text()) == (["abc-123"], "")


def test_capitals_come_with_shift(keys: Keys) -> None:
    for char in "abc123":
        keys.press(char, modifier=SHIFT if char.isalpha() else NONE)
    keys.enter()
    assert keys.scans == ["ABC123"]


def test_without_a_suffix_silence_ends_the_scan(keys: Keys) -> None:
    for char in "123123":
        keys.press(char)
    assert keys.scans == []
    pump(lambda: bool(keys.scans))
    assert (keys.scans, keys.field.text()) == (["123123"], "")


def test_slow_keys_reach_the_field_in_the_layout_of_the_typist(keys: Keys) -> None:
    for char in "abc":
        keys.press(char, 60)
    pump(lambda: len(keys.field.text()) == 3)
    assert (keys.scans, keys.field.text()) == ([], "фис")


def test_of_a_window_that_was_closed_no_wedge_holds_the_keys_of_the_next(keys: Keys) -> None:
    closed = Wedge(platform="xcb")
    closed.follow_focus(application())
    closed.listen(keys.window)
    closed.stop()
    keys.press("a")
    pump(lambda: keys.field.text() == "ф")


def test_held_keys_are_delivered_soon(keys: Keys) -> None:
    keys.press("a")
    assert keys.field.text() == ""
    pump(lambda: keys.field.text() == "ф")
    assert HOLD_MS <= 40


def test_a_group_separator_is_kept_as_control_bracket_and_as_f8(keys: Keys) -> None:
    keys.send(Qt.Key.Key_F8, 74, "")
    for char in "123":
        keys.press(char)
    keys.press("]", modifier=CTRL)
    for char in "123":
        keys.press(char)
    keys.enter()
    assert keys.scans == ["\x1d123\x1d123"]


def test_a_lonely_f8_is_a_key_of_the_till(keys: Keys) -> None:
    seen: list[int] = []
    keys.field.keyPressEvent = lambda event: seen.append(event.key())  # type: ignore[method-assign]
    keys.send(Qt.Key.Key_F8, 74, "", 500)
    pump(lambda: bool(seen))
    assert (seen, keys.scans) == ([Qt.Key.Key_F8], [])


def test_payment_keys_are_deaf_right_after_a_scan(keys: Keys) -> None:
    for char in "123123":
        keys.press(char)
    keys.enter()
    assert keys.wedge.deaf(keys.at + 299)
    assert not keys.wedge.deaf(keys.at + 300)


def test_key_codes_of_windows_and_linux_name_the_same_keys() -> None:
    for code, plain, shifted in ((16, "q", "Q"), (3, "2", "@"), (43, "\\", "|"), (57, " ", " ")):
        for platform, offset in (("windows", 0), ("xcb", 8), ("wayland", 8)):
            assert char_of(code + offset, shift=False, platform=platform) == plain
            assert char_of(code + offset, shift=True, platform=platform) == shifted
    assert char_of(16, shift=False, platform="offscreen") == ""
