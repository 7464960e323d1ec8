"""The real demo, left at once: tells what window comes after it, and closes that too.

`leaver.py FOLDER` ends with the exit code of the program; the first start that follows lies in
the platform's folder, which XDG_DATA_HOME names.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from pos.__main__ import main
from pos.ui.demo.panel import DemoPanel
from pos.ui.kit.button import KeyButton
from pos.ui.start.first import FirstStartScreen
from pos.ui.start.login import LoginScreen
from pos.ui.window import MainWindow

LOOK_MS, PATIENCE = 100, 500


class Leaver(QObject):
    """Looks a few times a second and does what can be done."""

    _begun = Signal()  # comes over when the program's event loop runs

    def __init__(self, leave: str) -> None:
        super().__init__()
        self._leave, self._looks = leave, 0
        self._next: Callable[[], None] = self._leave_the_demo
        self._begun.connect(self._begin, Qt.ConnectionType.QueuedConnection)
        self._begun.emit()

    def _begin(self) -> None:
        timer = QTimer(self, interval=LOOK_MS)
        timer.timeout.connect(self._look)
        timer.start()

    def _look(self) -> None:
        self._looks += 1
        if self._looks > PATIENCE:
            print("nothing came", file=sys.stderr, flush=True)
            os._exit(3)
        self._next()

    def _leave_the_demo(self) -> None:
        buttons = _seen(KeyButton, self._leave)
        if not (_seen(LoginScreen) and _seen(DemoPanel) and buttons):
            return
        self._next = self._look_at_the_shop
        QTest.mouseClick(buttons[0], Qt.MouseButton.LeftButton)

    def _look_at_the_shop(self) -> None:
        if not _seen(FirstStartScreen):
            return
        demo = bool(_seen(DemoPanel)) or len(_seen(MainWindow)) != 1
        print(json.dumps({"first_start": True, "demo": demo}), flush=True)
        _seen(MainWindow)[0].close()


def _seen(kind: type[QWidget], name: str = "") -> list[QWidget]:
    parts = [part for part in QApplication.allWidgets() if isinstance(part, kind)]
    return [part for part in parts if part.isVisible() and name in part.accessibleName()]


if __name__ == "__main__":
    leaver = Leaver("В настоящий магазин")
    sys.exit(main(["run", "--demo", "--data", sys.argv[1], "--lang", "ru"]))
