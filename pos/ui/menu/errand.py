"""A page that sends one errand at a time to the devices and stays until it is answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from pos.domain.views import TillView
from pos.ui.kit.screen import Screen
from pos.ui.kit.trouble import Situation
from pos.ui.menu.desk import Desk
from pos.ui.menu.sheet import Notice

Answer = TypeVar("Answer")


class ErrandScreen(Screen):
    """While it works its keys are dimmed, and a scan does not take the page away."""

    def __init__(self, desk: Desk, situation: Situation) -> None:
        super().__init__()
        self._desk, self._situation = desk, situation
        self._working = False
        self._notice: Notice | None = None
        self._dimmed: Sequence[QWidget] = ()
        # Of the errand under way: what it answers goes to what was asked with it.
        self._then: Callable[[Any], None] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def scanned(self, text: str) -> bool:
        """Kept off while an errand is under way: its answer must find the page."""
        return self._working

    def talk_through(self, notice: Notice, dimmed: Sequence[QWidget]) -> None:
        """Where it says what it does, and what is dimmed meanwhile."""
        self._notice, self._dimmed = notice, dimmed

    @property
    def said(self) -> str:
        """The sentence that stands there."""
        return self._notice.text() if self._notice else ""

    def say(self, words: str, tone: str) -> None:
        """A sentence in the page's own place for it."""
        if self._notice is not None:
            self._notice.say(words, tone)

    def run(self, said: str, call: Callable[[], Answer], then: Callable[[Answer], None]) -> None:
        """Send the errand; `then` gets its answer. A second one waits for the first."""
        if self._working:
            return
        self._then = then
        self._work(True)
        self.say(said, "accent")
        # Bound methods of this page: an answer that comes after it is gone is dropped.
        self._desk.errand.run(call, done=self._answered, failed=self._failed)

    def _answered(self, answer: object) -> None:
        then = self._then
        self._answer()
        if then is not None:
            then(answer)

    def _answer(self) -> None:
        """An answer is here: the page is free again."""
        self._work(False)
        self._then = None

    def _failed(self, error: Exception) -> None:
        self._answer()
        self.say("", "accent")
        self.troubled.emit(error, self._situation)
        # What the devices did may be unknown: the view says what is being settled.
        self._desk.lane.run(self._desk.acts.view, done=self._looked)

    def _looked(self, view: TillView) -> None:
        self.changed.emit(view)

    def _work(self, working: bool) -> None:
        self._working = working
        for part in self._dimmed:
            part.setEnabled(not working)
