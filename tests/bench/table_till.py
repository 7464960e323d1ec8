"""What the till is measured against: the same screen of Qt's own widgets.

A QTableView over a Python model, labels for the last good and the total, push buttons for the
keys with the same three likely sums, dimmed and lit by the same rule; use-cases on a lane.
"""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from pos.domain.basket import BasketLine
from pos.domain.views import TillView
from pos.ui.kit.format import Format
from pos.ui.kit.keys import KEYS, Command, cap
from pos.ui.kit.lane import Lane
from pos.ui.kit.theme import BOLD, Theme
from pos.ui.kit.words import Words
from pos.ui.till.hot_cash import hot_cash
from pos.ui.till.port import Desk
from pos.ui.till.rows import Row, Tally, rows_of
from pos.ui.till.tenders import HOT
from pos.ui.till.works import works

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
SHOWN = frozenset(KEYS) - {Command.ACCEPT, Command.BACK, Command.ERASE, Command.UP, Command.DOWN}
COLUMNS = ("№", "Товар", "Кол-во", "Цена", "Сумма")


class LinesModel(QAbstractTableModel):
    """The lines of a basket, asked for cell by cell."""

    def __init__(self, form: Format) -> None:
        super().__init__()
        self._form = form
        self.lines: list[BasketLine] = []

    def rowCount(self, parent: Index = ROOT) -> int:  # noqa: N802 — Qt's name
        return len(self.lines)

    def columnCount(self, parent: Index = ROOT) -> int:  # noqa: N802 — Qt's name
        return len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() != 1:
            return RIGHT
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        line, form = self.lines[index.row()], self._form
        return (
            str(index.row() + 1),
            line.name,
            form.quantity(line.quantity),
            form.money(line.price),
            form.money(line.amount),
        )[index.column()]

    def take(self, lines: tuple[BasketLine, ...]) -> None:
        """The lines of now; only those at the end may have changed."""
        have, need = len(self.lines), len(lines)
        if need > have:
            self.beginInsertRows(ROOT, have, need - 1)
            self.lines.extend(lines[have:])
            self.endInsertRows()
        elif need < have:
            self.beginRemoveRows(ROOT, need, have - 1)
            del self.lines[need:]
            self.endRemoveRows()


class TableTill(QWidget):
    """One screen at the till, the usual way."""

    shown = Signal()

    def __init__(self, desk: Desk, lane: Lane, theme: Theme) -> None:
        super().__init__()
        self._desk, self._lane, self._words = desk, lane, Words("ru")
        self._form = Format(self._words)
        self.model, self.table = LinesModel(self._form), QTableView()
        self.total, self._last = QLabel("0,00"), QLabel()
        self._price, self._count = QLabel(), QLabel()
        self._rows: tuple[Row, ...] = ()
        self._tally = Tally()
        self._keys = {command: QPushButton(cap(command)) for command in KEYS if command in SHOWN}
        for label, size in ((self.total, 64), (self._last, 30), (self._price, 30)):
            label.setFont(theme.font(size, BOLD))
        self.table.setModel(self.model)
        self.table.verticalHeader().setVisible(False)
        self.table.verticalHeader().setDefaultSectionSize(42)
        self.table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self._build()

    def scan(self, text: str) -> None:
        """A code."""
        self._lane.run(lambda: self._desk.scan(text, scanned=True), done=self.show_view)

    def show_view(self, view: TillView) -> None:
        """The lines, the last good, the total and the keys of now."""
        basket, form = view.basket, self._form
        self.model.take(basket.lines)
        self.table.scrollToBottom()
        last = basket.lines[-1] if basket.lines else None
        self._last.setText(last.name if last else "")
        self._price.setText(form.money(last.amount) if last else "")
        self._rows = rows_of(basket.lines, self._rows)
        self._count.setText(self._tally.counted(self._rows, self._words, form))
        self.total.setText(form.money(basket.total))
        self._show_keys(view)
        self.shown.emit()

    def _show_keys(self, view: TillView) -> None:
        able = works(view, free=True, dead=set())
        for command, key in self._keys.items():
            key.setEnabled(command in able)
        likely = hot_cash(view.basket.total)
        for command, amount in zip(HOT, likely, strict=False):
            self._keys[command].setText(self._form.roubles(amount))

    def _build(self) -> None:
        left, right, keys = QVBoxLayout(), QVBoxLayout(), QGridLayout()
        for part in (self._last, self._price, self.table, QLineEdit()):
            left.addWidget(part)
        for part in (self._count, self.total):
            right.addWidget(part)
        for number, key in enumerate(self._keys.values()):
            keys.addWidget(key, number // 3, number % 3)
        right.addLayout(keys)
        for number in range(9):
            keys.addWidget(QPushButton(f"Товар {number}"), 8 + number // 3, number % 3)
        row = QHBoxLayout(self)
        row.addLayout(left, 2)
        row.addLayout(right, 1)
