"""The middle of the left card: the basket, and what lies over it while it is empty."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from pos.ui.till.basket_view import BasketView


class Middle(QWidget):
    """No stack and no layout: the first scan takes a cover off and moves nothing else."""

    def __init__(self, basket: BasketView, *covers: QWidget) -> None:
        super().__init__()
        self._basket, self._covers = basket, covers
        for part in (basket, *covers):
            part.setParent(self)
        self.cover_with(None)

    def cover_with(self, shown: QWidget | None) -> None:
        """Lay one of the covers over the basket, or none."""
        for cover in self._covers:
            cover.setVisible(cover is shown)

    def sizeHint(self) -> QSize:
        return self._basket.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._basket.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        for part in (self._basket, *self._covers):
            part.setGeometry(self.rect())
