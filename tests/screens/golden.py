"""Compare a widget with its golden picture, tile by tile.

`PRILAVOK_GOLDEN=update` writes the pictures instead. A tile of 16×16 px may differ by a little
(anti-aliasing of another machine), never by a moved word. Pictures keep five bits of a colour, in
a palette, and large ones half their size: a quarter of the bytes, and nothing that an eye would
miss. What is compared is reduced in the same way first.
"""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget

from tests.screens.looks import LARGE, Look

PICTURES = Path(__file__).parent / "pictures"
FAILED = Path(tempfile.gettempdir()) / "prilavok-failed-pictures"
TILE = 16
LIMIT = 14.0  # mean difference of a channel in a tile, of 255
UPDATE = os.environ.get("PRILAVOK_GOLDEN") == "update"
PALETTE = 256
INDEXED = QImage.Format.Format_Indexed8
STRETCHED = Qt.AspectRatioMode.IgnoreAspectRatio
SMOOTH = Qt.TransformationMode.SmoothTransformation
EXACT = Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither


def render(widget: QWidget, width: int, height: int) -> QImage:
    """The widget at a fixed size, laid out and painted."""
    widget.resize(width, height)
    widget.show()
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        QCoreApplication.processEvents()
    return widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)


def reduced(image: QImage, *, half: bool) -> QImage:
    """Five bits of each colour, and half the size if so wanted."""
    if half:
        size = image.size() / 2
        image = image.convertToFormat(QImage.Format.Format_RGB32).scaled(size, STRETCHED, SMOOTH)
    few = _towards_nearest(image).convertToFormat(QImage.Format.Format_RGB555, EXACT)
    return few.convertToFormat(QImage.Format.Format_RGB888)


def _towards_nearest(image: QImage) -> QImage:
    """Colours moved so that cutting them to five bits is rounding: a tint stays that tint."""
    whole = image.convertToFormat(QImage.Format.Format_RGB32)
    painter = QPainter(whole)
    for mode, level in (
        (QPainter.CompositionMode.CompositionMode_Multiply, 248),
        (QPainter.CompositionMode.CompositionMode_Plus, 4),
    ):
        painter.setCompositionMode(mode)
        painter.fillRect(whole.rect(), QColor(level, level, level))
    painter.end()
    return whole


def differences(one: QImage, other: QImage) -> list[tuple[int, int]]:
    """Tiles (column, row) that differ by more than the limit; all of them for another size."""
    if one == other:
        return []
    if one.size() != other.size():
        return [(0, 0)]
    columns, rows = one.width() // TILE, one.height() // TILE
    means = _apart(one, other).scaled(columns, rows, STRETCHED, SMOOTH)
    return [
        (column, row)
        for row in range(rows)
        for column in range(columns)
        if _level(QColor(means.pixel(column, row))) > 3 * LIMIT
    ]


def _level(colour: QColor) -> int:
    return colour.red() + colour.green() + colour.blue()


def _apart(one: QImage, other: QImage) -> QImage:
    """How far each pixel is from the other's, without the rest beside whole tiles."""
    apart = one.convertToFormat(QImage.Format.Format_RGB32)
    painter = QPainter(apart)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Difference)
    painter.drawImage(0, 0, other)
    painter.end()
    return apart.copy(0, 0, one.width() // TILE * TILE, one.height() // TILE * TILE)


def check(image: QImage, name: str, folder: Path = PICTURES, *, half: bool = False) -> None:
    """Fail when the picture is not the golden one; a failed one is kept to be looked at."""
    path, small = folder / f"{name}.png", reduced(image, half=half)
    if UPDATE:
        _save(small, path)
        return
    golden = QImage(str(path)).convertToFormat(QImage.Format.Format_RGB888)
    assert not golden.isNull(), f"there is no golden picture {path.name}"
    tiles = differences(small, golden)
    if tiles:
        FAILED.mkdir(exist_ok=True)
        image.save(str(FAILED / f"{name}.png"))
    assert not tiles, f"{len(tiles)} tiles differ, first {tiles[0]}: {FAILED / name}.png"


def check_look(widget: QWidget, name: str, look: Look, folder: Path = PICTURES) -> None:
    """Every size of a look, one after the other in the same window."""
    for width, height in look.sizes:
        picture = f"{name}-{look.name}-{width}x{height}"
        check(render(widget, width, height), picture, folder, half=(width, height) == LARGE)


def _save(image: QImage, path: Path) -> None:
    """With a palette of 256: colours that are rare beyond that take the nearest one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    whole = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = memoryview(bytes(whole.constBits())).cast("I")
    counted = [colour for colour, _ in Counter(pixels).most_common()]
    table = counted[:PALETTE]
    places = {colour: place for place, colour in enumerate(table)}
    for colour in counted[PALETTE:]:
        places[colour] = min(range(len(table)), key=lambda place: _far(table[place], colour))
    data = bytes(map(places.__getitem__, pixels))
    kept = QImage(data, whole.width(), whole.height(), whole.width(), INDEXED)
    kept.setColorTable(table)
    kept.save(str(path), "PNG", 0)  # type: ignore[call-overload]  # 0: smallest file


def _far(one: int, other: int) -> int:
    return sum(abs((one >> shift & 255) - (other >> shift & 255)) for shift in (0, 8, 16))
