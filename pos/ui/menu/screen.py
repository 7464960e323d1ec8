"""F12: the menu and the pages behind it, one stack, Esc goes back one page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedLayout

from inventory.codes.weight import USUAL, Rule
from pos.domain.views import TillView
from pos.domain.weighing import PanView
from pos.ui.kit.look import USUAL_LOOK, Look
from pos.ui.kit.screen import Page, Screen
from pos.ui.kit.trouble import Situation
from pos.ui.menu.about import AboutScreen
from pos.ui.menu.cash import CashScreen
from pos.ui.menu.codes import CodesScreen
from pos.ui.menu.connect import ConnectScreen
from pos.ui.menu.connect_wire import Wires
from pos.ui.menu.desk import Desk
from pos.ui.menu.drawer import DrawerScreen
from pos.ui.menu.home import MenuHome
from pos.ui.menu.look import LookScreen
from pos.ui.menu.register import RegisterScreen
from pos.ui.menu.shop import DeviceState, ShopScreen
from pos.ui.shift.reports import CloseShiftScreen, XReportScreen
from pos.ui.start.register import Ports, Probe


@dataclass(frozen=True, slots=True)
class Facts:
    """What the menu tells about the program."""

    version: str
    data_folder: str
    office_url: Callable[[], str]  # the office may come after the menu
    devices: Callable[[], Sequence[DeviceState]]
    probe: Probe
    ports: Ports
    connect: Callable[[str], None]  # keeps another register's address, "" for none (quick lane)
    wires: Wires = field(default_factory=Wires)
    look: Look = USUAL_LOOK
    set_look: Callable[[Look], None] = lambda look: None  # keeps it and dresses the window anew
    rules: Callable[[], Sequence[Rule]] = lambda: USUAL
    set_rules: Callable[[Sequence[Rule]], None] = lambda rules: None  # quick lane


class MenuScreen(Screen):
    """The window sees one page; inside, each page is made when it is first opened."""

    def __init__(self, desk: Desk, facts: Facts) -> None:
        super().__init__()
        self._desk = desk
        self._view = TillView()
        self._home = MenuHome(desk)
        self._makers: dict[str, Callable[[], Screen]] = {
            "cash_in": lambda: CashScreen(desk, "in"),
            "cash_out": lambda: CashScreen(desk, "out"),
            "drawer": lambda: DrawerScreen(desk),
            "x": lambda: XReportScreen(desk),
            "z": lambda: CloseShiftScreen(desk, facts.office_url),
            "shop": lambda: ShopScreen(desk, facts.devices, facts.office_url()),
            "connect": lambda: ConnectScreen(
                desk, facts.probe, facts.ports, facts.connect, facts.wires
            ),
            "look": lambda: LookScreen(desk, facts.look, facts.set_look),
            "codes": lambda: CodesScreen(desk, facts.rules(), facts.set_rules),
            "register": lambda: RegisterScreen(desk),
            "about": lambda: AboutScreen(desk, facts.version, facts.data_folder),
        }
        self._pages: dict[str, Screen] = {}
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._home)
        self._home.picked.connect(self.open)
        self._home.left.connect(self.left)

    @property
    def page(self) -> Screen:
        """The page in front."""
        front = self._stack.currentWidget()
        return front if isinstance(front, Screen) else self._home

    def entered(self, view: TillView) -> None:
        """Tells the page in front."""
        self._view = view
        self.page.entered(view)

    def showEvent(self, event: QShowEvent) -> None:
        self.page.setFocus()

    def scanned(self, text: str) -> bool:
        """A scan for the page in front, if it has a use for it."""
        return self.page is not self._home and self.page.scanned(text)

    def weighed(self, seen: PanView) -> None:
        """What the scales bear, for the page in front."""
        if self.page is not self._home:
            self.page.weighed(seen)

    def open(self, name: str) -> None:
        """Go where a tile leads."""
        if name == "sales":
            # Sales take the menu's place: a return begun there is watched on the selling page.
            self.left.emit()
            self.wanted.emit(Page.SALES)
        elif name == "quick":
            self.left.emit()
            self.wanted.emit(Page.QUICK)
        elif name == "log_out":
            acts = self._desk.acts
            self._desk.lane.run(acts.log_out, done=self._gone, failed=self._failed)
        else:
            self._enter(self._page(name))

    def _page(self, name: str) -> Screen:
        if name not in self._pages:
            page = self._makers[name]()
            page.left.connect(self._home_again)
            page.changed.connect(self._changed)
            page.troubled.connect(self.troubled)
            if isinstance(page, ShopScreen):
                page.asked.connect(self.open)
            self._stack.addWidget(page)
            self._pages[name] = page
        return self._pages[name]

    def _enter(self, page: Screen) -> None:
        self._stack.setCurrentWidget(page)
        page.entered(self._view)
        page.setFocus()

    def _home_again(self) -> None:
        self._enter(self._home)

    def _changed(self, view: TillView) -> None:
        self._view = view
        self.changed.emit(view)

    def _gone(self, view: TillView) -> None:
        self.left.emit()
        self.changed.emit(view)

    def _failed(self, error: Exception) -> None:
        self.troubled.emit(error, Situation.SHIFT)
