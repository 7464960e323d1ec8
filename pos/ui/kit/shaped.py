"""Words in one or two lines, shaped once: measured, broken and painted from the same glyphs.

Finding the glyphs of a good's name and their places is most of what a name costs on the screen.
`QFontMetrics` and `QPainter.drawText` each do it anew; here one `QTextLayout` serves both.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import cast

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QTextLayout, QTextLine


class Shaped:
    """Words wrapped at a space to at most two lines `step` px apart; longer ones are elided."""

    def __init__(self, words: str, font: QFont, width: int, step: int) -> None:
        self._step = step
        self.lines = [words]
        self._layout, whole = _begun(words, font)
        self.width = whole.naturalTextWidth()
        if self.width > width:
            self._wrap(words, font, whole, width)
        else:
            self._settle()

    def paint(self, painter: QPainter, box: QRect, ink: QColor) -> None:
        """At the left of the box, in the middle of its height."""
        painter.setPen(ink)
        spare = box.height() - self._step * len(self.lines)
        self._layout.draw(painter, QPointF(box.left(), box.top() + spare // 2))

    def _wrap(self, words: str, font: QFont, whole: QTextLine, width: int) -> None:
        first = _first(words, whole, width)
        rest = words[first:].lstrip(" ")
        self.lines = [words[:first], rest] if rest else [words]
        whole.setNumColumns(len(words) - len(rest))
        if rest:
            second = self._layout.createLine()
            second.setNumColumns(len(rest))
        if any(self._layout.lineAt(n).naturalTextWidth() > width for n in range(len(self.lines))):
            self._cut(font, width)
        self._settle()

    def _cut(self, font: QFont, width: int) -> None:
        """Shaped anew with an ellipsis at the end of the last line."""
        metrics, right = QFontMetrics(font), Qt.TextElideMode.ElideRight
        cut = [metrics.elidedText(line, right, width) for line in self.lines]
        self.lines = [line for line in cut if line] or [""]
        self._layout.endLayout()
        self._layout, line = _begun(" ".join(self.lines), font)
        line.setNumColumns(len(self.lines[0]) + len(self.lines[1:]))
        for rest in self.lines[1:]:
            self._layout.createLine().setNumColumns(len(rest))

    def _settle(self) -> None:
        for number in range(len(self.lines)):
            line = self._layout.lineAt(number)
            line.setPosition(QPointF(0, number * self._step + (self._step - line.height()) / 2))
        self._layout.endLayout()


def _begun(words: str, font: QFont) -> tuple[QTextLayout, QTextLine]:
    """A layout with all the words in its first line, still to be ended."""
    layout = QTextLayout(words, font)
    layout.setCacheEnabled(True)
    layout.beginLayout()
    line = layout.createLine()
    line.setNumColumns(len(words))
    return layout, line


def _first(words: str, whole: QTextLine, width: int) -> int:
    """How many characters go into the first line: whole words that fit, at least one."""
    spaces = [place for place, char in enumerate(words) if char == " "]
    fitting = bisect_right([_reach(whole, place) for place in spaces], width)
    return spaces[max(0, fitting - 1)] if spaces else len(words)


def _reach(line: QTextLine, place: int) -> float:
    """Px to the left edge of that character; Qt gives the place back with it."""
    reach, _ = cast("tuple[float, int]", line.cursorToX(place))
    return reach
