"""The form that connects a scanner, a display or scales: by cable, by address, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from pos.ui.kit.theme import SEMIBOLD
from pos.ui.kit.widgets import text
from pos.ui.menu.choice import Choices
from pos.ui.menu.combo import Combo
from pos.ui.menu.desk import Desk
from pos.ui.menu.field import Field
from pos.ui.start.draft import BAUDS
from pos.ui.start.register import Ports, side_by_side
from pos.ui.start.steps import combo, labelled

USUAL_BAUD: Final = "9600"
LONGEST: Final = 200


class Way(Enum):
    """How it is connected."""

    CABLE = "cable"
    ADDRESS = "address"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Kind:
    """A device on a wire: the scheme of its address, and what else has to be chosen.

    A scheme with a blank is filled with the choice; else the choice is an option of the address.
    """

    name: str
    scheme: str
    option: str
    values: tuple[str, ...]
    example: str

    def words(self, value: str) -> str:
        """The key of a value's words."""
        return f"menu.wire_{self.option}_{value}"

    def address(self, port: str, baud: str, value: str) -> str:
        """Of one that hangs on a cable."""
        scheme = self.scheme.format(value)
        options = {"baud": baud} if scheme != self.scheme else {"baud": baud, self.option: value}
        return f"{scheme}:{_path(port)}?{urlencode(options)}"

    def chosen(self, scheme: str, options: Mapping[str, str]) -> str | None:
        """What was chosen at such an address; None where this form cannot say it."""
        if "{" in self.scheme:
            fits = (value for value in self.values if self.scheme.format(value) == scheme)
            return None if options.keys() - {"baud"} else next(fits, None)
        value = options.get(self.option, self.values[0])
        known = scheme == self.scheme and value in self.values
        return value if known and not options.keys() - {"baud", self.option} else None


SCANNER: Final = Kind(
    "scanner",
    "scanner+serial",
    "suffix",
    ("auto", "cr", "lf", "crlf", "tab", "none"),
    "scanner+serial:///dev/ttyACM0?prefix=%02&suffix=cr&repeat_ms=700",
)
DISPLAY: Final = Kind(
    "display",
    "cd5220+serial",
    "encoding",
    ("cp866", "cp1251", "cp855", "latin"),
    "cd5220+serial:///dev/ttyUSB0?encoding=cp866&table=R",
)
SCALE: Final = Kind(
    "scale",
    "{}+serial",
    "model",
    ("cas", "massa-k", "pos2", "mt8217"),
    "massa-k+serial:///dev/ttyUSB0?baud=4800&frame=8E1",
)


@dataclass(frozen=True, slots=True)
class Wires:
    """Where devices on a wire are, by the names of `Kind`; both work on the quick lane."""

    address: Callable[[str], str] = lambda name: ""
    connect: Callable[[str, str], None] = lambda name, address: None  # raises DeviceError


class WireForm(QWidget):
    """Fills itself from an address and makes one."""

    def __init__(self, desk: Desk, kind: Kind, ports: Ports) -> None:
        super().__init__()
        self._desk, self._kind, self._ports = desk, kind, ports
        words, theme = desk.words, desk.theme
        ways = [(way, words(f"menu.wire_{way.value}")) for way in Way]
        self._way = Choices(theme, ways, 3)
        self._forms = QStackedWidget()
        for form in (self._cable(), self._by_address(), self._none()):
            self._forms.addWidget(form)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(text(theme, words(f"menu.device_{kind.name}"), 28, SEMIBOLD))
        column.addWidget(text(theme, words(f"menu.wire_about_{kind.name}"), 16, colour="ink_2"))
        column.addSpacing(theme.px(14))
        column.addWidget(self._way)
        column.addSpacing(theme.px(10))
        column.addWidget(self._forms)
        column.addStretch(1)
        self._way.chosen.connect(self._show_way)

    @property
    def address(self) -> str:
        """Where the device is now said to be; empty for none."""
        if self._way.value is Way.ADDRESS:
            return self._address.value
        if self._way.value is Way.CABLE and self._port.currentText():
            port, baud = self._port.currentText(), self._baud.currentText()
            return self._kind.address(port, baud, self._chosen)
        return ""

    def fill(self, address: str) -> None:
        """Show where it is; what the cable's form cannot say is shown as an address."""
        said = cable_of(address, self._kind)
        self._address.set_value(address)
        self.refresh(said["port"] if said else "")
        if said is not None:
            self._way.choose(Way.CABLE)
            self._baud.setCurrentText(said["baud"])
            self._option.setCurrentIndex(self._kind.values.index(said["value"]))
        else:
            self._way.choose(Way.ADDRESS if address else Way.NONE)

    def refresh(self, port: str = "") -> None:
        """Look for ports again; the one named or chosen stays, plugged in or not."""
        chosen = port or self._port.currentText()
        found = list(dict.fromkeys([*self._ports(), *filter(None, [chosen])]))
        self._port.clear()
        self._port.addItems(found)
        self._port.setCurrentText(chosen)

    def fault(self) -> str:
        """The key of what keeps it from being connected, "" if nothing does."""
        if self._way.value is Way.CABLE and not self._port.currentText():
            return "start.no_serial_ports"
        if self._way.value is Way.ADDRESS and not self._address.value:
            return "start.fault_empty"
        return ""

    def choose(self, way: Way) -> None:
        """Choose how it is connected."""
        self._way.choose(way)

    @property
    def _chosen(self) -> str:
        return self._kind.values[max(0, self._option.currentIndex())]

    def _show_way(self) -> None:
        self._forms.setCurrentIndex(list(Way).index(self._way.value))

    def _cable(self) -> QWidget:
        words, theme, kind = self._desk.words, self._desk.theme, self._kind
        self._port, self._baud = Combo(theme), Combo(theme)
        self._baud.addItems(BAUDS)
        self._baud.setCurrentText(USUAL_BAUD)
        self._option = combo(self._desk, {value: kind.words(value) for value in kind.values})
        return side_by_side(
            labelled(self._desk, words("start.serial_port"), self._port),
            labelled(self._desk, words("start.baud"), self._baud),
            labelled(self._desk, words(f"menu.wire_{kind.option}"), self._option),
        )

    def _by_address(self) -> QWidget:
        words, theme = self._desk.words, self._desk.theme
        self._address = Field(theme, words("menu.wire_address"), longest=LONGEST)
        held = QWidget()
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._address)
        example = words("menu.wire_example", example=self._kind.example)
        column.addWidget(text(theme, example, 15, colour="ink_2"))
        return held

    def _none(self) -> QWidget:
        said = self._desk.words(f"menu.wire_none_{self._kind.name}")
        return side_by_side(text(self._desk.theme, said, colour="ink_2"))


def cable_of(address: str, kind: Kind) -> Mapping[str, str] | None:
    """Port, speed and choice of an address that the cable's form can say; else None."""
    parts = urlsplit(address)
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    value = kind.chosen(parts.scheme, options)
    baud = options.get("baud", USUAL_BAUD)
    if value is None or baud not in BAUDS or parts.netloc or not parts.path:
        return None
    return {"port": unquote(parts.path), "baud": baud, "value": value}


def _path(port: str) -> str:
    return f"//{port}" if port.startswith("/") else port  # COM3 is no path
