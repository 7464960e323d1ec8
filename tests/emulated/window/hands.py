"""A cashier's hands at the real window: keys and scanner bursts as a keyboard sends them.

Every key goes through the window system's window, so that the wedge hears it first. Each event
carries a time of its own: the rhythm is told by these, never by the speed of this machine.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from pos.bootstrap.window import Program
from pos.domain.views import PendingStage, TillView
from pos.ui.kit.screen import Screen
from pos.ui.shift.opening import OpenShiftScreen
from pos.ui.start.login import LoginScreen

PATIENCE_S: Final = 40.0
TYPING_MS, SCANNER_MS, THINKING_MS = 200, 3, 1000
NONE = Qt.KeyboardModifier.NoModifier
PAD = Qt.KeyboardModifier.KeypadModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
Key = Qt.Key
Part = TypeVar("Part", bound=QWidget)


class Hands:
    """Types, presses, scans, clicks; waits for what the screen will show."""

    def __init__(self, program: Program) -> None:
        self.program, self.window = program, program.window
        self.is_ready = False
        self._at = 100_000
        self.window.ready.connect(self._ready)

    # -- what is seen ---------------------------------------------------------------------

    @property
    def view(self) -> TillView:
        """What the till shows."""
        return self.window.cashier.view

    @property
    def codes(self) -> list[str]:
        """Codes of the basket, in order."""
        return [line.code for line in self.view.basket.lines]

    @property
    def strip(self) -> str:
        """The words of the strip."""
        return self.window.strip_words

    @property
    def stage(self) -> PendingStage | None:
        """What a payment waits for."""
        return self.view.pending.stage if self.view.pending else None

    @property
    def done(self) -> str:
        """Number of the sale that was closed last, while it is still shown."""
        return self.view.finished.number if self.view.finished else ""

    def part(self, kind: type[Part], name: str = "") -> Part:
        """The visible widget of that kind whose accessible name has these words."""
        found = self.parts(kind, name)
        assert found, f"no {kind.__name__} {name!r} is to be seen"
        return found[0]

    def parts(self, kind: type[Part], name: str = "") -> list[Part]:
        """All such widgets."""
        return [
            part
            for top in self.program.app.topLevelWidgets()
            for part in [top, *top.findChildren(kind)]
            if isinstance(part, kind) and part.isVisible() and name in part.accessibleName()
        ]

    # -- what is done ---------------------------------------------------------------------

    def press(self, *keys: Qt.Key, pad: bool = False, shift: bool = False) -> None:
        """One key after another, with a thought before each."""
        modifier = PAD if pad else SHIFT if shift else NONE
        for key in keys:
            self._send(key, "", THINKING_MS, modifier)
        self.settle()

    def write(self, text: str) -> None:
        """Characters one by one, as a person types."""
        for char in text:
            self._send(_key_of(char), char, TYPING_MS)
        # The wedge holds the last key for a moment; the next press shows it was typing.
        self.until(lambda: not self._held)

    def enter(self, text: str = "") -> None:
        """Type and press Enter."""
        self.write(text)
        self._send(Key.Key_Return, "\r", THINKING_MS)
        self.settle()

    def scan(self, *codes: str) -> None:
        """A scanner that types: the code and Enter in one burst."""
        for code in codes:
            self._at += THINKING_MS
            for char in code:
                self._send(_key_of(char), char, SCANNER_MS)
            self._send(Key.Key_Return, "\r", SCANNER_MS)
        self.settle()

    def click(self, target: QWidget) -> None:
        """With the mouse, or a finger."""
        QTest.mouseClick(target, Qt.MouseButton.LeftButton)
        self.settle()

    def cash(self, received: str = "") -> None:
        """Exact cash, or so much was handed over; waits for the receipt."""
        self.pay_with(Key.Key_Plus, received)
        self.until_sold()

    def card(self) -> None:
        """All by card, and waits for the receipt."""
        self.pay_with(Key.Key_Slash)
        self.until_sold()

    def pay_with(self, key: Qt.Key, typed: str = "") -> None:
        """Press a payment key; does not wait for the devices."""
        self.write(typed)
        self._send(key, "+" if key is Key.Key_Plus else "/", THINKING_MS, PAD)
        self.turn()

    def begin_shift(self, pin: str, fund: str = "") -> None:
        """Log in and open the shift."""
        self.until_page(LoginScreen)
        self.enter(pin)
        self.until_page(OpenShiftScreen)
        self.enter(fund)
        self.rest()
        assert self.view.shift is not None, self.strip

    # -- waiting --------------------------------------------------------------------------

    def until(self, holds: Callable[[], object]) -> None:
        """Let Qt work until something holds."""
        deadline = time.monotonic() + PATIENCE_S
        while not holds():
            self.turn()
            assert time.monotonic() < deadline, f"it never happened; the strip says: {self.strip}"
            time.sleep(0.002)

    def settle(self) -> None:
        """Until the quick lane has answered."""
        self.until(lambda: not self._held and not self.program.lane.busy)
        self.turn()

    def rest(self) -> None:
        """Until the devices have answered as well."""
        self.settle()
        self.until(lambda: not self.program.errands.busy and not self.program.lane.busy)

    def until_sold(self) -> None:
        """Until a receipt is out and nothing is unfinished."""
        self.rest()
        self.until(lambda: self.view.pending is None and self.done)

    def until_page(self, kind: type[Screen]) -> None:
        """Until such a page is in front."""
        self.until(lambda: self.parts(kind))
        self.settle()

    def turn(self) -> None:
        """One turn of the event loop."""
        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    @property
    def _held(self) -> bool:
        return self.program.wedge.holding

    def _ready(self) -> None:
        self.is_ready = True

    def _send(
        self, key: int, text: str, pause_ms: int, modifier: Qt.KeyboardModifier = NONE
    ) -> None:
        self._at += pause_ms
        handle = self.window.windowHandle()
        assert handle is not None
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, modifier, text)
            event.setTimestamp(self._at)
            QCoreApplication.sendEvent(handle, event)


def _key_of(char: str) -> int:
    """Qt's name of an ASCII key; others have none."""
    return ord(char.upper()) if char.isascii() else 0
