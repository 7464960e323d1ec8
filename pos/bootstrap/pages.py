"""Pages of the window beside selling.

Each is imported when it is first opened: the first frame does not wait for the others.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from pos.bootstrap import devices
from pos.bootstrap.folder import setting
from pos.bootstrap.lamps import LAMPS, Lamp
from pos.bootstrap.link_words import shown as told
from pos.bootstrap.supervised import ADDRESS, DISPLAY, REGISTER, SCALE, SCANNER, emulators_allowed
from pos.ui.kit.screen import Page, Screen
from pos.usecases import codes, quick, scan

if TYPE_CHECKING:
    from drivers.contracts.registrar import RegistrarStatus
    from inventory.domain.catalogue import Item
    from pos.bootstrap.window import Program
    from pos.ui.menu.desk import Desk
    from pos.ui.menu.shop import DeviceState
    from pos.ui.quick.arrange import Pages as QuickPages

VERSION = "0.1.0"


class Pages:
    """Builds the pages of one program, and answers what they ask of it."""

    def __init__(self, program: Program) -> None:
        self._program = program

    def table(self) -> dict[Page, Callable[[], Screen]]:
        """Page by name."""
        return {
            Page.FIRST_START: self._first_start,
            Page.LOGIN: self._login,
            Page.SHIFT_OPEN: self._shift,
            Page.MENU: self.menu,
            Page.SALES: self._sales,
            Page.RETURN: self._sales,
            Page.LATER: self._later,
            Page.QUICK: self._quick,
        }

    def _desk(self) -> Desk:
        from pos.ui.menu.counter import CounterActs
        from pos.ui.menu.desk import Desk

        program = self._program
        acts = CounterActs(program.counter)
        return Desk(acts, program.lane, program.errands, program.words, program.theme)

    def _first_start(self) -> Screen:
        from pos.ui.start.first import FirstStart, FirstStartScreen

        first = FirstStart(self._program.first_start, self._probe, serial_paths)
        return FirstStartScreen(self._desk(), first)

    def _login(self) -> Screen:
        from pos.ui.start.login import LoginScreen

        return LoginScreen(self._desk(), self._program.shown_people)

    def _shift(self) -> Screen:
        from pos.ui.shift.opening import OpenShiftScreen

        return OpenShiftScreen(self._desk())

    def _sales(self) -> Screen:
        from pos.ui.sales.screen import SalesScreen

        return SalesScreen(self._desk())

    def _later(self) -> Screen:
        from pos.ui.sales.screen import SalesScreen

        made = SalesScreen(self._desk())
        made.begin_later()
        return made

    def _quick(self) -> Screen:
        from pos.ui.quick.screen import QuickScreen

        return QuickScreen(self._desk(), QuickActs(self._program))

    def menu(self, name: str = "") -> Screen:
        """The menu, or one of its pages with the menu behind it."""
        from pos.ui.menu.connect_wire import Wires
        from pos.ui.menu.screen import Facts, MenuScreen

        facts = Facts(
            version=VERSION,
            data_folder=str(self._program.folder),
            office_url=lambda: self._program.back_room.url,
            devices=self._devices,
            probe=self._probe,
            ports=serial_paths,
            connect=partial(self._keep, REGISTER),
            wires=Wires(self._address, self._connect_wire),
            look=self._program.look,
            set_look=self._program.set_look,
            rules=partial(codes.rules, self._program.counter),
            set_rules=partial(codes.set_rules, self._program.counter),
        )
        made = MenuScreen(self._desk(), facts)
        if name:
            made.open(name)
        return made

    def _probe(self, url: str) -> str:
        """What register is there, in a line; on the errand lane. Raises DeviceError."""
        allow = emulators_allowed(self._program.till)
        registrar = devices.registrar(url, allow_emulators=allow)
        try:
            return described(registrar.status())
        finally:
            registrar.close()

    def _address(self, name: str) -> str:
        return setting(self._program.till, ADDRESS[name])

    def _connect_wire(self, name: str, url: str) -> None:
        """Keep the address of a device on a wire, and take it at once. Raises BadAddress."""
        held = self._program.devices
        look = {SCANNER: devices.scanner, SCALE: devices.scale, DISPLAY: devices.display}
        take = {
            SCANNER: held.scanner.reconnect,
            SCALE: held.scale.reconnect,
            DISPLAY: held.display.reconnect,
        }
        look[name](url)  # opens no port: only the address is looked at
        self._keep(name, url)
        take[name]()

    def _keep(self, name: str, url: str) -> None:
        with self._program.till.work() as work:
            work.set_setting(ADDRESS[name], url)
            work.commit()

    def _devices(self) -> Sequence[DeviceState]:
        from pos.ui.menu.shop import DeviceState

        shown: list[DeviceState] = []
        for name, key in ADDRESS.items():
            address = setting(self._program.till, key)
            health = self._program.healths.get(name)
            lamp = LAMPS[health.state] if health and address else Lamp.OFF
            shown.append(DeviceState(name, address, lamp, health.last_error if health else ""))
        link = told(self._program.back_room.state, self._program.words, "UTC")
        office = self._program.back_room.url
        shown.append(DeviceState("office", office, link.lamp, link.detail))
        return shown


class QuickActs:
    """`pos.ui.quick.screen.QuickDesk` of one program: what is kept shows at once."""

    def __init__(self, program: Program) -> None:
        self._program = program

    def pages(self) -> QuickPages:
        """See QuickDesk."""
        return self._program.quick_pages()

    def keep(self, pages: QuickPages) -> None:
        """See pos.usecases.quick."""
        plain = [(page.name, [(key.item, key.label) for key in page.keys]) for page in pages]
        quick.set_quick_keys(self._program.counter, plain)
        self._program.quick_changed.emit()

    def reset(self) -> None:
        """See pos.usecases.quick."""
        quick.reset_quick_keys(self._program.counter)
        self._program.quick_changed.emit()

    def find(self, text: str) -> list[Item]:
        """See pos.usecases.scan."""
        return scan.find_items(self._program.counter, text)


def described(status: RegistrarStatus) -> str:
    """A register in one line: model, serial number, ФН, FFD."""
    return f"{status.model} № {status.serial} · ФН {status.fn} · ФФД {status.ffd}"


def serial_paths() -> list[str]:
    """Serial ports of this machine."""
    from drivers.ports import serial_ports

    return [port.path for port in serial_ports()]
