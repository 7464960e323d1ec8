"""The real demo and a newcomer in it: prints what the first receipt took, as one JSON object.

`python tests/pos/demo/newcomer.py FOLDER` opens the window, the panel, the emulated devices and
the office, presses what the screens say, and closes it all.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from pos.bootstrap import demo
from pos.ui.demo.panel import DemoPanel
from pos.ui.demo.tiles import GoodTile
from pos.ui.kit.collector import Collector
from pos.ui.shift.opening import OpenShiftScreen
from pos.ui.start.people import PersonCard
from pos.ui.window import MainWindow

Kind = TypeVar("Kind", bound=QWidget)
GOOD = "Молоко"
LOOK_MS = 50
PATIENCE_MS = 60_000
# Payment keys are deaf for 300 ms after a scan; a newcomer needs longer to find one.
PAUSE_MS = 600


class Newcomer(QObject):
    """Does the next thing as soon as the screen offers it, and counts."""

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self._app = app
        self._inputs: list[str] = []
        self._steps = [self._log_in, self._open_shift, self._scan, self._pay, self._receipt]
        self._since = QElapsedTimer()
        self._age = QElapsedTimer()
        self._since.start()
        self._age.start()
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        if self._since.elapsed() < PAUSE_MS:
            return
        if self._steps[0]():
            self._since.restart()
            self._steps.pop(0)
        if not self._steps:
            self._leave()
        elif self._age.elapsed() > PATIENCE_MS:
            print(f"nothing came after {self._inputs}", file=sys.stderr)
            self._leave()

    def _log_in(self) -> bool:
        return self._press(PersonCard, "click a cashier", self._click)

    def _open_shift(self) -> bool:
        return self._press(OpenShiftScreen, "Enter", lambda page: self._key(page, ENTER))

    def _scan(self) -> bool:
        window = self._find(MainWindow)
        selling = window is not None and window.cashier.view.shift is not None
        return selling and self._press(GoodTile, "click a good", self._click, GOOD)

    def _pay(self) -> bool:
        window = self._find(MainWindow)
        if window is None or not window.cashier.view.basket.lines:
            return False
        return self._press(MainWindow, "Num +", lambda page: self._key(page, PLUS, ON_PAD))

    def _receipt(self) -> bool:
        panel = self._find(DemoPanel)
        printed = panel.printed if panel is not None else []
        if not any(GOOD in line for line in printed):
            return False
        print(json.dumps({"inputs": self._inputs, "printed": printed}, ensure_ascii=False))
        return True

    def _press(
        self, kind: type[QWidget], name: str, do: Callable[[QWidget], None], label: str = ""
    ) -> bool:
        found = self._find(kind, label)
        if found is None:
            return False
        self._inputs.append(name)
        do(found)
        return True

    def _find(self, kind: type[Kind], label: str = "") -> Kind | None:
        for part in self._app.allWidgets():
            if isinstance(part, kind) and part.isVisible() and label in part.accessibleName():
                return part
        return None

    def _click(self, target: QWidget) -> None:
        QTest.mouseClick(target, Qt.MouseButton.LeftButton)

    def _key(self, page: QWidget, key: Qt.Key, pad: Qt.KeyboardModifier | None = None) -> None:
        target = page.window().focusWidget() or page
        QTest.keyClick(target, key, pad or Qt.KeyboardModifier.NoModifier)

    def _leave(self) -> None:
        self._timer.stop()
        window = self._find(MainWindow)
        if window is not None:
            window.close()


ENTER, PLUS = Qt.Key.Key_Return, Qt.Key.Key_Plus
ON_PAD = Qt.KeyboardModifier.KeypadModifier


def main() -> int:
    """Exit code of the demo."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING)
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication(sys.argv[:1])
    Collector(app)
    newcomer = Newcomer(app)
    code = demo.run(app, folder, argparse.Namespace(lang="ru"))
    newcomer.deleteLater()
    return code


if __name__ == "__main__":
    sys.exit(main())
