"""A cashier's hands at the real window over a till in memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest

from pos.ui.window import MainWindow
from tests.fakes.counter import GOODS, FakeDesk
from tests.fakes.qt import pump, window

MILK, BREAD, APPLES, CHEESE = (good.code for good in GOODS[:4])
NONE = Qt.KeyboardModifier.NoModifier
PAD = Qt.KeyboardModifier.KeypadModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Hands:
    """A cashier: types, presses, scans, and waits for the answer."""

    def __init__(self, made: MainWindow, desk: FakeDesk) -> None:
        self.window, self.desk, self.page = made, desk, made.selling.page

    def type(self, text: str) -> None:
        for char in text:  # QTest types ASCII only
            event = QKeyEvent(QEvent.Type.KeyPress, 0, NONE, char)
            QCoreApplication.sendEvent(self.window.selling, event)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(self.window.selling, key, modifier)
        self.wait()

    def scan(self, *codes: str) -> None:
        for code in codes:
            self.window.scan(code)
        self.wait()

    def wait(self) -> None:
        lanes = self.window.cashier
        pump(lambda: not lanes._lane.busy and not lanes._errands.busy)

    @property
    def lines(self) -> int:
        return len(self.window.cashier.view.basket.lines)

    @property
    def strip(self) -> str:
        return self.window.strip_words


@contextmanager
def at_the_till(desk: FakeDesk | None = None, **options: object) -> Iterator[Hands]:
    desk = desk or FakeDesk()
    with window(desk, **options) as made:  # type: ignore[arg-type]
        made.resize(1024, 768)
        made.show()
        yield Hands(made, desk)


@pytest.fixture
def hands() -> Iterator[Hands]:
    with at_the_till() as made:
        yield made
