"""Search by name while one types: one question on its way at a time, the newest text next."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from inventory.domain.catalogue import Item
from pos.ui.till import sums
from pos.ui.till.cashier import Cashier
from pos.ui.till.found import FoundItems

LEAST_LETTERS = 2
# On these keys of a Latin layout Russian letters live: `[kt,` is хлеб.
LETTERS_TOO = "[];',.`"


class NameSearch(QObject):
    """Keeps the list of found goods in step with what is typed."""

    shown = Signal()
    chosen = Signal(Item)

    def __init__(self, cashier: Cashier, found: FoundItems, parent: QObject) -> None:
        super().__init__(parent)
        self._cashier, self._found = cashier, found
        self._text = self._typed = ""
        self._asked: str | None = None
        self._then: int | None = None
        cashier.found.connect(self._show)
        cashier.failed.connect(self._stop)

    @property
    def active(self) -> bool:
        """Whether the text is a name: Enter takes a good of the list, not a code."""
        return bool(self._text)

    def typed(self, text: str) -> None:
        """Another text; digits alone are a code and are not searched."""
        name = sums.name_part(text)
        self._typed, self._then = text, None
        self._text = name if is_name(name) else ""
        if self._text:
            self._ask()
        else:
            self._found.clear()

    def choose(self, index: int | None = None) -> None:
        """Take that line of the list, else the one in front; waits for the list of this text."""
        if self._asked is not None:
            self._then = -1 if index is None else index
        else:
            self._choose(index)

    def picks(self, char: str) -> int | None:
        """The line a digit chooses; after a space or a digit it belongs to the name instead."""
        if not self._text or not self._typed[-1].isalpha() or not char.isdecimal():
            return None
        index = int(char) - 1
        return index if self._asked is not None or self._found.has(index) else None

    def _choose(self, index: int | None) -> None:
        item = self._found.current if index is None else self._found.at(index)
        if item is not None:
            self.chosen.emit(item)

    def _ask(self) -> None:
        if self._asked is None:
            self._asked = self._text
            self._cashier.find(self._text)

    def _show(self, text: str, items: list[Item]) -> None:
        self._asked = None
        if not self._text:
            return
        if text != self._text:
            self._ask()
            return
        self._found.show_items(items)
        self.shown.emit()
        then, self._then = self._then, None
        if then is not None:
            self._choose(None if then < 0 else then)

    def _stop(self) -> None:
        self._asked = self._then = None


def is_name(text: str) -> bool:
    """Letters enough to search for, in whatever layout they were typed."""
    letters = sum(char.isalpha() for char in text)
    others = sum(char in LETTERS_TOO for char in text)
    return letters > 0 and letters + others >= LEAST_LETTERS
