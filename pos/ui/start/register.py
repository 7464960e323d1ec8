"""The step that connects the register: by network, cable, a server, or later; with a test."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from pos.ui.kit.button import KeyButton
from pos.ui.kit.theme import SIZE
from pos.ui.kit.trouble import Situation, explain
from pos.ui.kit.widgets import text
from pos.ui.menu.choice import Choices
from pos.ui.menu.combo import Combo
from pos.ui.menu.desk import Desk
from pos.ui.menu.field import Field
from pos.ui.menu.sheet import Notice
from pos.ui.start import rules
from pos.ui.start.draft import BAUDS, Draft, Way
from pos.ui.start.steps import Step, labelled

Probe = Callable[[str], str]
Ports = Callable[[], Sequence[str]]


class RegisterStep(Step):
    """`probe` talks to the register on the errand lane and tells what is there."""

    def __init__(self, desk: Desk, probe: Probe, ports: Ports, named: bool = True) -> None:
        words, theme = desk.words, desk.theme
        title = words("start.step_till") if named else words("start.register")
        super().__init__(desk, title, words("start.about_till"))
        self._probe, self._ports = probe, ports
        self._till = self.field(words("start.till_name"), longest=32)
        self._till.set_value(words("start.till_default"))
        ways = [
            (Way.NETWORK, words("start.by_network")),
            (Way.CABLE, words("start.by_cable")),
            (Way.SERVER, words("start.by_server")),
            (Way.ADDRESS, words("start.by_address")),
            (Way.LATER, words("start.later")),
        ]
        self._way = Choices(theme, ways, len(ways))
        self._way.chosen.connect(self._show_way)
        self._test = KeyButton(theme, words("start.test"), "F5")
        self._test.clicked.connect(self.test)
        self._notice = Notice(theme, 16)
        self._forms = QStackedWidget()
        self._address = self.field(words("start.address_whole"))
        forms = (self._network, self._cable, self._at_server, self._whole, self._later)
        for form in forms:
            self._forms.addWidget(form())
        self._till.setVisible(named)
        self.column.addWidget(self._till)
        self.column.addWidget(text(theme, words("start.register"), SIZE.small, colour="ink_2"))
        self.column.addWidget(self._way)
        self.column.addSpacing(theme.px(10))
        self.column.addWidget(self._forms)
        self.row(self._test)
        self.column.addSpacing(theme.px(6))
        self.column.addWidget(self._notice)
        self.column.addStretch(1)

    def entered(self, draft: Draft) -> None:
        self.refresh()

    def store(self, draft: Draft) -> None:
        draft.till_name, draft.way = self._till.value, self._way.value
        draft.host, draft.port = self._host.value, self._port.value
        draft.server, draft.server_port = self._server.value, self._server_port.value
        draft.address = self._address.value
        draft.serial_port = self._serial.currentText()
        draft.baud = self._baud.currentText()

    def faults(self) -> Mapping[Field, str]:
        found = {self._till: rules.filled(self._till.value)}
        places = {
            Way.NETWORK: (self._host, self._port),
            Way.SERVER: (self._server, self._server_port),
        }
        if self._way.value is Way.ADDRESS:
            found[self._address] = rules.filled(self._address.value)
        if place := places.get(self._way.value):
            host, port = place
            found |= {host: rules.host(host.value), port: rules.port(port.value)}
        return found

    @property
    def said(self) -> str:
        """The sentence below the form."""
        return self._notice.text()

    def choose(self, way: Way) -> None:
        """Choose how it is connected."""
        self._way.choose(way)

    def test(self) -> None:
        """Ask the register what it is, on the errand lane."""
        if not self._test.isEnabled() or not self.check():
            return
        draft = Draft()
        self.store(draft)
        if not draft.registrar:
            return
        self._test.setEnabled(False)
        self._notice.say(self._desk.words("start.testing"), "accent")
        call = partial(self._probe, draft.registrar)
        self._desk.errand.run(call, done=self._found, failed=self._failed)

    def refresh(self) -> None:
        """Look for serial ports again; a chosen one stays chosen."""
        chosen = self._serial.currentText()
        self._serial.clear()
        self._serial.addItems(list(self._ports()))
        self._serial.setCurrentIndex(max(0, self._serial.findText(chosen)))
        empty = not self._serial.count() and self._way.value is Way.CABLE
        self._notice.whisper(self._desk.words("start.no_serial_ports") if empty else "")

    def _found(self, what: str) -> None:
        self._test.setEnabled(True)
        self._notice.say(self._desk.words("start.test_good", what=what), "ok")

    def _failed(self, error: Exception) -> None:
        self._test.setEnabled(True)
        trouble = explain(error, Situation.SHIFT, self._desk.words)
        self._notice.say(f"{trouble.happened} {trouble.do}", trouble.tone)

    def _show_way(self) -> None:
        self._forms.setCurrentIndex(list(Way).index(self._way.value))
        self._test.setEnabled(self._way.value is not Way.LATER)
        self._notice.setText("")
        if self._way.value is Way.CABLE:
            self.refresh()

    def _network(self) -> QWidget:
        self._host, self._port = self._place("start.host", Draft().host, Draft().port)
        return side_by_side(self._host, self._port)

    def _at_server(self) -> QWidget:
        draft = Draft()
        place = self._place("start.server", draft.server, draft.server_port)
        self._server, self._server_port = place
        return side_by_side(*place)

    def _place(self, name: str, host: str, port: str) -> tuple[Field, Field]:
        words = self._desk.words
        fields = self.field(words(name)), self.field(words("start.port"))
        for field, value in zip(fields, (host, port), strict=True):
            field.set_value(value)
        fields[1].setMaximumWidth(self._desk.theme.px(160))
        return fields

    def _cable(self) -> QWidget:
        words, theme = self._desk.words, self._desk.theme
        self._serial, self._baud = Combo(theme), Combo(theme)
        self._baud.addItems(BAUDS)
        refresh = KeyButton(theme, words("start.refresh"))
        refresh.clicked.connect(self.refresh)
        refresh.setMaximumWidth(theme.px(160))
        port = labelled(self._desk, words("start.serial_port"), self._serial)
        baud = labelled(self._desk, words("start.baud"), self._baud)
        return side_by_side(port, baud, refresh)

    def _whole(self) -> QWidget:
        return side_by_side(self._address)

    def _later(self) -> QWidget:
        said = text(self._desk.theme, self._desk.words("start.later_means"), colour="ink_2")
        return side_by_side(said)


def side_by_side(*parts: QWidget) -> QWidget:
    """Parts in one row, without margins."""
    held = QWidget()
    row = QHBoxLayout(held)
    row.setContentsMargins(0, 0, 0, 0)
    for part in parts:
        row.addWidget(part)
    return held
