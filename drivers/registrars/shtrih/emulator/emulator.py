"""The emulated register as one thing: its file, its machine, its end of the line, its orders."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from drivers.emulation.control import BadWord, choice, flag, moment, silence, whole
from drivers.registrars.shtrih.emulator import (
    archive,
    corrections,
    items,
    receipt,
    service,
    settlements,
    shift,
    status,
    tables,
    world,
)
from drivers.registrars.shtrih.emulator.clock import Clock, wall_clock
from drivers.registrars.shtrih.emulator.faults import Plan
from drivers.registrars.shtrih.emulator.machine import Handler, Machine, Setup
from drivers.registrars.shtrih.emulator.printer import Tell
from drivers.registrars.shtrih.emulator.session import Session
from drivers.registrars.shtrih.emulator.store import Store
from drivers.registrars.shtrih.emulator.wear import DRIVES
from drivers.registrars.shtrih.settings import AUTO

HANDLERS: dict[int, Handler] = {
    **status.HANDLERS,
    **receipt.HANDLERS,
    **items.HANDLERS,
    **corrections.HANDLERS,
    **shift.HANDLERS,
    **archive.HANDLERS,
    **service.HANDLERS,
    **settlements.HANDLERS,
    **tables.HANDLERS,
}
# What the world may do to it; `python -m fiscal emulate --help` shows this.
WORDS = {
    "paper": "true or false",
    "paper_low": "true: the roll is nearly at its end",
    "cover": "true: open",
    "drawer": "true: open",
    "silent": "true: answers nothing",
    "ofd": "false: the OFD cannot be reached",
    "drive": ", ".join(DRIVES),
    "clock": "ISO moment until which time passes at once, for the drive too",
    "drift_s": "seconds by which the clock goes wrong against the drive's",
    "faults": "SPEC of the commands to come",
}


class ShtrihEmulator:
    """A register over the drive in `path`; `StateInUse` when another one has that file."""

    def __init__(
        self,
        path: Path,
        setup: Setup | None = None,
        clock: Clock = wall_clock,
        tell: Tell = silence,
        faults: str = "",
        protocol: str = AUTO,
    ) -> None:
        plan = Plan.parse(faults)
        self._store = Store(path)
        self.machine = Machine(self._store, clock, tell, setup or Setup(), HANDLERS)
        self.session = Session(self.machine, plan, protocol=protocol)

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
            case "paper_low":
                printer.low = flag(value, name)
            case "cover":
                printer.cover = flag(value, name)
            case "drawer":
                printer.drawer = flag(value, name)
            case "silent":
                self.session.silent = flag(value, name)
            case "ofd":
                self.machine.connect(flag(value, name))
            case "drive":
                world.age(self.machine, choice(value, DRIVES))
            case "clock":
                world.pass_until(self.machine, moment(value))
            case "drift_s":
                world.drift(self.machine, whole(value))
            case "faults":
                self.session.plan = Plan.parse(str(value))
            case _:
                raise BadWord(f"unknown word {name!r}; known are {', '.join(WORDS)}")
