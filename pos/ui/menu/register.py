"""The register as a page: what it is, how it is, its header, its clock, a test print."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from drivers.contracts.registrar import RegistrarSetup
from fiscal.usecases.probe import Probe
from pos.domain.views import TillView
from pos.ui.kit.button import KeyButton, Kind
from pos.ui.kit.theme import SEMIBOLD, SIZE
from pos.ui.kit.trouble import Situation
from pos.ui.kit.widgets import text
from pos.ui.menu.cash import DO
from pos.ui.menu.desk import Desk
from pos.ui.menu.errand import ErrandScreen
from pos.ui.menu.figures import Figures
from pos.ui.menu.register_rows import rows_of
from pos.ui.menu.sheet import Notice, Sheet, card_column
from pos.ui.till.notices import register_is

KEYS = {"again": "F5", "set_clock": "F6", "test": "F7", "paper": "F8"}
LABELS = {"paper": "paper_yes"}
F_KEYS = {
    Qt.Key.Key_F5.value: "again",
    Qt.Key.Key_F6.value: "set_clock",
    Qt.Key.Key_F7.value: "test",
    Qt.Key.Key_F8.value: "paper",
    DO: "keep",
}
NOTHING = RegistrarSetup()


class RegisterScreen(ErrandScreen):
    """Asks the register whenever it is entered; all of it on the errand lane."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, Situation.SHIFT)
        self._setup, self._paperless = NOTHING, False
        self._build()

    def entered(self, view: TillView) -> None:
        """Asks anew, but not over a header that is being typed."""
        if not self._header.document().isModified():
            self.again()
        self._desk.lane.run(self._desk.acts.paperless, done=self._show_paper)
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        name = F_KEYS.get(event.key())
        if name is not None:
            self._does[name]()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def again(self) -> None:
        """What it says of itself now."""
        self.run(self._desk.words("register.asking"), self._desk.acts.register, self._show)

    def set_clock(self) -> None:
        """The till's time for the register."""
        said = self._desk.words("register.setting_clock")
        self.run(said, self._desk.acts.set_clock, partial(self._show, done="register.clock_set"))

    def test(self) -> None:
        """A few plain lines on its paper."""
        said = self._desk.words("register.testing")
        self.run(said, self._desk.acts.print_trial, self._tested)

    def toggle_paper(self) -> None:
        """Receipts that are sent: printed as well, or not, unless the customer chooses."""
        call = partial(self._set_paper, not self._paperless)
        self._desk.lane.run(call, done=self._show_paper, failed=self._failed)

    def _set_paper(self, paperless: bool) -> bool:
        self._desk.acts.set_paperless(paperless)
        return paperless

    def _show_paper(self, paperless: bool) -> None:
        self._paperless = paperless
        words = self._desk.words
        self._keys["paper"].setText(words(f"register.paper_{'no' if paperless else 'yes'}"))

    def keep(self) -> None:
        """Write the header, if it fits."""
        if fault := self._fault():
            self.say(fault, "attention")
            return
        call = partial(self._desk.acts.set_header, self.header)
        done = partial(self._show, done="register.kept")
        self.run(self._desk.words("register.keeping"), call, done)

    @property
    def header(self) -> tuple[str, ...]:
        """The lines in the field, without empty ones at the end."""
        return tuple(self._header.toPlainText().rstrip().split("\n")) if self._typed else ()

    def set_header(self, lines: tuple[str, ...]) -> None:
        """Type other lines."""
        self._header.setPlainText("\n".join(lines))
        self._header.document().setModified(True)

    @property
    def _typed(self) -> str:
        return self._header.toPlainText().strip()

    def _fault(self) -> str:
        words, setup = self._desk.words, self._setup
        if len(self.header) > len(setup.header):
            return words("register.header_many", lines=len(setup.header))
        for number, line in enumerate(self.header, 1):
            if setup.width and len(line) > setup.width:
                return words("register.header_long", number=number, width=setup.width)
        return ""

    def _show(self, seen: Probe, done: str = "") -> None:
        words = self._desk.words
        self._figures.show_rows(rows_of(seen, words, self._desk.format))
        self._setup = seen.setup or NOTHING
        if not self._header.document().isModified() or done == "register.kept":
            self._header.setPlainText("\n".join(self._setup.header).rstrip())
        self._header.setEnabled(bool(self._setup.header))
        lines, width = len(self._setup.header), self._setup.width
        hint = "register.header_hint" if lines else "register.header_none"
        self._hint.setText(words(hint, lines=lines, width=width))
        self._tell_state(seen)
        self.say(words(done) if done else "", "ok")

    def _tell_state(self, seen: Probe) -> None:
        words = self._desk.words
        if not seen.conditions:
            self._state.say(words("register.all_well"), "ok")
            return
        told = [register_is(one, words) for one in seen.conditions[:2]]
        self._state.say("\n".join(f"{one.happened} {one.do}" for one in told), told[0].tone)

    def _tested(self, _nothing: None) -> None:
        self.say(self._desk.words("register.tested"), "ok")

    def _failed(self, error: Exception) -> None:
        super()._failed(error)
        if not self._setup.width:
            self._state.say(self._desk.words("register.silent"), "attention")

    def _build(self) -> None:
        theme, words = self._desk.theme, self._desk.words
        sheet = Sheet(theme)
        sheet.show_title(words("register.title"))
        sheet.body.addWidget(self._build_figures(), 1)
        sheet.body.addWidget(self._build_header(), 1)
        back = KeyButton(theme, words("menu.to_menu"), "Esc", height=60)
        back.clicked.connect(self.left)
        sheet.foot.addWidget(back, 2)
        self._does = {
            "again": self.again,
            "set_clock": self.set_clock,
            "test": self.test,
            "paper": self.toggle_paper,
            "keep": self.keep,
        }
        self._keys: dict[str, KeyButton] = {}
        for name, cap in KEYS.items():
            key = KeyButton(
                theme, words(f"register.{LABELS.get(name, name)}"), cap, height=60, size=17
            )
            self._keys[name] = key
            key.clicked.connect(self._does[name])
            sheet.foot.addWidget(key, 2)
        keep = KeyButton(theme, words("register.keep"), "F9", Kind.MAIN, 60, 20)
        keep.clicked.connect(self.keep)
        sheet.foot.addWidget(keep, 3)
        self.talk_through(sheet.notice, [*self._keys.values(), keep])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(sheet)

    def _build_figures(self) -> QWidget:
        self._figures = Figures(self._desk.theme, 36, 16)
        card, column = card_column(self._desk.theme)
        column.addWidget(self._figures)
        column.addStretch(1)
        return card

    def _build_header(self) -> QWidget:
        theme, words = self._desk.theme, self._desk.words
        self._state = Notice(theme)
        self._header = QPlainTextEdit()
        self._header.setFont(theme.font(16))
        self._header.setTabChangesFocus(True)
        self._header.setAccessibleName(words("register.header"))
        self._header.setEnabled(False)
        self._hint = text(theme, "", SIZE.small, colour="ink_2")
        card, column = card_column(theme)
        column.addWidget(self._state)
        column.addSpacing(theme.px(8))
        column.addWidget(text(theme, words("register.header"), 20, SEMIBOLD))
        column.addWidget(self._header, 1)
        column.addWidget(self._hint)
        return card
