"""The receipt tape as it comes out of the register: paper, print, torn edges."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from pos.ui.demo.grid import draw_cells
from pos.ui.kit.theme import MEDIUM, Theme
from pos.ui.kit.words import Words

# Paper is paper in the dark as well.
PAPER, INK, DESK = QColor("#FDFCF7"), QColor("#20262C"), QColor("#C9D1D8")
FEWEST_CELLS = 32
MOST_ROWS = 1500


class Kind(Enum):
    """What came out."""

    TEXT = "text"
    QR = "qr"
    CUT = "cut"


@dataclass(frozen=True, slots=True)
class Piece:
    """One row of paper."""

    kind: Kind
    text: str = ""


class Paper(QWidget):
    """The strip itself, as long as what was printed."""

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._theme, self._words = theme, words
        self._pieces: list[Piece] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)

    @property
    def printed(self) -> list[str]:
        """What can be read on it."""
        return [piece.text for piece in self._pieces if piece.kind is not Kind.CUT]

    def add(self, piece: Piece) -> None:
        """One row more; of a very long tape the oldest rows are thrown away."""
        self._pieces = [*self._pieces, piece][-MOST_ROWS:]
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(240), (len(self._pieces) + 2) * self._row())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(200), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        margin = self._theme.px(3)
        strip = QRectF(self.rect()).adjusted(margin, 0, -margin, -margin)
        painter.fillRect(strip, PAPER)
        painter.setPen(QPen(DESK, 1))
        painter.drawLine(strip.topLeft(), strip.bottomLeft())
        painter.drawLine(strip.topRight(), strip.bottomRight())
        self._tear(painter, strip, strip.bottom())
        if not self._pieces:
            self._paint_empty(painter, strip)
        else:
            self._paint_pieces(painter, strip, event)

    def _paint_pieces(self, painter: QPainter, strip: QRectF, event: QPaintEvent) -> None:
        row, side = self._row(), self._theme.px(8)
        top = strip.bottom() - (len(self._pieces) + 0.6) * row
        longest = max((len(p.text) for p in self._pieces if p.kind is Kind.TEXT), default=0)
        cells = max(FEWEST_CELLS, longest)
        painter.setFont(self._theme.font(self._letter(strip.width() - 2 * side, cells), MEDIUM))
        for number, piece in enumerate(self._pieces):
            box = QRectF(strip.left() + side, top + number * row, strip.width() - 2 * side, row)
            if event.rect().top() - row <= box.top() <= event.rect().bottom():
                self._paint_piece(painter, box, strip, piece, cells)

    def _paint_piece(
        self, painter: QPainter, box: QRectF, strip: QRectF, piece: Piece, cells: int
    ) -> None:
        painter.setPen(INK)
        if piece.kind is Kind.CUT:
            self._tear(painter, strip, box.center().y())
        elif piece.kind is Kind.QR:
            painter.save()
            painter.setFont(self._theme.font(9))
            said = self._words("demo.qr", text=piece.text)
            cut = painter.fontMetrics().elidedText(
                said, Qt.TextElideMode.ElideRight, int(box.width())
            )
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, cut)
            painter.restore()
        else:
            draw_cells(painter, box, piece.text, cells)

    def _paint_empty(self, painter: QPainter, strip: QRectF) -> None:
        painter.setFont(self._theme.font(14))
        painter.setPen(QColor("#6B7680"))
        pad = self._theme.px(18)
        flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
        box = strip.adjusted(pad, pad, -pad, -pad).toRect()
        painter.drawText(box, flags, self._words("demo.tape_empty"))

    def _tear(self, painter: QPainter, strip: QRectF, y: float) -> None:
        tooth = self._theme.px(6)
        count = max(1, int(strip.width() // tooth))
        step = strip.width() / count
        points = [
            QPointF(strip.left() + place * step, y + (tooth / 2 if place % 2 else -tooth / 2))
            for place in range(count + 1)
        ]
        painter.setPen(QPen(DESK, 1.2))
        painter.drawPolyline(QPolygonF(points))

    def _row(self) -> int:
        return self._theme.px(17)

    def _letter(self, width: float, cells: int) -> int:
        """A size of type that fills a cell: Inter's figures are about 0.62 of it wide."""
        return max(7, min(14, int(width / cells / 0.62 * 100 / self._theme.scale)))


class Tape(QScrollArea):
    """The strip in its slot: the newest row is always in sight."""

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self.paper = Paper(theme, words)
        self.setWidget(self.paper)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )  # the wheel is enough
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumHeight(theme.px(120))
        self.setAccessibleName(words("demo.tape"))
        self.verticalScrollBar().rangeChanged.connect(self._follow)

    def _follow(self, low: int, high: int) -> None:
        self.verticalScrollBar().setValue(high)
