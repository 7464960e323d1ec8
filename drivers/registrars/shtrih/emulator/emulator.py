"""The emulated register as one thing: its file, its machine, its end of the line, its orders."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from drivers.emulation.control import BadWord, flag, silence
from drivers.registrars.shtrih.emulator import (
    archive,
    items,
    receipt,
    service,
    shift,
    status,
    tables,
)
from drivers.registrars.shtrih.emulator.clock import Clock, wall_clock
from drivers.registrars.shtrih.emulator.faults import Plan
from drivers.registrars.shtrih.emulator.machine import Handler, Machine, Setup
from drivers.registrars.shtrih.emulator.printer import Tell
from drivers.registrars.shtrih.emulator.session import Session
from drivers.registrars.shtrih.emulator.store import Store

HANDLERS: dict[int, Handler] = {
    **status.HANDLERS,
    **receipt.HANDLERS,
    **items.HANDLERS,
    **shift.HANDLERS,
    **archive.HANDLERS,
    **service.HANDLERS,
    **tables.HANDLERS,
}
WORDS = ("paper", "cover", "drawer", "silent", "ofd", "faults")


class ShtrihEmulator:
    """A register over the drive in `path`; `StateInUse` when another one has that file."""

    def __init__(
        self,
        path: Path,
        setup: Setup | None = None,
        clock: Clock = wall_clock,
        tell: Tell = silence,
        faults: str = "",
    ) -> None:
        plan = Plan.parse(faults)
        self._store = Store(path)
        self.machine = Machine(self._store, clock, tell, setup or Setup(), HANDLERS)
        self.session = Session(self.machine, plan)

    def obey(self, word: Mapping[str, object]) -> None:
        """Play the world: paper, cover, drawer, silence, the OFD's link, faults to come."""
        with self.machine.lock:
            for name, value in word.items():
                self._obey(name, value)

    def close(self) -> None:
        """Give the file to another."""
        self._store.close()

    def _obey(self, name: str, value: object) -> None:
        printer = self.machine.printer
        match name:
            case "paper":
                printer.paper = flag(value, name)
            case "cover":
                printer.cover = flag(value, name)
            case "drawer":
                printer.drawer = flag(value, name)
            case "silent":
                self.session.silent = flag(value, name)
            case "ofd":
                self.machine.connect(flag(value, name))
            case "faults":
                self.session.plan = Plan.parse(str(value))
            case _:
                raise BadWord(f"unknown word {name!r}; known are {', '.join(WORDS)}")
