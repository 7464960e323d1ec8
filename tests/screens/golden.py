"""Compare a widget with its golden picture, tile by tile.

`PRILAVOK_GOLDEN=update` writes the pictures instead. A tile of 16×16 px may differ by a little
(anti-aliasing of another machine), never by a moved word.
"""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

GOLDEN = Path(__file__).parent / "golden"
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
    # Smooth scaling to a pixel per tile is the mean of the tile.
    size = QSize(one.width() // TILE, one.height() // TILE)
    first, second = _bytes(one), _bytes(other)
    width, stride, other_stride = one.width(), one.bytesPerLine(), other.bytesPerLine()
    found = []
    for row in range(size.height()):
        for column in range(width // TILE):
            if _tile(first, second, stride, other_stride, column, row) > LIMIT:
                found.append((column, row))
    return found


def _bytes(image: QImage) -> bytes:
    return bytes(image.constBits())


def _tile(
    one: bytes, other: bytes, stride: int, other_stride: int, column: int, row: int
) -> float:
    width = TILE * 3
    total = 0
    for line in range(row * TILE, (row + 1) * TILE):
        start, other_start = line * stride + column * width, line * other_stride + column * width
        mine = one[start : start + width]
        theirs = other[other_start : other_start + width]
        if mine != theirs:
            total += sum(abs(a - b) for a, b in zip(mine, theirs, strict=True))
    return total / (TILE * width)


def check(image: QImage, name: str, folder: Path = GOLDEN) -> None:
    """Fail when the picture is not the golden one; a failed one is left beside it."""
    path = folder / f"{name}.png"
    if UPDATE:
        path.parent.mkdir(parents=True, exist_ok=True)
        compact(image).save(str(path))
        return
    golden = QImage(str(path)).convertToFormat(QImage.Format.Format_RGB888)
    assert not golden.isNull(), f"there is no golden picture {path.name}"
    tiles = differences(compact(image).convertToFormat(QImage.Format.Format_RGB888), golden)
    if tiles:
        failed = path.with_name(f"{name}.failed.png")
        image.save(str(failed))
    assert not tiles, f"{name}: {len(tiles)} tiles differ, the first at {tiles[0]}"


def compact(image: QImage) -> QImage:
    """256 colours: small files, and the look stays."""
    from PySide6.QtCore import Qt

    flags = Qt.ImageConversionFlag.AvoidDither
    return image.convertToFormat(QImage.Format.Format_Indexed8, flags)
