"""Revenue by hour as SVG bars; positions in per cent, so that any width keeps its type size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from backoffice.domain.figures import HourSum

HEIGHT = 128  # px of the tallest bar
_FIRST, _LAST = 8, 20  # hours shown at least
_FILLED = 0.72  # of an hour's width


@dataclass(frozen=True, slots=True)
class Bar:
    """An hour: x and width in per cent, heights in px; amounts for the tooltip."""

    hour: int
    x: str
    width: str
    middle: str
    height: int
    height_before: int
    amount: int
    before: int
    labelled: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """All bars, and the best hour."""

    bars: list[Bar]
    peak: Bar | None
    compared: bool
    height: int = HEIGHT


def hour_chart(now: Sequence[HourSum], before: Sequence[HourSum]) -> Chart:
    """Bars of a day over those of the day it is compared with; an hour below zero is empty."""
    amounts = {row.hour: row.amount for row in now}
    others = {row.hour: row.amount for row in before}
    hours = range(min([_FIRST, *amounts, *others]), max([_LAST, *amounts, *others]) + 1)
    top = max([1, *amounts.values(), *others.values()])
    bars = [
        _bar(index, len(hours), hour, amounts.get(hour, 0), others.get(hour, 0), top)
        for index, hour in enumerate(hours)
    ]
    peak = max(bars, key=lambda bar: bar.amount)
    return Chart(bars, peak if peak.amount > 0 else None, compared=bool(others))


def _bar(index: int, count: int, hour: int, amount: int, before: int, top: int) -> Bar:
    step = 100 / count
    return Bar(
        hour=hour,
        x=f"{step * (index + (1 - _FILLED) / 2):.3f}%",
        width=f"{step * _FILLED:.3f}%",
        middle=f"{step * (index + 0.5):.3f}%",
        height=_height(amount, top),
        height_before=_height(before, top),
        amount=amount,
        before=before,
        labelled=index % 2 == 0,
    )


def _height(amount: int, top: int) -> int:
    # A bar that is there is seen: two pixels at least.
    return max(2, HEIGHT * amount // top) if amount > 0 else 0
