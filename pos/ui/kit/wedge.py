"""A scanner that types: heard in any keyboard layout and whatever has the focus.

The filter sits before all widgets of the window in front. Keys are held for at most HOLD_MS
after the last of them; then they are a scan (emitted, never typed) or typing (delivered).
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from shiboken6 import isValid

from pos.ui.kit.bursts import Bursts, Scan, Typed
from pos.ui.kit.physical import GS, char_of

HOLD_MS = 40
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CTRL = Qt.KeyboardModifier.ControlModifier
_PAD = Qt.KeyboardModifier.KeypadModifier
_CHORDS = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier | _CTRL
_MODIFIERS = frozenset(
    {
        Qt.Key.Key_Shift,
        Qt.Key.Key_Control,
        Qt.Key.Key_Alt,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_Meta,
        Qt.Key.Key_CapsLock,
        Qt.Key.Key_NumLock,
    }
)
_SUFFIXES = {Qt.Key.Key_Return: "\r", Qt.Key.Key_Enter: "\r", Qt.Key.Key_Tab: "\t"}
_PAYING = frozenset({Qt.Key.Key_Plus, Qt.Key.Key_Slash})
_Held = tuple[QObject, QKeyEvent]


class Wedge(QObject):
    """Emits `scanned(text)`; GS of a GS1 code arrives as "\\x1d"."""

    scanned = Signal(str)

    def __init__(self, parent: QObject | None = None, platform: str = "") -> None:
        super().__init__(parent)
        self._platform = platform or QGuiApplication.platformName()
        self._bursts: Bursts[_Held] = Bursts()
        self._app: QGuiApplication | None = None
        self._window: QWindow | None = None
        self._passing = False
        self._round = 0
        self._timer = QTimer(self, singleShot=True, interval=HOLD_MS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._time_is_up)

    def follow_focus(self, app: QGuiApplication) -> None:
        """Listen to whichever window of the program is in front, from now on."""
        self._app = app
        app.focusWindowChanged.connect(self.listen)
        self.listen(app.focusWindow())

    def stop(self) -> None:
        """Listen no more: of two that listen, each would hold what the other delivers."""
        if self._app is not None:
            self._app.focusWindowChanged.disconnect(self.listen)
            self._app = None
        self.listen(None)

    def listen(self, window: QWindow | None) -> None:
        """Listen to that window; the one before is let go."""
        if self._window is not None and isValid(self._window):
            self._window.removeEventFilter(self)
        self._window = window
        if window is not None:
            window.installEventFilter(self)

    @property
    def holding(self) -> bool:
        """Whether keys wait for the verdict: a scan or typing."""
        return self._bursts.holding

    def deaf(self, at_ms: int) -> bool:
        """Whether a payment key with that event time comes too close to scanned keys."""
        return self._bursts.deaf(at_ms)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if self._passing or kind not in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            return False
        if not isinstance(event, QKeyEvent) or event.key() in _MODIFIERS:
            return False
        held = (watched, QKeyEvent(event))
        if kind == QEvent.Type.KeyRelease:
            return self._released(held)
        self._pressed(event, held)
        return True

    def _released(self, held: _Held) -> bool:
        if self._bursts.holding:
            self._bursts.along(held)
            return True
        return False

    def _pressed(self, event: QKeyEvent, held: _Held) -> None:
        char = self._char(event)
        if char and not event.isAutoRepeat():
            outcomes = self._bursts.key(event.timestamp(), char, held)
        else:
            outcomes = self._bursts.other(event.timestamp(), held)
        self._round += 1
        if self._bursts.holding:
            self._timer.start()
        else:
            self._timer.stop()
        self._carry_out(outcomes)

    def _char(self, event: QKeyEvent) -> str:
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        if key in _SUFFIXES:
            return "" if modifiers & _CHORDS else _SUFFIXES[key]
        if key == Qt.Key.Key_F8 and not modifiers & (_CHORDS | _SHIFT):
            return GS
        shift = bool(modifiers & _SHIFT)
        char = char_of(event.nativeScanCode(), shift=shift, platform=self._platform)
        if event.text() == GS or (modifiers & _CHORDS == _CTRL and char == "]"):
            return GS
        if modifiers & _CHORDS or (modifiers & _PAD and key in _PAYING):
            return ""
        return char or (event.text() if event.text().isprintable() else "")

    def _time_is_up(self) -> None:
        # Events that already wait in the queue are looked at first: if the program was busy,
        # the rest of a scan may be among them.
        now = self._round
        QTimer.singleShot(0, self, lambda: self._settle(now))

    def _settle(self, at_round: int) -> None:
        if at_round == self._round:
            self._carry_out(self._bursts.settle())

    def _carry_out(self, outcomes: list[Scan | Typed[_Held]]) -> None:
        for outcome in outcomes:
            if isinstance(outcome, Scan):
                self.scanned.emit(outcome.text)
            else:
                self._deliver(outcome)

    def _deliver(self, typed: Typed[_Held]) -> None:
        for target, event in typed.events:
            if not isValid(target):
                continue
            self._passing = True
            try:
                QCoreApplication.sendEvent(target, event)
            finally:
                self._passing = False
