"""Revenue by hour as bars on paper, each with its amount: paper has no tooltips."""

from __future__ import annotations

from reportlab.lib.colors import Color
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable

from backoffice.web.chart import Bar, Chart
from backoffice.web.paper.look import ACCENT, BEFORE, INK_2, INK_3, LINE, REGULAR, SEMIBOLD, SMALL
from backoffice.web.words import Words

_TALLEST = 70.0
_UNDER, _OVER = 13.0, 11.0
_FILLED = 0.62  # of an hour's width
_LARGEST, _SMALLEST = 6.4, 5.2  # amounts; what does not fit then stands upright
_UPRIGHT = 44.0  # more room above for those
_ROUND = 2.0


class HourBars(Flowable):
    """Bars of a day over those of the day it is compared with."""

    def __init__(self, chart: Chart, words: Words, width: float) -> None:
        super().__init__()
        self._chart = chart
        self._amounts = {bar.hour: words.amount(bar.amount) for bar in chart.bars if bar.height}
        self._step = width / len(chart.bars)
        self._size = self._fitting()
        self.width, self.height = width, _TALLEST + _UNDER + (_OVER if self._size else _UPRIGHT)

    def wrap(self, *_available: float) -> tuple[float, float]:
        """Its own size."""
        return self.width, self.height

    def draw(self) -> None:
        """On the canvas it was given."""
        for index, bar in enumerate(self._chart.bars):
            self._draw_bar(bar, self._step * (index + 0.5))
        self.canv.setStrokeColor(LINE)
        self.canv.setLineWidth(0.5)
        self.canv.line(0, _UNDER, self.width, _UNDER)

    def _draw_bar(self, bar: Bar, middle: float) -> None:
        self._fill(bar.height_before, middle, BEFORE)
        self._fill(bar.height, middle, ACCENT)
        self.canv.setFont(REGULAR, SMALL)
        self.canv.setFillColor(INK_3)
        self.canv.drawCentredString(middle, 3, str(bar.hour))
        if bar.height:
            self._write(self._amounts[bar.hour], middle, _UNDER + self._points(bar.height) + 2.5)

    def _fill(self, height: int, middle: float, colour: Color) -> None:
        if height:
            width = self._step * _FILLED
            self.canv.setFillColor(colour)
            tall = self._points(height)
            radius = min(_ROUND, tall / 2)
            self.canv.roundRect(middle - width / 2, _UNDER, width, tall, radius, stroke=0, fill=1)

    def _write(self, text: str, x: float, y: float) -> None:
        self.canv.setFillColor(INK_2)
        if self._size:
            self.canv.setFont(SEMIBOLD, self._size)
            self.canv.drawCentredString(x, y, text)
            return
        self.canv.saveState()
        self.canv.setFont(SEMIBOLD, _LARGEST)
        self.canv.translate(x + _LARGEST / 3, y)
        self.canv.rotate(90)
        self.canv.drawString(0, 0, text)
        self.canv.restoreState()

    def _points(self, height: int) -> float:
        return _TALLEST * height / self._chart.height

    def _fitting(self) -> float:
        """The size at which every amount fits over its bar, 0 for none that can be read."""
        widest = max((stringWidth(text, SEMIBOLD, 1) for text in self._amounts.values()), default=0)
        size = min(_LARGEST, (self._step - 3) / widest) if widest else _LARGEST
        return size if size >= _SMALLEST else 0
