"""A list of painted rows: only what is visible is painted, the keyboard stays with the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from pos.ui.kit.theme import Theme

Item = TypeVar("Item")
Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


class _Model(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[object] = ()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return str(self.rows[index.row()])
        return None

    def fill(self, rows: Sequence[object]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()


class _Painter(QStyledItemDelegate):
    def __init__(self, rows: Rows[Item]) -> None:
        super().__init__(rows)
        self._rows = rows

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, self._rows.height_px)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        # PySide declares no fields of QStyleOptionViewItem; the view knows the row's place.
        box = self._rows.visualRect(index if isinstance(index, QModelIndex) else NOWHERE)
        self._rows.paint_row(painter, box, index.row())


class Rows(QListView, Generic[Item]):
    """`paint` gets the painter, the row's box and the item; `moved` tells the row in front.

    Without `choosing` it is only read: no row is in front.
    """

    moved = Signal(int)

    def __init__(
        self,
        theme: Theme,
        height: int,
        paint: Callable[[QPainter, QRect, Item], None],
        choosing: bool = True,
    ) -> None:
        super().__init__()
        self._theme, self._paint, self._choosing = theme, paint, choosing
        self._items: Sequence[Item] = ()
        self.height_px = theme.px(height)
        self._model = _Model()
        self.setModel(self._model)
        self.setItemDelegate(_Painter(self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setUniformItemSizes(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.selectionModel().currentChanged.connect(self._told)

    @property
    def at(self) -> int:
        """The row in front, or -1."""
        return self.currentIndex().row()

    @property
    def item(self) -> Item | None:
        """What stands in it."""
        return self._items[self.at] if 0 <= self.at < len(self._items) else None

    def show_items(self, items: Sequence[Item], at: int = 0) -> None:
        """Other rows; that one comes to the front."""
        self._items = items
        self._model.fill(items)
        self.go(at)

    def go(self, at: int) -> None:
        """Bring a row to the front, the nearest there is."""
        if self._items and self._choosing:
            place = min(max(at, 0), len(self._items) - 1)
            self.setCurrentIndex(self._model.index(place, 0))

    def step(self, by: int) -> None:
        """Up or down."""
        self.go(self.at + by)

    def repaint_rows(self) -> None:
        """The items changed in themselves."""
        self.viewport().update()

    def paint_row(self, painter: QPainter, box: QRect, row: int) -> None:
        """Ground, line and contents of one row."""
        painter.save()
        if row == self.at:
            painter.fillRect(box, self._theme.colour("accent_soft"))
        painter.setPen(self._theme.colour("line"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        self._paint(painter, box, self._items[row])
        painter.restore()

    def _told(self, current: QModelIndex, before: QModelIndex) -> None:
        self.moved.emit(current.row())
