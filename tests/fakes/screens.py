"""Keys and signals for tests of screens; needs an application of Qt."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from pos.domain.views import TillView
from pos.ui.kit.screen import Page, Screen
from pos.ui.kit.theme import Theme
from pos.ui.kit.trouble import Situation
from pos.ui.kit.words import Words
from pos.ui.menu.desk import Acts, Desk, Runs

NO_KEY = Qt.KeyboardModifier.NoModifier


def desk_of(acts: Acts, lane: Runs, language: str = "ru", theme: Theme | None = None) -> Desk:
    """A desk with both lanes the same."""
    return Desk(acts=acts, lane=lane, errand=lane, words=Words(language), theme=theme or Theme())


def press(widget: QWidget, *keys: Qt.Key | str) -> None:
    """Keys to whatever has the focus inside the widget: a Key, or a text typed letter by letter."""
    for key in keys:
        if isinstance(key, str):
            for letter in key:
                _send(widget, 0, letter)
        else:
            _send(widget, key.value, "")


def _send(widget: QWidget, code: int, letter: str) -> None:
    target = widget.focusWidget() or widget
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(target, QKeyEvent(kind, code, NO_KEY, letter))


class Heard:
    """What a screen told the window."""

    def __init__(self, screen: Screen) -> None:
        self.views: list[TillView] = []
        self.left = 0
        self.troubles: list[tuple[Exception, Situation]] = []
        self.wanted: list[Page] = []
        screen.changed.connect(self.views.append)
        screen.left.connect(self._leave)
        screen.troubled.connect(self._trouble)
        screen.wanted.connect(self.wanted.append)

    def _leave(self) -> None:
        self.left += 1

    def _trouble(self, error: Exception, situation: Situation) -> None:
        self.troubles.append((error, situation))
