"""The demo: a shop of our own making, emulated devices, and the panel that plays the world."""

from __future__ import annotations

import argparse
import gc
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QObject, QRect, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from pos.bootstrap.child import Child, Hear
from pos.bootstrap.folder import default_folder, now, open_till, setting
from pos.bootstrap.link import link_for
from pos.bootstrap.logs import log_to
from pos.bootstrap.office import EmbeddedOffice
from pos.bootstrap.supervised import emulators_allowed
from pos.bootstrap.window import Program, complain, raise_the_other, run_shop
from pos.demo import content
from pos.demo.first_run import demo_first_run
from pos.errors import AlreadyRunning, RealShop
from pos.storage.till import TillStore
from pos.ui.demo.panel import DemoPanel, beside
from pos.ui.demo.world import CardAnswer, Plug
from pos.usecases import pins
from pos.usecases.first_start import Setup, found
from sync.usecases.link import LinkState

LOCAL = "tcp:127.0.0.1:0"
# A bank may take a minute and a half; whoever tries out a lost answer shall not wait that long.
BANK_S = 6
TILL_NARROWEST = 1024
ADDRESS = {
    Plug.REGISTER: "devices.registrar",
    Plug.TERMINAL: "devices.terminal",
    Plug.DISPLAY: "devices.display",
}


def run(app: QApplication, folder: Path, asked: argparse.Namespace) -> int:
    """Open the demo; leaving it opens the real shop's window in its own data folder.

    A folder of a real shop is left as it is: no emulator ever comes into it.
    """
    log_to(folder)
    try:
        till = open_till(folder)
    except AlreadyRunning as error:
        return raise_the_other(folder, error, asked.lang)
    if setting(till, "till.id") and not emulators_allowed(till):
        till.close()
        complain(RealShop(str(folder)), asked.lang)
        return 1
    world = DemoWorld(folder)
    try:
        world.connect_to(till)
        fill(folder, till)
        program = Program(app, folder, till, asked.lang, shown_people=content.people())
        world.show(program)
        program.start()
        code = program.stay()
    finally:
        world.stop()
    if not world.left:
        return code
    del program
    gc.unfreeze()
    gc.collect()
    return run_shop(app, default_folder(), asked.lang)


def fill(folder: Path, till: TillStore) -> None:
    """Found the demo's shop, once: its people, its office with all goods, its catalogue.

    Blocks for a few seconds at the very first start; the first scan finds its good then.
    """
    if setting(till, "shop.name"):
        return
    office = EmbeddedOffice(folder, till)
    records = demo_first_run(pins.hashed)
    shop = content.shop()
    found(till, _setup(till), now, records.users, "demo")
    office.start()
    try:
        settings = [records.quick_keys]
        office.first_run(shop.login, shop.password, records.users, records.items, settings)
        link_for(folder, till, url=office.url).once()
    finally:
        office.stop()


def _setup(till: TillStore) -> Setup:
    shop, owner = content.shop(), content.owner()
    return Setup(
        owner=owner.name,
        pin=owner.pin,
        shop=shop.name,
        inn=shop.inn,
        till_name=shop.till,
        tax_system=shop.tax_system,
        zone=shop.zone,
        registrar=setting(till, ADDRESS[Plug.REGISTER]),
        terminal=setting(till, ADDRESS[Plug.TERMINAL]),
        display=setting(till, ADDRESS[Plug.DISPLAY]),
    )


class DemoWorld(QObject):
    """`pos.ui.demo.world.World` over emulators that run as processes of their own."""

    _heard = Signal(dict)

    def __init__(self, folder: Path, *, bank_s: int = BANK_S) -> None:
        """`bank_s`: after so many seconds without an answer of the bank it is asked."""
        super().__init__()
        self.left, self._bank_s = False, bank_s
        self.urls: dict[Plug, str] = {}
        self._devices = _emulators(folder / "devices", self._heard.emit)
        self._program: Program | None = None
        self.panel: DemoPanel | None = None

    def connect_to(self, till: TillStore) -> None:
        """Wait for the emulators and tell the till where they are; blocks for a second."""
        urls = {plug: str(child.listening()["listening"]) for plug, child in self._devices.items()}
        urls[Plug.TERMINAL] += f"?operation_s={self._bank_s}"
        self.urls = urls
        with till.work() as work:
            for plug, url in urls.items():
                work.set_setting(ADDRESS[plug], url)
            work.commit()

    def show(self, program: Program) -> None:
        """Put the panel beside the till's window."""
        self._program = program
        panel = DemoPanel(
            self, program.words, program.theme, content.panel_goods(), content.unknown_code()
        )
        self.panel = panel
        self._heard.connect(panel.hear)
        room = program.app.primaryScreen().availableGeometry()
        till, side = beside(QRect(room), TILL_NARROWEST)
        program.window.setGeometry(till)
        panel.setGeometry(side)
        program.window.closing.connect(self.hide)
        program.linked.connect(self._show_office)
        panel.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        QTimer.singleShot(0, panel, panel.show)

    def hide(self) -> None:
        """Take the panel away; the world goes on."""
        if self.panel is not None:
            self._heard.disconnect(self.panel.hear)
            self.panel.close()
            self.panel.deleteLater()
        self.panel, self._program = None, None

    def stop(self) -> None:
        """End the emulators."""
        for child in self._devices.values():
            child.stop()

    def _show_office(self, _link: LinkState) -> None:
        if self.panel is not None and self._program is not None:
            shop = content.shop()
            self.panel.show_office(self._program.back_room.url, shop.login, shop.password)

    # -- what the panel does ---------------------------------------------------------------

    def scan(self, text: str) -> None:
        """A scan, or `1,284*CODE` as a scale with a scanner would give it."""
        if self._program is None:
            return
        if "*" in text:
            self._program.window.cashier.scan(text, scanned=False)
        else:
            self._program.window.scan(text)

    def card(self, answer: CardAnswer) -> None:
        """From now on the bank answers so."""
        self.tell(Plug.TERMINAL, {"answer": answer.value})

    def plug(self, plug: Plug, plugged: bool) -> None:
        """Pull a wire or put it back."""
        if plug is not Plug.OFFICE:
            self.tell(plug, {"offline": not plugged})
        elif self._program is not None:
            self._program.back_room.plug(plugged)

    def tell(self, device: Plug, order: Mapping[str, object]) -> None:
        """A word to the emulator itself: `python -m drivers emulate --help` lists them."""
        self._devices[device].tell(order)

    def paper(self, there: bool) -> None:
        """Let the paper run out, or put a new roll in."""
        self.tell(Plug.REGISTER, {"paper": there})

    def leave(self) -> None:
        """Close the demo and begin the first start in the shop's own data folder."""
        self.left = True
        if self._program is not None:
            self._program.window.close()


def _emulators(folder: Path, hear: Hear) -> dict[Plug, Child]:
    folder.mkdir(parents=True, exist_ok=True)
    shop = content.shop()

    def device(name: str, *arguments: str) -> Child:
        return Child(name, [*arguments, "--listen", LOCAL, "--attached"], hear, zone=shop.zone)

    register = ("--state", str(folder / "register.state"), "--inn", shop.inn, "--name", shop.name)
    terminal = ("--model", "emulated", "--state", str(folder / "terminal.ledger"))
    return {
        Plug.REGISTER: device("register", "fiscal", "emulate", "shtrih", *register),
        Plug.TERMINAL: device("terminal", "drivers", "emulate", "terminal", *terminal),
        Plug.DISPLAY: device("display", "drivers", "emulate", "display", "--model", "cd5220"),
    }
