"""Goods as a file names them, checked row by row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class GoodsRow(NamedTuple):
    """A row that can be sold; amounts and tags as `ItemState` has them.

    A tuple: a million of them are made in a fourth of the time of a frozen dataclass.
    """

    row: int  # as an editor numbers them: the header is 1
    article: str
    name: str
    unit: int  # 2108
    vat: int  # 1199
    price: int  # kopecks per unit
    group: str
    codes: tuple[str, ...]
    cost: int | None = None  # kopecks the shop pays for a unit; None where the file does not say


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that cannot be taken, and why."""

    row: int
    why: str
