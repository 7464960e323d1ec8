"""Sales and returns as one page of the window: the list, and behind it the return."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedLayout

from pos.domain.views import SaleView, TillView
from pos.ui.kit.screen import Screen
from pos.ui.menu.desk import Desk
from pos.ui.sales.correcting import CorrectScreen
from pos.ui.sales.later import LaterScreen
from pos.ui.sales.listing import SalesList
from pos.ui.sales.returning import ReturnScreen


class SalesScreen(Screen):
    """For Page.SALES and Page.RETURN alike: a return begins with finding its sale."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._view, self._jumped = TillView(), False
        self._list, self._return = SalesList(desk), ReturnScreen(desk)
        self._correct, self._later = CorrectScreen(desk), LaterScreen(desk)
        self._stack = QStackedLayout(self)
        for page in (self._list, self._return, self._correct, self._later):
            self._stack.addWidget(page)
            page.troubled.connect(self.troubled)
            page.changed.connect(self._begun)
        self._list.left.connect(self.left)
        self._list.returning.connect(self._begin)
        self._list.correcting.connect(self._begin_correction)
        self._list.paying_later.connect(self._begin_later)
        for page in (self._return, self._correct, self._later):
            page.left.connect(self._list_again)

    def begin_later(self) -> None:
        """Come up with the page of advance and credit, over no receipt."""
        self._stack.setCurrentWidget(self._later)
        self._jumped = True

    @property
    def front(self) -> str:
        """Number of the sale in front, or empty."""
        return self._list.front

    @property
    def said(self) -> str:
        """The sentence of the page in front."""
        pages = (self._list, self._return, self._correct, self._later)
        return next(page.said for page in pages if page is self._stack.currentWidget())

    @property
    def empty(self) -> str:
        """What stands where no sale is listed."""
        return self._list.empty

    def entered(self, view: TillView) -> None:
        """The list again, unless a return is being chosen."""
        self._view = view
        if self._jumped:
            self._jumped = False
            self._later.begin(None, view)
        if self._stack.currentWidget() is self._list:
            self._list.entered(view)

    def scanned(self, text: str) -> bool:
        """A receipt's QR code finds its sale; while a return is chosen it is not for here."""
        for page in (self._correct, self._later):
            if self._stack.currentWidget() is page:
                return page.scanned(text)
        return self._stack.currentWidget() is self._list and self._list.scanned(text)

    def _begin(self, sale: SaleView) -> None:
        self._stack.setCurrentWidget(self._return)
        self._return.begin(sale)

    def _begin_correction(self, sale: SaleView | None) -> None:
        self._stack.setCurrentWidget(self._correct)
        self._correct.begin(sale, self._view)

    def _begin_later(self, sale: SaleView | None) -> None:
        self._stack.setCurrentWidget(self._later)
        self._later.begin(sale, self._view)

    def _list_again(self) -> None:
        self._stack.setCurrentWidget(self._list)
        self._list.entered(self._view)

    def _begun(self, view: TillView) -> None:
        self.left.emit()
        self.changed.emit(view)
