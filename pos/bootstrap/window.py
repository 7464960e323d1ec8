"""The window, put together; what stands behind it comes after the first frame."""

from __future__ import annotations

import argparse
import gc
import json
import logging
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from inventory.storage.catalogue import CatalogueStore
from inventory.storage.files import NAME as CATALOGUE
from pos.bootstrap import late, turns
from pos.bootstrap.folder import COMMAND_USER, default_folder, now, open_till, setting
from pos.bootstrap.logs import log_to, ready_ms, rotate
from pos.bootstrap.no_registrar import NoRegistrar
from pos.domain.views import TillView
from pos.errors import AlreadyRunning, SaleError
from pos.storage.till import TillStore
from pos.ui.kit.collector import Collector
from pos.ui.kit.lane import Lane
from pos.ui.kit.look import SETTING_SCALE, SETTING_THEME, Look, look_of, theme_here
from pos.ui.kit.screen import Page, Screen
from pos.ui.kit.sounds import SystemPlayer
from pos.ui.kit.theme import STYLE
from pos.ui.kit.trouble import Situation, explain
from pos.ui.kit.wedge import Wedge
from pos.ui.kit.words import Words
from pos.ui.till.desk import CounterDesk
from pos.ui.till.quick_pages import QuickPage, pages_of
from pos.ui.window import MainWindow
from pos.usecases import quick
from pos.usecases.counter import SESSION, Counter
from pos.usecases.look import view

if TYPE_CHECKING:
    from pos.bootstrap.back_room import BackRoom
    from pos.bootstrap.behind import Behind
    from pos.bootstrap.pages import Pages
    from pos.bootstrap.supervised import Devices, Health
    from pos.demo.content import Person
    from pos.ui.start.draft import Draft
    from sync.usecases.link import LinkState

log = logging.getLogger(__name__)


def run(asked: argparse.Namespace) -> int:
    """Open the window of a data folder and stay until it is closed."""
    kind = "demo" if asked.demo else "training" if asked.training else ""
    folder: Path = asked.data or default_folder(kind)
    app = QApplication([*sys.argv[:1], *STYLE])
    Collector(app)
    turns.share()
    if kind:
        from pos.bootstrap import demo

        return demo.run(app, folder, asked)
    return run_shop(app, folder, asked.lang)


def run_shop(app: QApplication, folder: Path, language: str) -> int:
    """A real shop's window."""
    try:
        log_to(folder)
        till = open_till(folder)
    except AlreadyRunning as error:
        return raise_the_other(folder, error, language)
    except (SaleError, OSError) as error:
        from pos.bootstrap.refused import tell

        return tell(app, error, language)
    program = Program(app, folder, till, language)
    program.start()
    return program.stay()


def raise_the_other(folder: Path, error: AlreadyRunning, language: str) -> int:
    """The till runs already: bring its window to the front, and say so."""
    complain(error, language)
    from pos.bootstrap.calls import RAISE
    from pos.bootstrap.doorbell import ring

    with suppress(AlreadyRunning):
        ring(folder, RAISE, {}, lambda line: None)
    return 1


def complain(error: SaleError, language: str) -> None:
    """On stderr: what happened, what it means, what to do."""
    told = explain(error, Situation.SELLING, Words(language))
    print(f"{told.happened} {told.means} {told.do}", file=sys.stderr)


