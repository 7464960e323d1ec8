"""A thin scroll bar that paints its own ground: a scan moves it and paints nothing below it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QScrollBar

from pos.ui.kit.theme import Theme


class Bar(QScrollBar):
    """Looks as the style sheet's; stands on a card."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self._theme = theme

    def showEvent(self, event: QShowEvent) -> None:
        # Here, as the style takes it from every bar when it polishes it.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def paintEvent(self, event: QPaintEvent) -> None:
        # Not before a bar is seen: with all that a style can be asked for, QStyle slows the start.
        from PySide6.QtWidgets import QStyle, QStyleOptionSlider

        painter, option = QPainter(self), QStyleOptionSlider()
        painter.fillRect(event.rect(), self._theme.colour("card"))
        self.initStyleOption(option)
        scroll, slider = QStyle.ComplexControl.CC_ScrollBar, QStyle.SubControl.SC_ScrollBarSlider
        handle = self.style().subControlRect(scroll, option, slider, self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("line"))
        half = handle.width() / 2
        painter.drawRoundedRect(handle, half, half)
