"""Events on their way out, without making the register wait for whoever reads them."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Mapping

from drivers.emulation.control import Emit

MOST = 20_000  # events nobody has read yet; the oldest paper is torn off first


class Tape:
    """Hands events to `emit` on a thread of its own.

    A pipe that nobody empties takes some 64 KiB, about a hundred receipts: without this the
    register would stand still then.
    """

    def __init__(self, emit: Emit) -> None:
        self._emit = emit
        self._waiting: deque[Mapping[str, object]] = deque(maxlen=MOST)
        self._more = threading.Condition()
        threading.Thread(target=self._run, name="paper tape", daemon=True).start()

    def __call__(self, event: Mapping[str, object]) -> None:
        """Take an event; never waits."""
        with self._more:
            self._waiting.append(event)
            self._more.notify()

    def _run(self) -> None:
        while True:
            with self._more:
                self._more.wait_for(lambda: len(self._waiting) > 0)
                event = self._waiting.popleft()
            self._emit(event)
