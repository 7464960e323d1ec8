"""Quick keys: pages of goods that carry no barcode or are sold all day."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import (
    QAbstractButton,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from pos.ui.kit.theme import MEDIUM, SEMIBOLD, SIZE, Theme
from pos.ui.kit.widgets import Card, KeyButton, Kind, text
from pos.ui.kit.words import Words
from pos.ui.till.quick_pages import COLUMNS, QuickPage


class Tab(QAbstractButton):
    """The name of a page; the page shown has a soft ground."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self.setText(name)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._theme.font(16, SEMIBOLD))
        px = self._theme.px
        return QSize(metrics.horizontalAdvance(self.text()) + px(14), px(SIZE.touch - 8))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(40), self._theme.px(SIZE.touch - 8))

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, on = QPainter(self), self._theme, self.isChecked()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent_soft"))
            painter.drawRoundedRect(QRect(self.rect()), theme.px(6), theme.px(6))
        font = theme.font(16, SEMIBOLD if on else MEDIUM)
        painter.setFont(font)
        painter.setPen(theme.colour("accent" if on else "ink_2"))
        words = QFontMetrics(font).elidedText(
            self.text(), Qt.TextElideMode.ElideRight, self.width() - theme.px(8)
        )
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, words)


class Pen(QAbstractButton):
    """A small pen: the keys can be arranged."""

    def __init__(self, theme: Theme, words: str) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFixedSize(theme.px(30), theme.px(SIZE.touch - 8))

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = theme.colour("accent" if self.underMouse() else "ink_3")
        painter.translate(self.width() / 2, self.height() / 2)
        painter.rotate(45)
        unit = theme.px(2)
        painter.setPen(QPen(ink, theme.px(2) * 0.8))
        painter.drawRoundedRect(QRectF(-1.6 * unit, -5 * unit, 3.2 * unit, 7.5 * unit), 1, 1)
        tip = (
            QPointF(-1.6 * unit, 2.5 * unit),
            QPointF(0, 5 * unit),
            QPointF(1.6 * unit, 2.5 * unit),
        )
        painter.drawPolyline(QPolygonF(tip))


class QuickKeys(Card):
    """The card with pages; emits the good of the key pressed, or the wish to arrange them."""

    chosen = Signal(str)
    arranging = Signal()

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme)
        self._theme, self._words = theme, words
        self._pages: tuple[QuickPage, ...] = ()
        self._compact, self._arrangeable, self._shown = False, False, 0
        self._pen = Pen(theme, words("till.arrange"))
        self._tabs, self._grid = QHBoxLayout(), QGridLayout()
        self._keys: list[KeyButton] = []
        self._build()

    def set_compact(self, compact: bool) -> None:
        """Smaller type on a small screen; the keys stay where they are."""
        if compact is not self._compact:
            self._compact = compact
            self._fill()

    def set_pages(self, pages: tuple[QuickPage, ...]) -> None:
        """Other pages; the first one is shown."""
        self._pages, self._shown = pages, 0
        while item := self._tabs.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        for index, page in enumerate(pages):
            tab = Tab(self._theme, page.name)
            tab.setChecked(index == 0)
            tab.clicked.connect(lambda _=False, index=index: self._show(index))
            self._tabs.addWidget(tab)
        self._fill()

    def set_arrangeable(self, arrangeable: bool) -> None:
        """Whether who is logged in may arrange them."""
        if arrangeable is not self._arrangeable:
            self._arrangeable = arrangeable
            self._pen.setVisible(arrangeable)

    def _build(self) -> None:
        px = self._theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(px(10), px(8), px(10), px(10))
        column.setSpacing(px(8))
        self._tabs.setSpacing(px(2))
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addLayout(self._tabs)
        head.addStretch(1)
        head.addWidget(self._pen)
        self._pen.clicked.connect(self.arranging)
        self._pen.hide()
        column.addLayout(head)
        inside = QWidget()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(px(8))
        self._grid.setAlignment(Qt.AlignmentFlag.AlignTop)
        inside.setLayout(self._grid)
        area = QScrollArea()
        # Of our own, as in the basket's view; nothing fills it: the card shows through.
        area.setViewport(QWidget())
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        inside.setAutoFillBackground(False)
        column.addWidget(area, 1)
        self._fill()

    def _show(self, index: int) -> None:
        self._shown = index
        self._fill()

    def _fill(self) -> None:
        while item := self._grid.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for column in range(COLUMNS):
            self._grid.setColumnStretch(column, 1)
        if not self._pages:
            empty = text(self._theme, self._words("till.quick_empty"), SIZE.small, colour="ink_2")
            self._grid.addWidget(empty, 0, 0, 1, COLUMNS)
            return
        for index, key in enumerate(self._pages[self._shown].keys):
            size, height = (16, 54) if self._compact else (18, 62)
            button = KeyButton(self._theme, key.label, kind=Kind.GOOD, height=height, size=size)
            button.clicked.connect(lambda _=False, item=key.item: self.chosen.emit(item))
            self._grid.addWidget(button, index // COLUMNS, index % COLUMNS)
