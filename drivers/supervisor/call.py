"""A piece of work on its way to a device's thread and the answer on its way back."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, wait
from typing import Generic, TypeVar

from drivers.contracts.errors import Busy, DeviceError, NoAnswer

log = logging.getLogger(__name__)

D = TypeVar("D")
R = TypeVar("R")


class Call(Generic[D, R]):
    """Waited for on one thread, performed on another; its outcome is never lost silently."""

    def __init__(self, device_name: str, what: Callable[[D], R]) -> None:
        self._device_name, self._what = device_name, what
        self._future: Future[R] = Future()
        self._lock = threading.Lock()

    def wait(self, timeout_s: float) -> R:
        """The answer, or what the work raised.

        When the time is over: `Busy` if the work was not begun and now never will be,
        `NoAnswer` if it was: what came of it is unknown to the caller.
        """
        done, _ = wait([self._future], timeout_s)
        if not done and self._future.cancel():
            raise Busy(f"{self._device_name} was busy for {timeout_s} s; nothing was sent to it")
        if not done:
            self.abandon(NoAnswer(f"{self._device_name} did not finish within {timeout_s} s"))
        return self._future.result()

    def begin(self) -> bool:
        """Whether somebody still waits; from here on it is performed."""
        return self._future.set_running_or_notify_cancel()

    def perform(self, device: D) -> R:
        """Do the work, on the device's thread."""
        return self._what(device)

    def succeed(self, value: R) -> None:
        """Hand the answer over, or write to the log that it came too late."""
        with self._lock:
            if not self._future.done():
                self._future.set_result(value)
                return
        log.warning("%s answered too late for its caller: %r", self._device_name, value)

    def fail(self, error: Exception) -> None:
        """Hand the error over, or write to the log that it came too late."""
        if not self.abandon(error):
            log.warning("%s failed too late for its caller: %r", self._device_name, error)

    def abandon(self, error: Exception) -> bool:
        """End the waiting with an error; False where the waiting has ended already."""
        with self._lock:
            if self._future.done():
                return False
            self._future.set_exception(error)
            return True


def plain(error: Exception) -> str:
    """An error in a line, with the vendor's code."""
    code = f" ({error.code})" if isinstance(error, DeviceError) and error.code else ""
    return f"{type(error).__name__}: {error}{code}"
