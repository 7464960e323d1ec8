"""A figure of the bench: measured, compared with a raw limit of the same run, judged."""

from __future__ import annotations

import json
import statistics
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured of ours and of the raw limit, in rounds that took turns."""

    name: str
    ours: list[float]
    raw: list[float]
    limit: float  # the most that p50 of ours may be, in p50 of raw
    unit: str = "ms"

    @property
    def ratio(self) -> float:
        """p50 of ours in p50 of raw."""
        return statistics.median(self.ours) / statistics.median(self.raw)

    @property
    def good(self) -> bool:
        """Within its limit."""
        return self.ratio <= self.limit

    def line(self) -> str:
        """One line of JSON as docs/integrator.md names the fields."""
        return json.dumps(
            {
                "name": self.name,
                "value": round(statistics.median(self.ours), 3),
                "unit": self.unit,
                "limit": self.limit,
                "ratio": round(self.ratio, 2),
                "n": len(self.ours),
                "p50": round(statistics.median(self.ours), 3),
                "p99": round(hundredth(self.ours), 3),
                "raw_p50": round(statistics.median(self.raw), 3),
            }
        )


def hundredth(taken: list[float]) -> float:
    """The 99th percentile; of fewer than a hundred, the largest."""
    return sorted(taken)[min(len(taken) - 1, int(len(taken) * 0.99))]


def shown(figures: Iterable[Figure]) -> int:
    """Print each as it is measured; the exit code, 1 when one is above its limit."""
    bad = 0
    for figure in figures:
        print(figure.line(), flush=True)
        bad += not figure.good
    return 1 if bad else 0
