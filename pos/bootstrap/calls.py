"""Commands of other programs: from the doorbell's thread to the errand lane and back."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from pos.ui.kit.lane import Lane
from pos.usecases.counter import Counter

if TYPE_CHECKING:
    from pos.bootstrap.doorbell import Doorbell, Emit

RAISE = "raise"  # a second start brings the first window to the front


class Calls(QObject):
    """Listens once opened. `raised`: the window is asked for. `answered`: something may differ."""

    raised = Signal()
    answered = Signal()
    _asked = Signal(str, object, object, object)

    def __init__(self, folder: Path, counter: Counter, errands: Lane) -> None:
        super().__init__()
        self._folder, self._counter, self._errands = folder, counter, errands
        self._doorbell: Doorbell | None = None
        self._asked.connect(self._do)

    def open(self) -> None:
        """Listen from now on; what that needs is imported now, after the first frame."""
        from pos.bootstrap.doorbell import Doorbell

        self._doorbell = Doorbell(self._folder, self._ring)

    def close(self) -> None:
        """Listen no more."""
        if self._doorbell is not None:
            self._doorbell.close()

    def _ring(self, name: str, params: dict[str, str], emit: Emit) -> int:
        """On the doorbell's thread: hand it over and wait for its end."""
        answer = Answer()
        self._asked.emit(name, params, emit, answer)
        return answer.wait()

    def _do(self, name: str, params: dict[str, str], emit: Emit, answer: Answer) -> None:
        if name == RAISE:
            self.raised.emit()
            answer.done(0)
            return
        from pos.bootstrap import commands

        call: Callable[[], int] = partial(commands.run, self._counter, name, params, emit)
        done, failed = partial(self._did, answer), partial(self._did_not, answer)
        self._errands.run(call, done=done, failed=failed)

    def _did(self, answer: Answer, code: int) -> None:
        answer.done(code)
        self.answered.emit()

    def _did_not(self, answer: Answer, error: Exception) -> None:
        answer.failed(error)
        self.answered.emit()


class Answer:
    """What came of a command handed to another thread."""

    def __init__(self) -> None:
        self._over = threading.Event()
        self._code = 1
        self._error: Exception | None = None

    def done(self, code: int) -> None:
        """It ended with that code."""
        self._code = code
        self._over.set()

    def failed(self, error: Exception) -> None:
        """It ended with an error."""
        self._error = error
        self._over.set()

    def wait(self) -> int:
        """Block until it is over; raises its error."""
        self._over.wait()
        if self._error is not None:
            raise self._error
        return self._code
