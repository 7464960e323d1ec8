"""The end of the till's process at a step drawn beforehand."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Callable
from functools import wraps
from typing import Any

from tests.emulated.hooks import sitecustomize as hooks

End = tuple[int, str]  # step and moment


class Countdown(hooks.Steps):
    """Counts the steps of an order, and kills the process at the one it is armed for."""

    def __init__(self) -> None:
        self._number, self._end = 0, ""

    def arm(self, end: End | None) -> None:
        """Count from here; None lives on."""
        self._number = 0
        self._end = f"{end[0]}:{end[1]}" if end else ""

    def begin(self, what: str) -> None:
        """The next step is about to be done."""
        self._number += 1
        self.reach("before")

    def reach(self, moment: str) -> None:
        """A moment of the present step."""
        if self._end == f"{self._number}:{moment}":
            os.kill(os.getpid(), signal.SIGKILL)

    def trace(self, word: str) -> None:
        """Nobody reads it here."""


def watched() -> Countdown:
    """From now on every commit, checkpoint and sending of this process is a step."""
    steps = Countdown()
    hooks.watch_database(steps)
    _watch_lines(steps)
    return steps


def _watch_lines(steps: Countdown) -> None:
    """Each time bytes go out to a device, whatever it speaks: before, and while it answers."""
    for name in ("send", "sendall"):
        setattr(socket.socket, name, _counted(getattr(socket.socket, name), steps))


def _counted(send: Callable[..., object], steps: Countdown) -> Callable[..., object]:
    @wraps(send)
    def counted(line: socket.socket, data: Any, *rest: Any) -> object:
        steps.begin("send")
        sent = send(line, data, *rest)
        steps.reach("after")
        return sent

    return counted
