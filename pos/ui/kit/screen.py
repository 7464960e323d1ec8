"""A page of the window's stack. No modal windows: every dialogue is a page."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from pos.domain.views import TillView
from pos.domain.weighing import PanView
from pos.ui.kit.trouble import Situation


class Page(Enum):
    """Pages the window asks for by name; wiring says who builds them."""

    FIRST_START = "first_start"
    LOGIN = "login"
    SHIFT_OPEN = "shift_open"
    MENU = "menu"
    SALES = "sales"
    RETURN = "return"
    LATER = "later"
    QUICK = "quick"


class Screen(QWidget):
    """What the window expects of a page.

    `changed` carries the fresh TillView of a use-case: the window keeps it and shows the page
    that follows from it. `left` goes back to the page before (Esc does the same unless the
    page handles it). `troubled` hands an error to the window's strip. `wanted` asks for
    another page.
    """

    changed = Signal(TillView)
    left = Signal()
    troubled = Signal(Exception, Situation)
    wanted = Signal(Page)

    def entered(self, view: TillView) -> None:
        """The page comes to the front; also called when the view changes while it is there."""

    def scanned(self, text: str) -> bool:
        """A scan while the page is in front; False: the window says that it is not for here."""
        return False

    def weighed(self, seen: PanView) -> None:
        """The scales bear something else while the page is in front."""
