"""The status strip: who sells where, what the devices do, what is unsent, what time it is."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from pos.domain.views import TillView
from pos.ui.kit.format import Format
from pos.ui.kit.theme import MEDIUM, REGULAR, SEMIBOLD, SIZE, Theme
from pos.ui.kit.widgets import Health, Lamp, Tag, text
from pos.ui.kit.words import Words

DEVICES = ("register", "terminal", "display")


class StatusStrip(QWidget):
    """44 px at the top, the same on every page."""

    def __init__(self, theme: Theme, words: Words, form: Format, *, demo: bool) -> None:
        super().__init__()
        self._theme, self._words, self._form = theme, words, form
        self._till = self._quiet()
        self._cashier = self._quiet()
        self._drawer = self._quiet()
        self._clock = text(theme, "", SIZE.small, SEMIBOLD)
        self._clock.setWordWrap(False)
        self._lamps = {name: Lamp(theme, words(f"till.lamp.{name}")) for name in DEVICES}
        self._office = Lamp(theme, words("till.lamp.office"))
        self._demo = Tag(theme, words("till.demo"), "attention")
        self._demo.setVisible(demo)
        for name in DEVICES[1:]:
            self._lamps[name].hide()
        self._build()

    def show_view(self, view: TillView) -> None:
        """Till, shift, cashier and the cash that should lie in the drawer."""
        parts = [view.shop.till] if view.shop else []
        if view.shift:
            parts.append(self._words("till.shift", number=view.shift.number))
        self._till.setText(" · ".join(parts))
        self._cashier.setText(view.user.name if view.user else "")
        drawer = self._form.money(view.shift.drawer) if view.shift else ""
        self._drawer.setText(self._words("till.drawer", amount=drawer) if drawer else "")
        for label in (self._till, self._cashier, self._drawer):
            label.setVisible(bool(label.text()))

    def show_health(self, name: str, health: Health, detail: str) -> None:
        """A device's lamp; devices that are not set up have none (the register always has)."""
        lamp = self._lamps[name]
        lamp.show_health(health, self._words(f"till.lamp.{name}"), detail)
        lamp.setVisible(name == "register" or health is not Health.OFF)

    def show_link(self, health: Health, unsent: int, detail: str) -> None:
        """The office's lamp, with the number of facts that wait."""
        name = self._words("till.lamp.office")
        self._office.show_health(health, f"{name}: {unsent}" if unsent else name, detail)

    def show_time(self, time: str) -> None:
        """The shop's clock."""
        self._clock.setText(time)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("card"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, self._theme.colour("line"))

    def _quiet(self) -> QLabel:
        label = text(self._theme, "", SIZE.small, REGULAR, "ink_2")
        label.setWordWrap(False)
        label.hide()
        return label

    def _build(self) -> None:
        px = self._theme.px
        self.setFixedHeight(px(44))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(18), 0, px(18), 0)
        row.setSpacing(px(16))
        brand = text(self._theme, self._words("till.brand"), SIZE.small, SEMIBOLD)
        brand.setWordWrap(False)
        for part in (brand, self._demo, self._till, self._cashier):
            row.addWidget(part)
        row.addStretch(1)
        self._drawer.setFont(self._theme.font(SIZE.small, MEDIUM))
        row.addWidget(self._drawer)
        for lamp in (*self._lamps.values(), self._office):
            row.addWidget(lamp)
        row.addWidget(self._clock)
