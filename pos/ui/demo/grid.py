"""Characters in cells of equal width: how paper tape and display show text in any typeface."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter


def draw_cells(painter: QPainter, box: QRectF, words: str, cells: int) -> None:
    """The words from the left of the box, one character a cell, cut to so many cells."""
    width = box.width() / cells
    for place, letter in enumerate(words[:cells]):
        if letter != " ":
            # Wider than its cell: a broad letter may lean out, never be cut.
            cell = QRectF(box.left() + (place - 0.5) * width, box.top(), width * 2, box.height())
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, letter)
