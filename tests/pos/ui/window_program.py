"""The real window over a till in memory, for tests that press keys of an X server.

Answers lines on stdin with a line of JSON: `state`, `elsewhere` (a page with a field that has
the focus), `busy MS` (the program is busy for that long).
"""

from __future__ import annotations

import json
import sys
import time

from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout
from shiboken6 import isValid

from pos.ui.kit.lane import Lane
from pos.ui.kit.screen import Page, Screen
from pos.ui.kit.theme import Theme
from pos.ui.kit.wedge import Wedge
from pos.ui.kit.words import Words
from pos.ui.window import MainWindow
from tests.fakes.counter import AT, FakeDesk


class Elsewhere(Screen):
    """A page with a field, as settings have."""

    def __init__(self) -> None:
        super().__init__()
        self.field = QLineEdit()
        QVBoxLayout(self).addWidget(self.field)

    def entered(self, view: object) -> None:
        self.field.setFocus()


class Program:
    """The window, and answers about it."""

    def __init__(self, app: QApplication) -> None:
        self.app, self.desk = app, FakeDesk()
        self.lane, self.errands, self.wedge = Lane("lane"), Lane("errands"), Wedge()
        theme = Theme()
        theme.apply(app)
        self.page: Elsewhere | None = None
        self.window = MainWindow(
            self.desk,
            self.lane,
            self.errands,
            Words("ru"),
            theme,
            pages={Page.MENU: Elsewhere},
            now=lambda: AT,
            wedge=self.wedge,
        )
        self.wedge.follow_focus(app)
        self.window.resize(1024, 768)
        self.window.show()
        self.window.activateWindow()
        self.window.start()
        self.notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
        self.notifier.activated.connect(self.answer)
        self.window.ready.connect(lambda: self.tell({"window": int(self.window.winId())}))

    def answer(self) -> None:
        word, _, argument = sys.stdin.readline().strip().partition(" ")
        if word == "elsewhere":
            self.page = Elsewhere()
            self.window.show_screen(self.page)
            self.page.field.setFocus()
        elif word == "busy":
            time.sleep(int(argument) / 1000)
        elif word != "state":
            self.app.quit()
        self.tell(self.state())

    def state(self) -> dict[str, object]:
        field = self.page.field if self.page and isValid(self.page) else None
        return {
            "scans": self.desk.scans,
            "began": len(self.desk.began),
            "lines": len(self.desk.state.basket.lines),
            "entry": self.window.selling.page.entry.text,
            "field": field.text() if field else "",
            "focused": bool(field and field.hasFocus()),
            "active": self.window.isActiveWindow(),
            "strip": self.window.strip_words,
        }

    def tell(self, news: dict[str, object]) -> None:
        print(json.dumps(news, ensure_ascii=False), flush=True)


def main() -> int:
    """Run until told `quit`."""
    app = QApplication([])
    program = Program(app)
    code = app.exec()
    program.lane.close()
    program.errands.close()
    return code


if __name__ == "__main__":
    sys.exit(main())
