"""Scales as the program holds them: asked a few times a second, on a thread of their own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from drivers.contracts.scale import Scale, Weight
from drivers.supervisor.health import Health
from drivers.supervisor.worker import Supervised

LOOK_EVERY_S = 0.25  # an emptied pan must not go by unseen
DEADLINE_S = 5.0


class SupervisedScale:
    """What the pan bears goes to `on_weight`, on the device's thread; nobody waits for it."""

    def __init__(
        self,
        name: str,
        build: Callable[[], Scale],
        *,
        on_weight: Callable[[Weight], None],
        clock: Callable[[], datetime],
        on_change: Callable[[Health], None] | None = None,
    ) -> None:
        self._on_weight = on_weight
        self._worker = Supervised(
            name,
            build,
            clock=clock,
            probe=lambda scale: self._on_weight(scale.weigh()),
            probe_every_s=LOOK_EVERY_S,
            on_change=on_change,
        )

    @property
    def health(self) -> Health:
        """How they are."""
        return self._worker.health

    def zero(self) -> None:
        """Call what lies there nothing."""
        self._worker.call(lambda scale: scale.zero(), DEADLINE_S)

    def tare(self) -> None:
        """Take what lies there for the packaging."""
        self._worker.call(lambda scale: scale.tare(), DEADLINE_S)

    def reconnect(self) -> None:
        """Take another address at once. Never waits."""
        self._worker.renew()

    def close(self) -> None:
        """End the thread and give the port back."""
        self._worker.close()
