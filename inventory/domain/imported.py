"""Goods as a file names them, checked row by row."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GoodsRow:
    """A row that can be sold; amounts and tags as `ItemState` has them."""

    row: int  # as an editor numbers them: the header is 1
    article: str
    name: str
    unit: int  # 2108
    vat: int  # 1199
    price: int  # kopecks per unit
    group: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that cannot be taken, and why."""

    row: int
    why: str
