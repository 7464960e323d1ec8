"""X and Z: the shift in figures, and one key that prints or closes it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout

from pos.domain.views import ShiftView, TillView
from pos.ui.kit.button import KeyButton, Kind
from pos.ui.kit.trouble import Situation
from pos.ui.menu.desk import Desk
from pos.ui.menu.errand import ErrandScreen
from pos.ui.menu.sheet import Sheet
from pos.ui.shift.figures import ShiftFigures
from pos.ui.shift.paper import Show, day_address, may_print, show_in_browser

ENTER = (Qt.Key.Key_Return.value, Qt.Key.Key_Enter.value)
DO = Qt.Key.Key_F9.value
PAPER = Qt.Key.Key_F8.value


class _Report(ErrandScreen):
    """What X and Z have in common: figures, F9, Esc."""

    asked = Signal()

    def __init__(self, desk: Desk, main: str) -> None:
        super().__init__(desk, Situation.SHIFT)
        self._zone = "Europe/Moscow"
        theme = desk.theme
        self._sheet = Sheet(theme)
        self._figures = ShiftFigures(theme, desk.words)
        self._back = KeyButton(theme, desk.words("shift.back"), "Esc", height=60)
        self._back.clicked.connect(self.left.emit)
        self._do = KeyButton(theme, main, "F9", Kind.MAIN, 60, 22)
        self._do.clicked.connect(self.asked)
        self._sheet.body.addWidget(self._figures)
        self._sheet.foot.addWidget(self._back, 1)
        self._sheet.foot.addWidget(self._do, 2)
        self.talk_through(self._sheet.notice, (self._do, self._back))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._sheet)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == DO and self._do.isEnabled():
            self.asked.emit()
        elif event.key() == Qt.Key.Key_Escape and not self._working:
            self.left.emit()
        elif event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)

    def _since(self, shift: ShiftView) -> str:
        return self._desk.words(
            "shift.since", at=self._desk.format.moment(shift.opened_at, self._zone)
        )


class XReportScreen(_Report):
    """The shift so far; nothing is closed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, desk.words("shift.x_print"))
        self.asked.connect(self._print)

    def entered(self, view: TillView) -> None:
        """The figures of the open shift."""
        shift, words = view.shift, self._desk.words
        self._do.setEnabled(shift is not None and not self._working)
        if shift is None:
            return
        self._zone = view.shop.zone if view.shop else self._zone
        hint = f"{words('shift.x_hint')} {self._since(shift)}"
        self._sheet.show_title(words("shift.x_title", number=shift.number), hint)
        self._figures.show_shift(shift, words("shift.in_drawer"))
        self.setFocus()

    def _print(self) -> None:
        words = self._desk.words("shift.x_printing")
        self.run(words, self._desk.acts.x_report, self._printed)

    def _printed(self, view: TillView) -> None:
        self._sheet.notice.say(self._desk.words("shift.x_printed"), "ok")
        self.changed.emit(view)


class CloseShiftScreen(_Report):
    """Before: the figures and one key. After: what to hand over, until Enter.

    `office` is the address of the office by now, empty while there is none.
    """

    def __init__(
        self, desk: Desk, office: Callable[[], str] = str, show: Show = show_in_browser
    ) -> None:
        super().__init__(desk, desk.words("shift.close"))
        self._office, self._show = office, show
        self._paper = KeyButton(desk.theme, desk.words("shift.day"), "F8", height=60)
        self._paper.clicked.connect(self._print_day)
        self._sheet.foot.addWidget(self._paper, 1)
        self.asked.connect(self._close)
        self._done = KeyButton(desk.theme, desk.words("shift.done"), "Enter", Kind.MAIN, 60, 22)
        self._done.clicked.connect(self._leave)
        self._sheet.foot.addWidget(self._done, 2)
        self._shift: ShiftView | None = None
        self._after: TillView | None = None

    def entered(self, view: TillView) -> None:
        """The figures of the open shift; after closing they stay."""
        shift, words = view.shift, self._desk.words
        if shift is None or self._working:
            return
        self._shift, self._after = shift, None
        self._zone = view.shop.zone if view.shop else self._zone
        self._sheet.notice.setText("")
        hint = f"{words('shift.close_hint')} {self._since(shift)}"
        self._sheet.show_title(words("shift.close_title", number=shift.number), hint)
        self._figures.show_shift(shift, words("shift.in_drawer"))
        self._show_keys(closed=False)
        self.setFocus()

    def scanned(self, text: str) -> bool:
        """Nothing is sold any more: a scan does not take the sums away."""
        return self._after is not None or super().scanned(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        done = (*ENTER, Qt.Key.Key_Escape.value, DO)
        if self._after is not None and event.key() in done:
            self._leave()
        elif event.key() == PAPER and self._paper.isVisible():
            self._print_day()
        else:
            super().keyPressEvent(event)

    def _close(self) -> None:
        words = self._desk.words("shift.closing")
        self.run(words, self._desk.acts.close_shift, self._closed)

    def _closed(self, view: TillView) -> None:
        words, shift = self._desk.words, self._shift
        self._after = view
        if shift is not None:
            self._sheet.show_title(words("shift.closed_title", number=shift.number))
            self._figures.show_shift(shift, words("shift.hand_over"))
        self._sheet.notice.say(words("shift.closed_hint"), "ok")
        self._show_keys(closed=True)

    def _show_keys(self, *, closed: bool) -> None:
        self._do.setVisible(not closed)
        self._done.setVisible(closed)
        owner = self._after is not None and may_print(self._after, self._office())
        self._paper.setVisible(closed and owner)
        self._back.setEnabled(not closed)

    def _print_day(self) -> None:
        if self._shift is None:
            return
        address = day_address(self._office(), self._shift, self._zone)
        key, tone = ("day_shown", "ok") if self._show(address) else ("day_alone", "attention")
        self._sheet.notice.say(self._desk.words(f"shift.{key}", address=address), tone)

    def _leave(self) -> None:
        if self._after is not None:
            view, self._after = self._after, None
            self.left.emit()
            self.changed.emit(view)
