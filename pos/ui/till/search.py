"""Search by name while one types: asks a moment after the last letter, shows the list."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from inventory.domain.catalogue import Item
from pos.ui.till import sums
from pos.ui.till.cashier import Cashier
from pos.ui.till.found import FoundItems

PAUSE_MS = 120
LEAST_LETTERS = 2


class NameSearch(QObject):
    """Keeps the list of found goods in step with what is typed."""

    shown = Signal()

    def __init__(self, cashier: Cashier, found: FoundItems, parent: QObject) -> None:
        super().__init__(parent)
        self._cashier, self._found = cashier, found
        self._text = ""
        self._timer = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._timer.timeout.connect(self.find)
        cashier.found.connect(self._show)

    @property
    def waiting(self) -> bool:
        """Letters were typed and not yet asked for."""
        return self._timer.isActive()

    def typed(self, text: str) -> None:
        """Another text; digits alone are a code and are not searched."""
        self._text = sums.name_part(text)
        if sum(char.isalpha() for char in self._text) >= LEAST_LETTERS:
            self._timer.start()
        else:
            self._timer.stop()
            self._found.clear()

    def find(self) -> None:
        """Ask now."""
        self._timer.stop()
        self._cashier.find(self._text)

    def _show(self, text: str, items: list[Item]) -> None:
        if self._text and text == self._text:
            self._found.show_items(items)
            self.shown.emit()
