"""A scanner as the program holds it: heard at any moment, on a thread of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from drivers.contracts.scanner import Heard, Scanner
from drivers.supervisor.health import Health
from drivers.supervisor.worker import Supervised

LISTEN_S = 0.25  # also how soon the thread notices that the program closes


class SupervisedScanner:
    """Listens all the time: what is heard goes to `on_heard`, on the device's thread.

    A lost port is opened again by itself, with pauses that grow to five seconds.
    """

    def __init__(
        self,
        name: str,
        build: Callable[[], Scanner],
        *,
        on_heard: Callable[[Heard], None],
        clock: Callable[[], datetime],
        on_change: Callable[[Health], None] | None = None,
    ) -> None:
        self._on_heard = on_heard
        self._worker = Supervised(
            name, build, clock=clock, probe=self._listen, probe_every_s=0.0, on_change=on_change
        )

    @property
    def health(self) -> Health:
        """How the scanner is."""
        return self._worker.health

    def reconnect(self) -> None:
        """Take another address at once. Never waits."""
        self._worker.renew()

    def close(self) -> None:
        """End the thread and give the port back."""
        self._worker.close()

    def _listen(self, scanner: Scanner) -> None:
        for heard in scanner.listen(LISTEN_S):
            self._on_heard(heard)
