"""The real program, its window driven by JSON lines: `driven.py run --data DIR --lang ru`.

Nothing of the program is replaced: a bystander on the Qt thread presses keys of the window and
tells what is shown. Orders: {"scan": CODE}, {"type": TEXT}, {"key": NAME}, {"pad": NAME},
{"see": true}, {"minimise": true}, {"close": true}. Each is answered by a line.
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from pos.__main__ import main
from pos.ui.start.login import LoginScreen
from pos.ui.window import MainWindow

NONE = Qt.KeyboardModifier.NoModifier
PAD = Qt.KeyboardModifier.KeypadModifier
SLOW_MS, FAST_MS = 500, 3


class Bystander(QObject):
    """Lives on the Qt thread; hears the standard input from a thread of its own."""

    _order = Signal(object)  # a dict would come over with its keys sorted

    def __init__(self) -> None:
        super().__init__()
        self._at = 100_000
        self._order.connect(self._obey, Qt.ConnectionType.QueuedConnection)
        threading.Thread(target=self._listen, name="orders", daemon=True).start()

    def _listen(self) -> None:
        for line in sys.stdin:
            self._order.emit(json.loads(line))

    def _obey(self, order: dict[str, Any]) -> None:
        acts: dict[str, Callable[[Any], None]] = {
            "scan": self._scan,
            "type": self._type,
            "key": lambda name: self._press(Qt.Key[name], "", SLOW_MS),
            "pad": lambda name: self._press(Qt.Key[name], "", SLOW_MS, PAD),
            "minimise": lambda _: _window().showMinimized(),
            "close": lambda _: _shut(),
            "see": lambda _: None,
        }
        for name, value in order.items():
            acts[name](value)
        print(json.dumps(_seen(), ensure_ascii=False), flush=True)

    def _scan(self, code: str) -> None:
        self._at += SLOW_MS
        for char in code:
            self._press(ord(char), char, FAST_MS)
        self._press(Qt.Key.Key_Return, "\r", FAST_MS)

    def _type(self, text: str) -> None:
        for char in text:
            self._press(ord(char), char, SLOW_MS)

    def _press(
        self, key: int, text: str, pause_ms: int, modifier: Qt.KeyboardModifier = NONE
    ) -> None:
        self._at += pause_ms
        handle = _window().windowHandle()
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, modifier, text)
            event.setTimestamp(self._at)
            QCoreApplication.sendEvent(handle, event)


def _window() -> MainWindow:
    return next(top for top in QApplication.topLevelWidgets() if isinstance(top, MainWindow))


def _shut() -> None:
    _window().close()


def _seen() -> dict[str, object]:
    windows = [top for top in QApplication.topLevelWidgets() if isinstance(top, MainWindow)]
    if not windows:
        return {}
    view = windows[0].cashier.view
    return {
        "shop": view.shop is not None,
        "user": view.user.name if view.user else "",
        "shift": view.shift is not None,
        "drawer": view.shift.drawer.kopecks if view.shift else 0,
        "codes": [line.code for line in view.basket.lines],
        "said": "".join(page.said for page in windows[0].findChildren(LoginScreen)),
        "contact": bool(view.basket.contact),
        "pending": view.pending.stage.value if view.pending else "",
        "done": view.finished.number if view.finished else "",
        "strip": windows[0].strip_words,
        "front": not windows[0].isMinimized(),
    }


if __name__ == "__main__":
    bystander = Bystander()
    sys.exit(main(sys.argv[1:]))
