"""Widgets that hang in a cycle are freed on the Qt thread, whatever thread allocates."""

from __future__ import annotations

import gc
import threading

from PySide6.QtCore import QObject
from shiboken6 import isValid

from tests.fakes.qt import application, pump


class Knot(QObject):
    """Holds itself, and tells the thread on which it is freed."""

    def __init__(self, freed_on: list[threading.Thread]) -> None:
        super().__init__()
        self._itself, self._freed_on = self, freed_on

    def __del__(self) -> None:
        assert isValid(self)
        self._freed_on.append(threading.current_thread())


def much() -> list[list[int]]:
    """More than Python's own collector would wait for."""
    return [[] for _ in range(10 * gc.get_threshold()[0])]


def test_a_cycle_is_freed_on_the_qt_thread_only() -> None:
    application()
    freed_on: list[threading.Thread] = []
    kept: list[list[list[int]]] = []
    Knot(freed_on)
    lane = threading.Thread(target=lambda: kept.append(much()))
    lane.start()
    lane.join()
    assert freed_on == []
    pump(lambda: bool(freed_on))
    assert freed_on == [threading.main_thread()]
