"""The first start: five steps on one screen. There is no default PIN and no default password."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import Qt, QTimeZone
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from pos.domain.views import TillView
from pos.ui.kit.button import KeyButton, Kind
from pos.ui.kit.screen import Screen
from pos.ui.kit.theme import BOLD, SEMIBOLD
from pos.ui.kit.trouble import Situation
from pos.ui.kit.widgets import text
from pos.ui.menu.desk import Desk
from pos.ui.menu.figures import Figures, Row
from pos.ui.menu.sheet import Notice, card_column, centred
from pos.ui.start.draft import Draft
from pos.ui.start.lists import DEFAULT_ZONE, TAX_WORDS, ZONE_WORDS
from pos.ui.start.progress import Progress
from pos.ui.start.register import Ports, Probe, RegisterStep
from pos.ui.start.steps import OfficeStep, OwnerStep, ShopStep, Step

ENTER = (Qt.Key.Key_Return.value, Qt.Key.Key_Enter.value)


@dataclass(frozen=True, slots=True)
class FirstStart:
    """What wiring gives: `begin` sets everything up and answers the first view (errand lane)."""

    begin: Callable[[Draft], TillView]
    probe: Probe
    ports: Ports
    zone: str = ""  # to begin with; empty asks the computer


class ReadyStep(Step):
    """All of it once more, before it is done."""

    def __init__(self, desk: Desk) -> None:
        words = desk.words
        super().__init__(desk, words("start.step_ready"), words("start.about_ready"))
        self._figures = Figures(desk.theme, 46)
        self.column.addWidget(self._figures)
        self.column.addStretch(1)

    def entered(self, draft: Draft) -> None:
        words = self._desk.words
        self._figures.show_rows(
            [
                Row(words("start.step_owner"), draft.owner),
                Row(words("start.login"), draft.login),
                Row(words("start.shop_name"), draft.shop),
                Row(words("start.inn"), draft.inn),
                Row(words("start.tax_system"), words(TAX_WORDS[draft.tax_system])),
                Row(words("start.zone"), words(ZONE_WORDS[draft.zone])),
                Row(words("start.till_name"), draft.till_name),
                Row(words("start.register"), draft.registrar or words("start.register_later")),
            ]
        )


class FirstStartScreen(Screen):
    """Enter goes on, Esc goes back; what was typed stays."""

    def __init__(self, desk: Desk, first: FirstStart) -> None:
        super().__init__()
        self._desk, self._first = desk, first
        self._draft = Draft()
        self._working = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        zone = first.zone or _computers_zone()
        self.register = RegisterStep(desk, first.probe, first.ports)
        self._steps: list[Step] = [
            OwnerStep(desk),
            OfficeStep(desk),
            ShopStep(desk, zone if zone in ZONE_WORDS else DEFAULT_ZONE),
            self.register,
            ReadyStep(desk),
        ]
        self._stack = QStackedWidget()
        for step in self._steps:
            self._stack.addWidget(step)
        self._build()
        self._show(0)

    @property
    def at(self) -> int:
        """The step in front, from 0."""
        return self._stack.currentIndex()

    def entered(self, view: TillView) -> None:
        """Puts the cursor into the first field."""
        self._focus_first()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = self._steps[self.at]
        if event.key() in ENTER:
            self._enter()
        elif event.key() == Qt.Key.Key_Escape:
            self.back()
        elif event.key() == Qt.Key.Key_F5 and isinstance(step, RegisterStep):
            step.test()
        else:
            super().keyPressEvent(event)

    def next(self) -> None:
        """One step on, if this one is right; from the last one the work begins."""
        step = self._steps[self.at]
        if self._working or not step.check():
            return
        step.store(self._draft)
        if self.at + 1 < len(self._steps):
            self._show(self.at + 1)
        else:
            self._begin()

    def back(self) -> None:
        """One step back; nothing is lost."""
        if self.at and not self._working:
            self._show(self.at - 1)

    def _enter(self) -> None:
        fields = [line for line in self._steps[self.at].findChildren(QLineEdit) if line.isVisible()]
        focus = self.focusWidget()
        if focus in fields[:-1] and isinstance(focus, QLineEdit) and focus.text():
            fields[fields.index(focus) + 1].setFocus()
        else:
            self.next()

    def _begin(self) -> None:
        self._work(True)
        self._notice.say(self._desk.words("start.preparing"), "accent")
        call = partial(self._first.begin, replace(self._draft))
        self._desk.errand.run(call, done=self._begun, failed=self._failed)

    def _begun(self, view: TillView) -> None:
        self._work(False)
        self._notice.setText("")
        self.changed.emit(view)

    def _failed(self, error: Exception) -> None:
        self._work(False)
        self._notice.setText("")
        self.troubled.emit(error, Situation.SHIFT)

    def _work(self, working: bool) -> None:
        self._working = working
        self._next.setEnabled(not working)
        self._back.setEnabled(not working)

    def _show(self, at: int) -> None:
        words, last = self._desk.words, len(self._steps) - 1
        self._stack.setCurrentIndex(at)
        self._steps[at].entered(self._draft)
        said = words("start.step_of", step=at + 1, steps=len(self._steps))
        self._progress.show_step(at, said)
        self._said.setText(said)
        self._back.setEnabled(at > 0)
        self._next.set_label(words("start.begin") if at == last else words("start.next"))
        self._focus_first()

    def _focus_first(self) -> None:
        lines = self._steps[self.at].findChildren(QLineEdit)
        (lines[0] if lines else self).setFocus()

    def _build(self) -> None:
        theme = self._desk.theme
        row = QHBoxLayout()
        row.setSpacing(theme.px(24))
        row.addWidget(self._build_side(), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._build_form(), 1)
        self.setLayout(centred(row, theme.px(1000), theme.px(720), theme.px(20)))

    def _build_side(self) -> QWidget:
        words, theme = self._desk.words, self._desk.theme
        names = ("owner", "office", "shop", "till", "ready")
        labels = {
            "owner": words("start.step_owner"),
            "office": words("start.step_office"),
            "shop": words("start.step_shop"),
            "till": words("start.step_till"),
            "ready": words("start.step_ready"),
        }
        self._progress = Progress(theme, [labels[name] for name in names])
        self._said = text(theme, size=15, colour="ink_2")
        side = QWidget()
        side.setFixedWidth(theme.px(230))
        column = QVBoxLayout(side)
        column.setContentsMargins(0, theme.px(10), 0, 0)
        column.addWidget(text(theme, words("menu.about_title"), 34, BOLD))
        column.addWidget(text(theme, words("start.welcome"), 20, SEMIBOLD, "ink_2"))
        column.addSpacing(theme.px(18))
        column.addWidget(self._progress)
        column.addSpacing(theme.px(10))
        column.addWidget(self._said)
        return side

    def _build_form(self) -> QWidget:
        words, theme = self._desk.words, self._desk.theme
        self._notice = Notice(theme, 16)
        self._back = KeyButton(theme, words("start.back"), "Esc", height=60)
        self._back.clicked.connect(self.back)
        self._next = KeyButton(theme, words("start.next"), "Enter", Kind.MAIN, 60, 22)
        self._next.clicked.connect(self.next)
        keys = QHBoxLayout()
        keys.setSpacing(theme.px(10))
        keys.addWidget(self._back, 1)
        keys.addWidget(self._next, 2)
        card, column = card_column(theme, 28)
        column.addWidget(self._stack, 1)
        column.addWidget(self._notice)
        column.addLayout(keys)
        return card


def _computers_zone() -> str:
    """IANA name of the computer's own zone."""
    return bytes(QTimeZone.systemTimeZoneId().data()).decode("ascii", "replace")
