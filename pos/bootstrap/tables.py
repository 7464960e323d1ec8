"""A table somebody gave us as lines of text: packed by xz or not, UTF-8 or the old Windows code."""

from __future__ import annotations

import codecs
import lzma
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import IO

from inventory.errors import UnreadableGoods

_LOOKED_AT = 1 << 16  # bytes


def lines_of(path: Path) -> Iterator[str]:
    """The lines with their ends. Raises UnreadableGoods, OSError."""
    try:
        with _unpacked(path) as file:
            encoding = _encoding(file.read(_LOOKED_AT))
        with TextIOWrapper(_unpacked(path), encoding, newline="") as text:
            yield from text
    except (lzma.LZMAError, EOFError, UnicodeDecodeError) as error:
        raise UnreadableGoods(f"{path} is damaged or of another kind: {error}") from error


def _unpacked(path: Path) -> IO[bytes]:
    return lzma.open(path) if path.suffix == ".xz" else path.open("rb")


def _encoding(beginning: bytes) -> str:
    """UTF-8 with or without its mark; programs of the nineties still write Windows-1251."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(beginning)
    except UnicodeDecodeError:
        return "cp1251"
    return "utf-8-sig"
