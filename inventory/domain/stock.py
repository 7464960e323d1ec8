"""Stock (остаток) is a sum over facts: what was received and returned less what was sold."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

# 1212: goods, excised goods, and marked goods of four kinds. Works and services lie on no shelf.
_GOODS = frozenset({1, 2, 30, 31, 32, 33})
# 1214: paid in full, in part, on credit. Money in advance or for an old credit moves no goods.
_HANDED_OVER = frozenset({4, 5, 6})

Key = tuple[str, int]  # a good's id and the unit (2108) it is counted in


class StockMove(Protocol):
    """A line of a fact that moves goods."""

    @property
    def item(self) -> str:
        """Id in the nomenclature; empty for a sale by price, which moves nothing known."""

    @property
    def unit(self) -> int:
        """Tag 2108."""

    @property
    def quantity(self) -> int:
        """Thousandths."""


class StockSale(StockMove, Protocol):
    """A line of a receipt."""

    @property
    def subject(self) -> int:
        """Tag 1212."""

    @property
    def method(self) -> int:
        """Tag 1214."""


def received(lines: Iterable[StockMove]) -> dict[Key, int]:
    """What those lines add to the stock, thousandths."""
    return _sums(lines, 1)


def sold(lines: Iterable[StockSale]) -> dict[Key, int]:
    """What lines of a sale take from the stock: negative thousandths."""
    return _sums(_moving(lines), -1)


def brought_back(lines: Iterable[StockSale]) -> dict[Key, int]:
    """What lines of a return, or of a purchase from a customer, add to the stock."""
    return _sums(_moving(lines), 1)


def is_kept(subject: int) -> bool:
    """Whether that (1212) lies on a shelf."""
    return subject in _GOODS


def _moving(lines: Iterable[StockSale]) -> list[StockSale]:
    return [line for line in lines if line.subject in _GOODS and line.method in _HANDED_OVER]


def _sums(lines: Iterable[StockMove], sign: int) -> dict[Key, int]:
    sums: dict[Key, int] = {}
    for line in lines:
        if line.item:
            key = line.item, line.unit
            sums[key] = sums.get(key, 0) + sign * line.quantity
    return sums
