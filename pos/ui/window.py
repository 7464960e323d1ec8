"""The window: status strip, trouble strip, and the pages in a stack. Nothing pops up.

Which page is at the bottom follows from the view: no shop → first start, no user → login, no
shift → opening a shift, else selling. Other pages lie on top of it until they are left.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from fiscal.domain.condition import Allowed, Condition, allowed
from pos.domain.views import TillView
from pos.domain.weighing import PanView
from pos.ui.kit.bursts import DEAF_MS
from pos.ui.kit.format import Format
from pos.ui.kit.lane import Lane
from pos.ui.kit.screen import Page, Screen
from pos.ui.kit.sounds import Player, Sound, silent
from pos.ui.kit.strip import Strip
from pos.ui.kit.theme import SMALLEST, Theme
from pos.ui.kit.trouble import Situation, Trouble, explain
from pos.ui.kit.wedge import Wedge
from pos.ui.kit.widgets import Health
from pos.ui.kit.words import Words
from pos.ui.till.cashier import Cashier
from pos.ui.till.notices import register_is, sentences
from pos.ui.till.port import Desk
from pos.ui.till.quick_pages import QuickPage
from pos.ui.till.selling import SellingScreen
from pos.ui.till.status_strip import StatusStrip

log = logging.getLogger(__name__)

CLOCK_MS: Final = 1000
UTC_ZONE: Final = "UTC"
Pages = Mapping[Page, Callable[[], Screen]]


class MainWindow(QWidget):
    """One window for the whole day. Wiring gives it the lanes, the pages and the health."""

    ready = Signal()  # once, after the first page that follows from a view was painted
    closing = Signal()

    def __init__(
        self,
        desk: Desk,
        lane: Lane,
        errands: Lane,
        words: Words,
        theme: Theme,
        *,
        pages: Pages,
        now: Callable[[], datetime],
        wedge: Wedge | None = None,
        sound: Player = silent,
        demo: bool = False,
    ) -> None:
        super().__init__()
        self._words, self._theme, self._pages, self._now = words, theme, pages, now
        self._form, self._sound = Format(words), sound
        self._wedge = wedge or Wedge(self)
        self._demo = demo
        self.cashier = Cashier(desk, lane, errands, self)
        self._base: Page | None = None
        self._over: list[Screen] = []
        self._said: Trouble | None = None
        self._healths: dict[str, tuple[Health, str]] = {}
        self._link: tuple[Health, int, str, str, Trouble | None] = (Health.OFF, 0, "", "", None)
        self._conditions: tuple[Condition, ...] = ()
        self._quick: tuple[QuickPage, ...] = ()
        self._ready = False
        self._told: TillView | None = None
        self._since_heard = QElapsedTimer()
        self._clock = QTimer(self, interval=CLOCK_MS)
        self._column = QVBoxLayout(self)
        self._build()
        self._connect()

    # -- what wiring calls ----------------------------------------------------------------

    def start(self) -> None:
        """Ask for the first view; what was unfinished is settled after its frame."""
        self._tick()
        self._clock.start()
        self.cashier.refresh()

    def set_health(self, name: str, state: Health, detail: str = "") -> None:
        """How "register", "terminal", "display", "scanner" or "scale" is; OFF: it is not set up."""
        self._healths[name] = (state, detail)
        self._show_lamp(name)
        self.selling.set_dead(name, state in (Health.STOP, Health.OFF))
        self._show_strip()

    def set_register(self, conditions: tuple[Condition, ...]) -> None:
        """What the register says it is in, worst first; empty: it is in order."""
        if conditions != self._conditions:
            self._conditions = conditions
            self._show_lamp("register")
            self._show_strip()

    def set_pan(self, seen: PanView) -> None:
        """What the scales bear: for whoever is asked for a weight, and for the page in front."""
        self.selling.set_pan(seen)
        self._front().weighed(seen)

    def set_link(
        self,
        state: Health,
        unsent: int,
        detail: str = "",
        since: str = "",
        standing: Trouble | None = None,
    ) -> None:
        """How the link to the office is, how many facts wait for it and since when.

        `standing` is what the office says that a person should act on; the strip shows it.
        """
        self._link = (state, unsent, detail, since, standing)
        self._status.show_link(state, unsent, detail, since)
        self._show_strip()

    def set_quick_pages(self, pages: tuple[QuickPage, ...]) -> None:
        """The shop's quick keys."""
        self._quick = pages
        self.selling.set_quick_pages(pages)

    def restyle(self, theme: Theme) -> None:
        """Another look: every page is made anew, what is sold stays. Pages on top go away."""
        self._theme = theme
        self._over.clear()
        self._base = None
        while item := self._column.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self._build()
        self._adopt_selling()
        self.selling.set_quick_pages(self._quick)
        for name, (state, detail) in self._healths.items():
            self.set_health(name, state, detail)
        self.set_link(*self._link)
        self._view_changed(self.cashier.view)

    def scan(self, text: str) -> None:
        """A code from any scanner, as if the wedge had heard it."""
        if self._front().scanned(text):
            return
        if self._base is None:
            self.selling.scanned(text)
            self._back_to_base()
        else:
            self._sound(Sound.ATTENTION)
            self.say(sentences(self._words, "till.log_in_first"))

    def heard(self, text: str) -> None:
        """A code from a scanner on a wire: as the wedge's, payment keys are deaf after it."""
        self._since_heard.start()
        self.scan(text)

    def misheard(self) -> None:
        """A scanner on a wire has sent something that is no code."""
        self._since_heard.start()
        self._sound(Sound.NOT_FOUND)
        self.say(sentences(self._words, "till.misheard"))

    def show_screen(self, screen: Screen) -> None:
        """Lay a page on top; Esc or its `left` takes it away."""
        self._adopt(screen)
        self._over.append(screen)
        self._bring(screen)

    def back(self) -> None:
        """Take the page on top away."""
        if self._over:
            self._discard(self._over.pop())
            self.say(None)
            self._bring(self._front())

    def say(self, trouble: Trouble | None) -> None:
        """What the strip says until it is over; None: it is."""
        self._said = trouble
        self._show_strip()

    @property
    def strip_words(self) -> str:
        """What the strip says, in plain text; empty when it is silent."""
        return self._strip.words

    # -- Qt -------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._over:
            self.back()
        elif self._front() is self.selling and not self.selling.hasFocus():
            # A click may have left the focus nowhere; selling needs none.
            self.selling.setFocus()
            self.selling.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._clock.stop()
        self.closing.emit()
        super().closeEvent(event)

    # -- pages ----------------------------------------------------------------------------

    def _view_changed(self, view: TillView) -> None:
        self._status.show_view(view)
        self._tick()
        base, first = _base_of(view), self._stack.currentWidget() is None
        if first or base != self._base:
            self._change_base(base, view)
        elif self._front() is not self.selling and view != self._told:
            # Selling hears the views itself. A page with something typed in it is not begun anew
            # by a view that tells nothing new.
            self._front().entered(view)
        self._told = view
        self._show_strip()
        if not self._ready:
            self._ready = True
            QTimer.singleShot(0, self, self._first_frame)

    def _first_frame(self) -> None:
        self.repaint()
        self.ready.emit()
        self.cashier.start()

    def _change_base(self, base: Page | None, view: TillView) -> None:
        self._back_to_base()
        old = self._stack.currentWidget()
        self._base = base
        if base is None:
            if old is not None:  # somebody has just logged in or opened a shift
                self.selling.forget_last(view)
            self._bring(self.selling)
        else:
            screen = self._pages[base]()
            self._adopt(screen)
            self._bring(screen)
        if isinstance(old, Screen) and old is not self.selling:
            self._discard(old)

    def _front(self) -> Screen:
        if self._over:
            return self._over[-1]
        current = self._stack.currentWidget()
        if self._base is not None and isinstance(current, Screen):
            return current
        return self.selling

    def _back_to_base(self) -> None:
        while self._over:
            self._discard(self._over.pop())
        if self._base is None and self._stack.currentWidget() is not None:
            self._bring(self.selling)

    def _bring(self, screen: Screen) -> None:
        if self._stack.indexOf(screen) < 0:
            self._stack.addWidget(screen)
        self._stack.setCurrentWidget(screen)
        screen.entered(self.cashier.view)

    def _adopt(self, screen: Screen) -> None:
        self._stack.addWidget(screen)
        screen.changed.connect(self.cashier.take)
        screen.left.connect(self.back)
        screen.troubled.connect(self._trouble)
        screen.wanted.connect(self._open)

    def _discard(self, screen: Screen) -> None:
        self._stack.removeWidget(screen)
        screen.deleteLater()

    def _open(self, page: Page) -> None:
        build = self._pages.get(page)
        if build is None:
            log.error("nobody builds the page %s", page.value)
        else:
            self.say(None)
            self.show_screen(build())

    # -- strips ---------------------------------------------------------------------------

    def _trouble(self, error: Exception, situation: Situation) -> None:
        self._sound(Sound.ATTENTION)
        self.say(explain(error, situation, self._words))

    def _show_strip(self) -> None:
        trouble = self._said or self._standing()
        if trouble is None:
            self._strip.clear()
        else:
            self._strip.say(trouble)

    def _standing(self) -> Trouble | None:
        """What stays true until it is mended: a device that is gone, an errand, a lag."""
        view = self.cashier.view
        for name in ("register", "terminal", "scanner", "scale", "display"):
            if self._healths.get(name, (Health.OFF, ""))[0] is Health.STOP:
                return sentences(self._words, f"till.device.{name}")
        if view.errand_trouble:
            return sentences(self._words, "till.errand")
        if said := self._register_standing():
            return said
        if view.catching_up:
            return sentences(self._words, "till.catching_up")
        return self._link[4]

    def _register_standing(self) -> Trouble | None:
        """The worst condition of the register; a patient one waits until nobody is served."""
        view = self.cashier.view
        served = bool(view.basket.lines) or view.pending is not None
        told = [one for one in self._conditions if not (served and one.patient)]
        return register_is(told[0], self._words) if told else None

    def _show_lamp(self, name: str) -> None:
        """A register that answers is not well for that: its conditions show in its lamp."""
        state, detail = self._healths.get(name, (Health.OFF, ""))
        if name == "register" and state is Health.OK and self._conditions:
            sells = allowed(self._conditions) is Allowed.SELL
            state = Health.ATTENTION if sells else Health.STOP
            detail = register_is(self._conditions[0], self._words).happened
        self._status.show_health(name, state, detail)

    def _deaf(self, at_ms: int) -> bool:
        """Whether a payment key with that event time comes too close to a scan."""
        since = self._since_heard
        return self._wedge.deaf(at_ms) or (since.isValid() and not since.hasExpired(DEAF_MS))

    def _tick(self) -> None:
        shop = self.cashier.view.shop
        zone = shop.zone if shop else UTC_ZONE
        self._status.show_time(self._form.time(self._now(), zone) if shop else "")

    # -- construction ---------------------------------------------------------------------

    def _build(self) -> None:
        theme, words = self._theme, self._words
        self.selling = SellingScreen(
            self.cashier, theme, words, self._now, deaf=self._deaf, sound=self._sound
        )
        self._status = StatusStrip(theme, words, self._form, demo=self._demo)
        self._strip = Strip(theme)
        self._stack = QStackedWidget()
        self.setWindowTitle(words("till.brand"))
        self.setMinimumSize(*(theme.px(size) for size in SMALLEST))
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        for part in (self._status, self._strip):
            self._column.addWidget(part)
        self._column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self._adopt_selling()
        self.cashier.viewed.connect(self._view_changed)
        self._wedge.scanned.connect(self.scan)
        self._clock.timeout.connect(self._tick)

    def _adopt_selling(self) -> None:
        self.selling.said.connect(self.say)
        self.selling.wanted.connect(self._open)


def _base_of(view: TillView) -> Page | None:
    """The page at the bottom; None is selling."""
    if view.shop is None:
        return Page.FIRST_START
    if view.user is None:
        return Page.LOGIN
    return Page.SHIFT_OPEN if view.shift is None else None
