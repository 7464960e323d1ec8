"""The trouble strip: what happened, what it means now, what to do. Never a modal window."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from pos.ui.kit.paint import Health, paint_lamp
from pos.ui.kit.theme import SIZE, Theme
from pos.ui.kit.trouble import Trouble

TONES = {"attention": Health.ATTENTION, "stop": Health.STOP, "ok": Health.OK}


class Strip(QWidget):
    """One strip over the page: a bold first sentence, then the two others."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._tone = "attention"
        self._label = QLabel()
        self._label.setWordWrap(True)
        self._label.setTextFormat(Qt.TextFormat.RichText)
        self._label.setFont(theme.font(17))
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(46), theme.px(9), theme.px(18), theme.px(10))
        row.addWidget(self._label)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.hide()

    @property
    def words(self) -> str:
        """What it says, in plain text."""
        return self.accessibleName()

    def say(self, trouble: Trouble) -> None:
        """Show a trouble until it is cleared or another comes."""
        self._tone = trouble.tone
        ink = self._theme.colour(trouble.tone).name()
        rest = " ".join(filter(None, (trouble.means, trouble.do)))
        self._label.setText(
            f"<span style='color:{ink}'><b>{escape(trouble.happened)}</b> {escape(rest)}</span>"
        )
        self.setAccessibleName(f"{trouble.happened} {rest}".strip())
        self.show()
        self.update()

    def clear(self) -> None:
        """Nothing to say."""
        if not self.isHidden():
            self.hide()
        self.setAccessibleName("")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour(f"{self._tone}_soft"))
        size = self._theme.px(SIZE.key)
        at = QPointF(self._theme.px(26), self.height() / 2)
        paint_lamp(painter, at, size, TONES[self._tone], self._theme)
