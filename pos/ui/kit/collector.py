"""What Python collects in cycles is freed on the Qt thread, and on no other.

Left alone, the collector runs on whichever thread allocates next: a widget that hangs in a cycle is
then freed on a lane, where Qt must not be touched, and the program stands still or ends.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

PERIOD_MS = 200


class Collector(QObject):
    """Made on the Qt thread; from then on Python collects there only, between events."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        timer = QTimer(self, interval=PERIOD_MS)
        timer.timeout.connect(self.collect)
        timer.start()

    def collect(self) -> None:
        """Collect the oldest generation that is due; nothing when none is."""
        due = [
            generation
            for generation, (count, threshold) in enumerate(
                zip(gc.get_count(), gc.get_threshold(), strict=True)
            )
            if count > threshold
        ]
        if due:
            gc.collect(due[-1])
