"""The status strip: who sells where, what the devices do, what is unsent, what time it is."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from pos.domain.views import TillView
from pos.ui.kit.format import Format
from pos.ui.kit.theme import MEDIUM, REGULAR, SEMIBOLD, SIZE, Theme
from pos.ui.kit.widgets import Health, Lamp, Tag, text
from pos.ui.kit.words import Words

DEVICES = ("register", "terminal", "display", "scanner", "scale")


class StatusStrip(QWidget):
    """44 px at the top, the same on every page."""

    def __init__(self, theme: Theme, words: Words, form: Format, *, demo: bool) -> None:
        super().__init__()
        self._theme, self._words, self._form = theme, words, form
        self._said: tuple[str, ...] = ()
        self._till = self._quiet()
        self._cashier = self._quiet()
        self._drawer = self._quiet()
        self._brand = text(theme, words("till.brand"), SIZE.small, SEMIBOLD)
        self._brand.setWordWrap(False)
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
        drawer = self._form.money(view.shift.drawer) if view.shift else ""
        said = (*parts, view.user.name if view.user else "", drawer)
        if said == self._said:
            return  # at every scan
        self._said = said
        self._till.setText(" · ".join(parts))
        self._cashier.setText(view.user.name if view.user else "")
        self._drawer.setText(self._words("till.drawer", amount=drawer) if drawer else "")
        for label in (self._till, self._cashier, self._drawer):
            label.setVisible(bool(label.text()))
        self._fit()

    def show_health(self, name: str, health: Health, detail: str) -> None:
        """A device's lamp; devices that are not set up have none (the register always has)."""
        lamp = self._lamps[name]
        lamp.show_health(health, self._words(f"till.lamp.{name}"), detail)
        lamp.setVisible(name == "register" or health is not Health.OFF)
        self._fit()

    def show_link(self, health: Health, unsent: int, detail: str, since: str = "") -> None:
        """The office's lamp, with the number of facts that wait and since when."""
        name = self._words("till.lamp.office")
        waits = self._words("till.unsent", n=unsent, since=since) if since else str(unsent)
        self._office.show_health(health, f"{name}: {waits}" if unsent else name, detail)
        self._fit()

    def show_time(self, time: str) -> None:
        """The shop's clock."""
        self._clock.setText(time)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("card"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, self._theme.colour("line"))

    def _fit(self) -> None:
        """Nothing is cut off: the brand goes first, then the drawer, then healthy lamps' names."""
        self._brand.show()
        self._drawer.setVisible(bool(self._drawer.text()))
        self._shorten(short=False)
        economies = (self._brand.hide, self._drawer.hide, lambda: self._shorten(short=True))
        for economy in economies:
            if self._needed() > self.width():
                economy()

    def _shorten(self, *, short: bool) -> None:
        for lamp in (*self._lamps.values(), self._office):
            lamp.set_short(short)

    def _needed(self) -> int:
        shown = [part for part in self._parts if not part.isHidden()]
        widths = sum(part.sizeHint().width() for part in shown)
        return widths + self._theme.px(16) * len(shown) + 2 * self._theme.px(18)

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
        self._drawer.setFont(self._theme.font(SIZE.small, MEDIUM))
        left: tuple[QWidget, ...] = (self._brand, self._demo, self._till, self._cashier)
        right: tuple[QWidget, ...] = (
            self._drawer,
            *self._lamps.values(),
            self._office,
            self._clock,
        )
        for widget in left:
            row.addWidget(widget)
        row.addStretch(1)
        for widget in right:
            row.addWidget(widget)
        self._parts = (*left, *right)
