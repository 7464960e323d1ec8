"""Compare a widget with its golden picture, tile by tile.

`PRILAVOK_GOLDEN=update` writes the pictures instead. A tile of 16×16 px may differ by a little
(anti-aliasing of another machine), never by a moved word.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

GOLDEN = Path(__file__).parent / "golden"
FAILED = Path(tempfile.gettempdir()) / "prilavok-failed-pictures"
TILE = 16
LIMIT = 14.0  # mean difference of a channel in a tile, of 255
UPDATE = os.environ.get("PRILAVOK_GOLDEN") == "update"


def render(widget: QWidget, width: int, height: int) -> QImage:
    """The widget at a fixed size, laid out and painted."""
    widget.resize(width, height)
    widget.show()
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        QCoreApplication.processEvents()
    return widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)


def differences(one: QImage, other: QImage) -> list[tuple[int, int]]:
    """Tiles (column, row) that differ by more than the limit; all of them for another size."""
    if one.size() != other.size():
        return [(0, 0)]
    first, second = _bytes(one), _bytes(other)
    strides = one.bytesPerLine(), other.bytesPerLine()
    return [
        (column, row)
        for row in range(one.height() // TILE)
        for column in range(one.width() // TILE)
        if _tile(first, second, strides, column, row) > LIMIT
    ]


def _bytes(image: QImage) -> bytes:
    return bytes(image.constBits())


def _tile(one: bytes, other: bytes, strides: tuple[int, int], column: int, row: int) -> float:
    width = TILE * 3
    total = 0
    for line in range(row * TILE, (row + 1) * TILE):
        start, other_start = (line * stride + column * width for stride in strides)
        mine = one[start : start + width]
        theirs = other[other_start : other_start + width]
        if mine != theirs:
            total += sum(abs(a - b) for a, b in zip(mine, theirs, strict=True))
    return total / (TILE * width)


def check(image: QImage, name: str, folder: Path = GOLDEN) -> None:
    """Fail when the picture is not the golden one; a failed one is kept to be looked at."""
    path = folder / f"{name}.png"
    if UPDATE:
        path.parent.mkdir(parents=True, exist_ok=True)
        image.save(str(path), "PNG", 0)  # type: ignore[call-overload]  # 0: smallest file
        return
    golden = QImage(str(path)).convertToFormat(QImage.Format.Format_RGB888)
    assert not golden.isNull(), f"there is no golden picture {path.name}"
    tiles = differences(image, golden)
    if tiles:
        FAILED.mkdir(exist_ok=True)
        image.save(str(FAILED / f"{name}.png"))
    assert not tiles, f"{len(tiles)} tiles differ, first {tiles[0]}: {FAILED / name}.png"