class Program(QObject):
    """One till's window. Other threads speak to it by signals only."""

    linked = Signal(object)  # a LinkState
    quick_changed = Signal()

    def __init__(
        self,
        app: QApplication,
        folder: Path,
        till: TillStore,
        language: str,
        *,
        shown_people: Sequence[Person] = (),
    ) -> None:
        """`shown_people` are the demo's: their PINs stand on the first screen, DEMO on each."""
        super().__init__()
        self.app, self.folder, self.till = app, folder, till
        self.shown_people = shown_people
        self.words, self.theme = Words(language), theme_here(self.look)
        self.lane, self.errands = Lane("till lane"), Lane("errands")
        # Enough to look and to take scans; the devices come to it with what stands behind.
        catalogue = CatalogueStore(folder / CATALOGUE)
        self._bare = Counter(till, catalogue, NoRegistrar(), None, None, now)
        self._behind: Behind | None = None
        self._quick = ""
        self.wedge = Wedge()
        self.window = self._make_window()
        self._connect()

    # -- life -----------------------------------------------------------------------------

    def start(self) -> None:
        """Show the window; office, link and doorbell come after the first frame."""
        self._end_command_session()
        self.window.ready.connect(self._first_frame)
        self._take_quick_keys(self._kept_quick_keys())
        self.window.show()
        self.window.start()

    def stay(self) -> int:
        """Until the window is closed; then everything is given back."""
        code = self.app.exec()
        self.close()
        return code

    def close(self) -> None:
        """Give everything back; what is under way at a device is found again at the next start."""
        self.wedge.stop()
        if self._behind is not None:
            self._behind.close()
        for lane in (self.lane, self.errands):
            lane.close()
        self.till.close()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def _first_frame(self) -> None:
        log.info("ready_ms=%d", ready_ms())
        rotate()
        late.load()
        self.window.cashier.desk = CounterDesk(self.counter)
        self.behind.open()
        gc.freeze()  # what is here lives as long as the window: no frame waits for a look at it

    def _end_command_session(self) -> None:
        with self.till.work() as work:
            if work.setting(SESSION) == COMMAND_USER:
                work.set_setting(SESSION, "")
                work.commit()

    def first_start(self, draft: Draft) -> TillView:
        """Set everything up; on the errand lane. Raises SaleError, nothing is kept then."""
        self.back_room.first_start(draft)
        return view(self.counter)

    # -- what stands behind the window --------------------------------------------------------

    @property
    def behind(self) -> Behind:
        """Wired when it is first asked for, after the first frame at the latest."""
        if self._behind is None:
            from pos.bootstrap.behind import Behind

            self._behind = Behind(self, self._bare)
            self._behind.raised.connect(self._raise)
        return self._behind

    @property
    def counter(self) -> Counter:
        """Everything a use-case may need."""
        return self.behind.counter

    @property
    def devices(self) -> Devices:
        """What stands at the till."""
        return self.behind.devices

    @property
    def healths(self) -> dict[str, Health]:
        """How the devices are, by name."""
        return self.behind.healths

    @property
    def back_room(self) -> BackRoom:
        """The office and the link to it."""
        return self.behind.back_room

    # -- look -----------------------------------------------------------------------------

    @property
    def look(self) -> Look:
        """The look kept in the till's settings."""
        return look_of(setting(self.till, SETTING_THEME), setting(self.till, SETTING_SCALE))

    def set_look(self, look: Look) -> None:
        """Keep a look and dress the window anew; the page that asked comes up again."""

        def keep() -> None:
            with self.till.work() as work:
                work.set_setting(SETTING_THEME, look.theme)
                work.set_setting(SETTING_SCALE, str(look.scale))
                work.commit()

        self.lane.run(keep, done=self._restyle)

    def _restyle(self, _kept: None) -> None:
        self.theme = theme_here(self.look)
        self.theme.apply(self.app)
        self.window.restyle(self.theme)
        self.window.show_screen(self._pages.menu("look"))

    # -- what other threads tell ------------------------------------------------------------

    def tell_link(self, state: LinkState) -> None:
        """On the link's thread, which may outlive the window by a request."""
        if isValid(self):
            self.linked.emit(state)

    def _show_link(self, state: LinkState) -> None:
        from pos.bootstrap.link_words import shown

        zone = self.till.setting("shop.zone") or "UTC"
        self.window.set_link(*shown(state, self.words, zone))
        self._show_quick_keys()

    def _show_quick_keys(self) -> None:
        self.lane.run(self._kept_quick_keys, done=self._take_quick_keys)

    def _take_quick_keys(self, pages: str) -> None:
        if pages != self._quick and isValid(self.window):
            self._quick = pages
            self.window.set_quick_pages(pages_of(json.loads(pages)) if pages else ())

    def quick_pages(self) -> tuple[QuickPage, ...]:
        """The pages that hold at this till."""
        pages = self._kept_quick_keys()
        return pages_of(json.loads(pages)) if pages else ()

    def _kept_quick_keys(self) -> str:
        with self.till.work() as work:
            return quick.kept(work)

    def _raise(self) -> None:
        self.window.setWindowState(self.window.windowState() & ~Qt.WindowState.WindowMinimized)
        self.window.raise_()
        self.window.activateWindow()

    @cached_property
    def _pages(self) -> Pages:
        from pos.bootstrap.pages import Pages

        return Pages(self)

    def _page(self, page: Page) -> Screen:
        return self._pages.table()[page]()

    # -- construction -----------------------------------------------------------------------

    def _make_window(self) -> MainWindow:
        self.wedge.follow_focus(self.app)
        self.theme.apply(self.app)
        return MainWindow(
            CounterDesk(self._bare),
            self.lane,
            self.errands,
            self.words,
            self.theme,
            pages={page: partial(self._page, page) for page in Page},
            now=now,
            wedge=self.wedge,
            sound=SystemPlayer(),
            demo=bool(self.shown_people),
        )

    def _connect(self) -> None:
        self.linked.connect(self._show_link)
        self.quick_changed.connect(self._show_quick_keys)
