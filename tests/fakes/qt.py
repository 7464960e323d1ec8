"""One application for all window tests, its warnings, and a window over a till in memory."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QEvent, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from pos.ui.kit.collector import Collector
from pos.ui.kit.lane import Lane
from pos.ui.kit.screen import Page, Screen
from pos.ui.kit.theme import Theme
from pos.ui.kit.widgets import Health
from pos.ui.kit.words import Words
from pos.ui.till.port import Desk
from pos.ui.window import MainWindow
from tests.fakes.counter import AT

PATIENCE_S = 10.0
# The offscreen platform says this of every window with a smallest size; it is no fault of ours.
HARMLESS = ("This plugin does not support propagateSizeHints()",)


def application(theme: Theme | None = None) -> QApplication:
    """The application of this process, dressed."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication([])
        Collector(app)
    (theme or Theme()).apply(app)
    return app


def free_what_is_closed() -> None:
    """What a closed window held is freed now, with what was meant to live as long as it."""
    gc.unfreeze()
    gc.collect()


@contextmanager
def no_qt_warnings() -> Iterator[None]:
    """Fail when Qt warned meanwhile."""
    said: list[str] = []

    def listen(kind: QtMsgType, _context: object, message: str) -> None:
        if kind is not QtMsgType.QtDebugMsg and message not in HARMLESS:
            said.append(message)

    before = qInstallMessageHandler(listen)
    try:
        yield
    finally:
        qInstallMessageHandler(before)
    assert not said, said


def pump(until: Callable[[], bool]) -> None:
    """Let Qt work until something holds."""
    deadline = time.monotonic() + PATIENCE_S
    while not until():
        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.001)


@contextmanager
def window(
    desk: Desk,
    *,
    language: str = "ru",
    theme: Theme | None = None,
    pages: Mapping[Page, Callable[[], Screen]] | None = None,
    demo: bool = False,
) -> Iterator[MainWindow]:
    """The real window over a desk, started, with healthy devices."""
    theme = theme or Theme()
    application(theme)
    lane, errands = Lane("lane"), Lane("errands")
    made = MainWindow(
        desk, lane, errands, Words(language), theme, pages=pages or {}, now=lambda: AT, demo=demo
    )
    for device in ("register", "terminal"):
        made.set_health(device, Health.OK)
    made.set_link(Health.OK, 0)
    made.start()
    pump(lambda: not lane.busy)
    try:
        yield made
        pump(lambda: not lane.busy and not errands.busy)
    finally:
        assert lane.close()
        assert errands.close()
        made.close()
        made.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
