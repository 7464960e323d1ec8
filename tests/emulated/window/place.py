"""A shop on a desk: the demo's folder, its emulated devices as processes, the real window."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

from pos.bootstrap.demo import DemoWorld, fill
from pos.bootstrap.folder import now, open_till
from pos.bootstrap.window import Program
from pos.demo import content
from pos.ui.demo.panel import DemoPanel
from pos.ui.demo.world import Plug
from tests.emulated.window import books
from tests.emulated.window.hands import Hands
from tests.fakes.qt import application, free_what_is_closed


def founded(folder: Path) -> Path:
    """The demo's shop in a folder: goods, people, an office that knows the till; nothing sold."""
    world = DemoWorld(folder, bank_s=2)
    try:
        with closing(open_till(folder)) as till:
            world.connect_to(till)
            fill(folder, till)
    finally:
        world.stop()
    shutil.rmtree(folder / "devices")
    return folder


class Place:
    """What stands in the shop; the window may be closed and opened again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.world = DemoWorld(folder, bank_s=2)
        self._program: Program | None = None

    @property
    def program(self) -> Program:
        """The program that runs now."""
        assert self._program is not None
        return self._program

    @property
    def panel(self) -> DemoPanel:
        """What plays the world."""
        assert self.world.panel is not None
        return self.world.panel

    def address(self, plug: Plug) -> str:
        """URL of a device."""
        return self.world.urls[plug]

    def connect(self) -> None:
        """Write the devices' addresses into the folder, for a program that is to run there."""
        with closing(open_till(self.folder)) as till:
            self.world.connect_to(till)

    def faults(self, office: str = "") -> list[str]:
        """Where the books disagree: journal, drive, bank, and the office if named."""
        register, terminal = self.address(Plug.REGISTER), self.address(Plug.TERMINAL)
        return books.verify(self.folder, register, terminal, office).faults

    @property
    def shown(self) -> tuple[str, str]:
        """What the customer reads, without the blanks that fill a line."""
        upper, lower = self.panel.shown
        return upper.rstrip(), lower.rstrip()

    @property
    def today(self) -> str:
        """The shop's day, ISO."""
        return now().astimezone(ZoneInfo(content.shop().zone)).date().isoformat()

    def open(self, language: str = "ru") -> Hands:
        """Start the window and wait for its first frame."""
        till = open_till(self.folder)
        self.world.connect_to(till)
        app = application()
        self._program = Program(app, self.folder, till, language, shown_people=content.people())
        self.world.show(self._program)
        hands = Hands(self._program)
        self._program.start()
        hands.until(lambda: hands.is_ready)
        return hands

    def close(self) -> None:
        """Close the window; the devices stay."""
        if self._program is not None:
            program, self._program = self._program, None
            self.world.hide()
            program.close()


@contextmanager
def place_in(folder: Path) -> Iterator[Place]:
    """A place whose window and devices end with the block."""
    place = Place(folder)
    try:
        yield place
    finally:
        place.close()
        place.world.stop()
        free_what_is_closed()
