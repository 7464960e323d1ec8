"""A lane: one worker thread that does calls in order and brings the answers home."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

Answer = TypeVar("Answer")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Job:
    call: Callable[[], object]
    done: Callable[[object], None] | None
    failed: Callable[[Exception], None] | None


class Lane(QObject):
    """One thread, calls in order. `done` and `failed` run on the thread that made the lane.

    The program has two: the quick lane (use-cases on the journal, milliseconds) and the
    errand lane (talks to devices, may take minutes).
    """

    _home = Signal(object, object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._waiting = 0
        self._closed = False
        # A bound method of a QObject: this is what brings the answer to its thread.
        self._home.connect(self._deliver)
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    @property
    def busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._waiting > 0

    def run(
        self,
        call: Callable[[], Answer],
        *,
        done: Callable[[Answer], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Queue a call. Its result goes to `done`, its exception to `failed`.

        Without `failed` the exception is raised where the lane lives: our own bug, not news
        for a cashier. After `close` nothing is taken any more.
        """
        if self._closed:
            return
        self._waiting += 1
        self._jobs.put(_Job(call, done, failed))  # type: ignore[arg-type]  # Answer meets its own slot

    def close(self, timeout_s: float = 2.0) -> bool:
        """Take no more calls, let the running one end; False when it did not in time."""
        self._closed = True
        self._jobs.put(None)
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            if self._closed:
                continue
            self._answer(job)

    def _answer(self, job: _Job) -> None:
        answer: object
        try:
            answer = job.call()
        except Exception as error:  # edge of the thread: whatever it is goes home
            log.info("%s: %r", self._thread.name, error)
            answer = _Failure(error)
        if isValid(self):
            self._home.emit(job, answer)

    def _deliver(self, job: _Job, answer: object) -> None:
        self._waiting -= 1
        if isinstance(answer, _Failure):
            self._deliver_failure(job, answer.error)
        elif job.done is not None and _alive(job.done):
            job.done(answer)

    def _deliver_failure(self, job: _Job, error: Exception) -> None:
        if job.failed is None:
            raise error
        if _alive(job.failed):
            job.failed(error)


@dataclass(frozen=True, slots=True)
class _Failure:
    error: Exception


def _alive(slot: Callable[..., None]) -> bool:
    """False for a method of a widget that is gone: a late answer finds nobody at home."""
    owner = getattr(slot, "__self__", None)
    return not isinstance(owner, QObject) or isValid(owner)
