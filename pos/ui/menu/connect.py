"""What is connected: the register, a scanner on a wire, a customer display, scales."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from inventory.values.quantity import Quantity, Unit
from pos.domain.views import TillView
from pos.domain.weighing import PanState, PanView
from pos.ui.kit.button import KeyButton, Kind
from pos.ui.kit.format import Format
from pos.ui.kit.screen import Screen
from pos.ui.kit.trouble import Situation
from pos.ui.menu.cash import DO
from pos.ui.menu.choice import Choices
from pos.ui.menu.connect_wire import DISPLAY, SCALE, SCANNER, WireForm, Wires
from pos.ui.menu.desk import Desk
from pos.ui.menu.sheet import Sheet, card_column
from pos.ui.start.draft import Draft
from pos.ui.start.register import Ports, Probe, RegisterStep

REGISTER = "register"
TABS = {"1": REGISTER, "2": SCANNER.name, "3": DISPLAY.name, "4": SCALE.name}


class ConnectScreen(Screen):
    """A form for each device, and F9. The register's is the same as at the first start."""

    def __init__(
        self,
        desk: Desk,
        probe: Probe,
        ports: Ports,
        connect: Callable[[str], None],
        wires: Wires | None = None,
    ) -> None:
        super().__init__()
        self._desk, self._connect, self._wires = desk, connect, wires or Wires()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._step = RegisterStep(desk, probe, ports, named=False)
        self._form = Format(desk.words)
        self._forms = {kind.name: WireForm(desk, kind, ports) for kind in (SCANNER, DISPLAY, SCALE)}
        tabs = [(name, desk.words(f"menu.device_{name}")) for name in TABS.values()]
        self._tabs = Choices(desk.theme, tabs, len(tabs), list(TABS))
        self._tabs.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._tabs.chosen.connect(self._show_tab)
        self._build()

    def entered(self, view: TillView) -> None:
        """Nothing of the view is shown; the keyboard is taken."""
        self.setFocus()

    def scanned(self, text: str) -> bool:
        """What was read is shown, while the scanner's form is in front."""
        if self._tabs.value != SCANNER.name:
            return False
        self._sheet.notice.say(self._desk.words("menu.wire_read", code=text), "ok")
        return True

    def weighed(self, seen: PanView) -> None:
        """What lies on the scales is shown, while their form is in front."""
        if self._tabs.value == SCALE.name and seen.state not in (PanState.NONE, PanState.SILENT):
            weight = self._form.quantity(Quantity(seen.grams, Unit.KILOGRAM))
            self._sheet.notice.say(self._desk.words("menu.wire_weighed", weight=weight), "ok")

    def showEvent(self, event: QShowEvent) -> None:
        self._sheet.notice.setText("")
        self._step.refresh()
        for name, form in self._forms.items():
            self._desk.lane.run(partial(self._wires.address, name), done=form.fill)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == DO:
            self.keep()
        elif event.key() == Qt.Key.Key_F5:
            self._look()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.text() in TABS:
            self.choose(TABS[event.text()])
        else:
            super().keyPressEvent(event)

    def choose(self, name: str) -> None:
        """Bring a device's form to the front: register, scanner, display, scale."""
        self._tabs.choose(name)

    @property
    def said(self) -> str:
        """The sentence below the form."""
        return self._sheet.notice.text()

    def keep(self) -> None:
        """Keep the address, if the form is right."""
        name = self._tabs.value
        if name == REGISTER:
            self._keep_register()
        elif fault := self._forms[name].fault():
            self._sheet.notice.say(self._desk.words(fault), "attention")
        else:
            address = self._forms[name].address
            done = f"menu.wire_kept_{name if address else 'none'}"
            self._run(partial(self._wires.connect, name, address), done)

    def _keep_register(self) -> None:
        if self._step.check():
            draft = Draft()
            self._step.store(draft)
            self._run(partial(self._connect, draft.registrar), "menu.connect_done")

    def _run(self, call: Callable[[], None], done: str) -> None:
        def kept(nothing: None) -> None:
            self._sheet.notice.say(self._desk.words(done), "ok")

        self._desk.lane.run(call, done=kept, failed=self._failed)

    def _failed(self, error: Exception) -> None:
        self.troubled.emit(error, Situation.SHIFT)

    def _look(self) -> None:
        if self._tabs.value == REGISTER:
            self._step.test()
        else:
            self._forms[self._tabs.value].refresh()

    def _show_tab(self) -> None:
        self._sheet.notice.setText("")
        self._stack.setCurrentIndex(list(TABS.values()).index(self._tabs.value))
        self.setFocus()

    def _build(self) -> None:
        words, theme = self._desk.words, self._desk.theme
        self._sheet = Sheet(theme, 860)
        self._stack = QStackedWidget()
        for form in (self._step, *self._forms.values()):
            self._stack.addWidget(form)
        card, column = card_column(theme, 28)
        column.addWidget(self._tabs)
        column.addSpacing(theme.px(14))
        column.addWidget(self._stack, 1)
        self._sheet.show_title(words("menu.connect"))
        self._sheet.body.addWidget(card)
        back = KeyButton(theme, words("menu.to_menu"), "Esc", height=60)
        back.clicked.connect(self.left)
        keep = KeyButton(theme, words("menu.connect_do"), "F9", Kind.MAIN, 60, 22)
        keep.clicked.connect(self.keep)
        self._sheet.foot.addWidget(back, 1)
        self._sheet.foot.addWidget(keep, 2)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._sheet)
