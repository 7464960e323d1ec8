"""The page where quick keys are arranged: drag, add from the search or by a scan, name, remove."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout

from inventory.domain.catalogue import Item
from pos.domain.views import TillView
from pos.ui.kit.screen import Screen
from pos.ui.kit.trouble import Situation
from pos.ui.menu.desk import Desk
from pos.ui.quick import arrange
from pos.ui.quick.arrange import Pages
from pos.ui.quick.face import QuickFace
from pos.ui.till.quick_pages import QuickKey

LONGEST_LABEL = 40
ACTS = {
    Qt.Key.Key_Delete.value: "remove",
    Qt.Key.Key_F2.value: "add_page",
    Qt.Key.Key_F4.value: "reset",
    Qt.Key.Key_F8.value: "remove_page",
    Qt.Key.Key_F9.value: "keep",
}


class QuickDesk(Protocol):
    """What the page asks for; all but `pages` on the quick lane."""

    def pages(self) -> Pages:
        """The pages that hold at this till."""

    def keep(self, pages: Pages) -> None:
        """Keep them as this till's own; raises SaleError leaves."""

    def reset(self) -> None:
        """Back to the shop's; raises SaleError leaves."""

    def find(self, text: str) -> list[Item]:
        """Goods by name or code."""


class QuickScreen(Screen):
    """Nothing is kept before F9; Esc leaves all as it was."""

    def __init__(self, desk: Desk, quick: QuickDesk) -> None:
        super().__init__()
        self._desk, self._quick = desk, quick
        self._pages = quick.pages() or arrange.page_added((), desk.words("quick.first_page"))
        self._page, self._key = 0, -1
        self._face = QuickFace(desk)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._face)
        self._connect()
        self._show()

    @property
    def pages(self) -> Pages:
        """As they are arranged now."""
        return self._pages

    def entered(self, view: TillView) -> None:
        """The keyboard goes to the search."""
        self._face.search.setFocus()

    def scanned(self, text: str) -> bool:
        """A good that is scanned gets a key."""
        self._desk.lane.run(
            partial(self._quick.find, text), done=self._add_first, failed=self._failed
        )
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._face.found.step(-1 if key == Qt.Key.Key_Up else 1)
        elif key in ACTS:
            self.do(ACTS[key])
        else:
            super().keyPressEvent(event)

    def do(self, act: str) -> None:
        """Carry out what a key or a press on the screen asked for."""
        acts: dict[str, Callable[[], None]] = {
            "remove": self._remove,
            "add_page": self._add_page,
            "remove_page": self._remove_page,
            "reset": lambda: self._run(self._quick.reset),
            "keep": lambda: self._run(partial(self._quick.keep, self._pages)),
            "leave": self.left.emit,
        }
        acts[act]()

    # -- changes --------------------------------------------------------------------------

    def _become(self, pages: Pages, page: int | None = None, key: int = -1) -> None:
        self._pages = pages
        self._page = self._page if page is None else page
        self._key = key
        self._show()

    def _move(self, at: int, to: int) -> None:
        self._become(arrange.moved(self._pages, self._page, at, to), key=to)

    def _drop(self, at: int, point: QPoint) -> None:
        """A key let go over the name of another page goes there."""
        other = self._face.page_at(point)
        if other is None or other == self._page:
            self._show()
            return
        last = len(self._pages[other].keys)
        self._become(arrange.to_page(self._pages, self._page, at, other), other, last)

    def _add(self, item: Item) -> None:
        key = QuickKey(item.item, item.name[:LONGEST_LABEL])
        last = len(self._pages[self._page].keys)
        self._become(arrange.added(self._pages, self._page, key), key=last)
        self._face.say(self._desk.words("quick.added", name=item.name), "ok")

    def _add_first(self, items: list[Item]) -> None:
        if items:
            self._add(items[0])
        else:
            self._face.say(self._desk.words("quick.not_found"), "attention")

    def _remove(self) -> None:
        if self._key >= 0:
            self._become(arrange.removed(self._pages, self._page, self._key))

    def _add_page(self) -> None:
        name = self._desk.words("quick.new_page", number=len(self._pages) + 1)
        self._become(arrange.page_added(self._pages, name), len(self._pages))
        self._face.name.setFocus()
        self._face.name.selectAll()

    def _remove_page(self) -> None:
        if len(self._pages) > 1:
            pages = arrange.page_removed(self._pages, self._page)
            self._become(pages, max(0, self._page - 1))

    def _name_page(self, name: str) -> None:
        self._pages = arrange.named(self._pages, self._page, name)
        self._face.show_tabs(self._pages, self._page)

    def _label(self, label: str) -> None:
        if self._key >= 0:
            self._pages = arrange.labelled(self._pages, self._page, self._key, label)
            self._face.grid.show_keys(self._pages[self._page].keys, self._key)

    def _choose(self, key: int) -> None:
        self._key = key
        self._show()
        self.setFocus()  # Del is for the key now, not for a field

    def _turn(self, page: int) -> None:
        self._become(self._pages, page)

    # -- lane -----------------------------------------------------------------------------

    def _search(self, text: str) -> None:
        if text.strip():
            self._desk.lane.run(
                partial(self._quick.find, text), done=self._found, failed=self._failed
            )
        else:
            self._face.found.show_items([])

    def _found(self, items: list[Item]) -> None:
        self._face.found.show_items(items)

    def _take_found(self) -> None:
        item = self._face.found.item
        if item is not None:
            self._add(item)
            self._face.search.selectAll()

    def _run(self, call: Callable[[], None]) -> None:
        self._desk.lane.run(call, done=self._kept, failed=self._failed)

    def _kept(self, _nothing: None) -> None:
        self.left.emit()

    def _failed(self, error: Exception) -> None:
        self.troubled.emit(error, Situation.SELLING)

    # -- construction ---------------------------------------------------------------------

    def _show(self) -> None:
        self._face.show_pages(self._pages, self._page, self._key)

    def _connect(self) -> None:
        face = self._face
        face.did.connect(self.do)
        face.turned.connect(self._turn)
        face.grid.chosen.connect(self._choose)
        face.grid.moved.connect(self._move)
        face.grid.dropped.connect(self._drop)
        face.name.textEdited.connect(self._name_page)
        face.label.textEdited.connect(self._label)
        face.search.textEdited.connect(self._search)
        face.search.returnPressed.connect(self._take_found)
        face.found.clicked.connect(self._take_found)
