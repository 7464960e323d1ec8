"""The shop and what is connected to it; read only at the till."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from pos.domain.people import Right
from pos.domain.views import ShopView, TillView
from pos.ui.kit.button import KeyButton
from pos.ui.kit.paint import LEFT, MIDDLE, RIGHT, Health, paint_lamp
from pos.ui.kit.screen import Screen
from pos.ui.kit.theme import MEDIUM, SEMIBOLD, SIZE
from pos.ui.kit.widgets import text
from pos.ui.menu.desk import Desk
from pos.ui.menu.figures import Figures, Row
from pos.ui.menu.sheet import Sheet, card_column
from pos.ui.start.lists import TAX_WORDS, ZONE_WORDS


@dataclass(frozen=True, slots=True)
class DeviceState:
    """A device as the settings page shows it; `name` is one of `NAMES`."""

    name: str
    address: str
    health: Health
    detail: str = ""


# Pages behind keys of this one. One's eyes are one's own: the look is for everybody.
PAGES: Final = {"connect": "F3", "look": "F4", "quick": "F5", "codes": "F6", "register": "F7"}
KEY_WORDS: Final = {"register": "register.page"}
FOR_ALL: Final = frozenset({"look"})
F_KEYS: Final = {
    "F3": Qt.Key.Key_F3.value,
    "F4": Qt.Key.Key_F4.value,
    "F5": Qt.Key.Key_F5.value,
    "F6": Qt.Key.Key_F6.value,
    "F7": Qt.Key.Key_F7.value,
}
LOOPBACK: Final = "//127.0.0.1"
NAMES: Final = {
    "register": "menu.device_register",
    "terminal": "menu.device_terminal",
    "display": "menu.device_display",
    "scanner": "menu.device_scanner",
    "scale": "menu.device_scale",
    "office": "menu.device_office",
}
STATES: Final = {
    Health.OK: "menu.state_good",
    Health.ATTENTION: "menu.state_attention",
    Health.STOP: "menu.state_gone",
    Health.OFF: "menu.state_off",
}


class DeviceList(QWidget):
    """Lamp, name, address, and how it is."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self._row = desk, desk.theme.px(68)
        self._devices: Sequence[DeviceState] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_devices(self, devices: Sequence[DeviceState]) -> None:
        """Their states of now."""
        self._devices = devices
        self.setAccessibleName("; ".join(f"{d.name} {d.address} {d.detail}" for d in devices))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._desk.theme.px(300), self._row * len(self._devices))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for place, device in enumerate(self._devices):
            box = QRect(0, place * self._row, self.width(), self._row)
            if place:
                painter.setPen(self._desk.theme.colour("line"))
                painter.drawLine(box.topLeft(), box.topRight())
            self._paint_device(painter, box, device)

    def _paint_device(self, painter: QPainter, box: QRect, device: DeviceState) -> None:
        theme, words = self._desk.theme, self._desk.words
        centre = QPointF(theme.px(9), box.center().y())
        paint_lamp(painter, centre, theme.px(12), device.health, theme)
        half = box.height() // 2
        upper = box.adjusted(theme.px(32), theme.px(6), 0, -half)
        lower = box.adjusted(theme.px(32), half, 0, -theme.px(10))
        painter.setFont(theme.font(SIZE.body, MEDIUM))
        painter.setPen(theme.colour("ink"))
        painter.drawText(upper, LEFT | MIDDLE, words(NAMES[device.name]))
        painter.setFont(theme.font(SIZE.small))
        painter.setPen(theme.colour(device.health.value))
        painter.drawText(upper, RIGHT | MIDDLE, words(STATES[device.health]))
        painter.setPen(theme.colour("ink_2"))
        said = " · ".join(filter(None, (device.address or words("menu.not_set"), device.detail)))
        cut = painter.fontMetrics().elidedText(said, Qt.TextElideMode.ElideRight, lower.width())
        painter.drawText(lower, LEFT | MIDDLE, cut)


class ShopScreen(Screen):
    """Name, INN, taxes, zone; devices with their addresses; where the owner's office is.

    `asked` names the page behind a key; all but the look need the right to the settings.
    """

    asked = Signal(str)

    def __init__(
        self, desk: Desk, devices: Callable[[], Sequence[DeviceState]], office_url: str
    ) -> None:
        super().__init__()
        self._desk, self._devices = desk, devices
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme, words = desk.theme, desk.words
        sheet = Sheet(theme)
        sheet.show_title(words("menu.shop_title"))
        sheet.notice.hide()
        sheet.body.addWidget(self._build_shop(office_url), 1)
        sheet.body.addWidget(self._build_devices(), 1)
        back = KeyButton(theme, words("menu.to_menu"), "Esc", height=60)
        back.clicked.connect(self.left.emit)
        sheet.foot.addWidget(back, 1)
        self._keys: dict[str, KeyButton] = {}
        for name, cap in PAGES.items():
            key = KeyButton(
                theme, words(KEY_WORDS.get(name, f"menu.{name}")), cap, height=60, size=17
            )
            key.clicked.connect(lambda _=False, name=name: self.asked.emit(name))
            self._keys[name] = key
            sheet.foot.addWidget(key, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(sheet)

    def entered(self, view: TillView) -> None:
        """Asks for the devices' states of now."""
        self._list.show_devices(self._devices())
        user = view.user
        may = user is not None and Right.SETTINGS in user.rights
        for name, key in self._keys.items():
            key.setEnabled(may or name in FOR_ALL)
        self._shop.show_rows(self._rows(view.shop) if view.shop else [])
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        for name, key in self._keys.items():
            if event.key() == F_KEYS[PAGES[name]] and key.isEnabled():
                self.asked.emit(name)
                return
        super().keyPressEvent(event)

    def _rows(self, shop: ShopView) -> list[Row]:
        words = self._desk.words
        return [
            Row(words("menu.shop_name"), shop.name, strong=True),
            Row(words("menu.inn"), shop.inn),
            Row(words("menu.till"), shop.till),
            Row(words("menu.tax_system"), words(TAX_WORDS[shop.tax_system])),
            Row(words("menu.zone"), self._zone(shop.zone)),
        ]

    def _zone(self, zone: str) -> str:
        return self._desk.words(ZONE_WORDS[zone]) if zone in ZONE_WORDS else zone

    def _build_shop(self, office_url: str) -> QWidget:
        theme, words = self._desk.theme, self._desk.words
        self._shop = Figures(theme, 48)
        card, column = card_column(theme)
        column.addWidget(self._shop)
        column.addStretch(1)
        column.addWidget(text(theme, words("menu.office"), 20, SEMIBOLD))
        column.addWidget(text(theme, office_url or words("menu.not_set"), 22, MEDIUM, "accent"))
        hint = words("menu.office_here" if LOOPBACK in office_url else "menu.office_hint")
        column.addWidget(text(theme, hint if office_url else "", 15, colour="ink_2"))
        return card

    def _build_devices(self) -> QWidget:
        theme = self._desk.theme
        self._list = DeviceList(self._desk)
        card, column = card_column(theme)
        column.addWidget(text(theme, self._desk.words("menu.devices"), 20, SEMIBOLD))
        column.addWidget(self._list)
        column.addStretch(1)
        return card
