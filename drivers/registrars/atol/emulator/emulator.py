"""Server and register as one thing: file, machine, queue, faults, orders of a person."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path

from drivers.emulation.control import BadWord, Emit, choice, flag, moment, silence, whole
from drivers.registrars.atol.emulator import answers, papers, receipt, shift
from drivers.registrars.atol.emulator.faults import Plan
from drivers.registrars.atol.emulator.machine import Clock, Handlers, Machine, Setup, wall_clock
from drivers.registrars.atol.emulator.queue import Pace, Queue
from drivers.registrars.atol.emulator.store import Store
from drivers.registrars.atol.emulator.wear import DRIVES

HANDLERS: Handlers = {
    **answers.HANDLERS,
    **papers.HANDLERS,
    **receipt.HANDLERS,
    **shift.HANDLERS,
}
# What the world may do to it; `python -m fiscal emulate --help` shows this.
WORDS = {
    "paper": "true or false",
    "cover": "true: open",
    "drawer": "true: open",
    "silent": "true: answers nothing",
    "ofd": "false: the OFD cannot be reached",
    "drive": ", ".join(DRIVES),
    "clock": "ISO moment until which time passes at once",
    "drift_s": "seconds by which the clock goes wrong against the drive's",
    "linked": "false: the server has lost its register (atol)",
    "blocked": "true: the queue of the server stands still (atol)",
    "forgets": "true: the server has lost its queue (atol)",
    "faults": "SPEC of the commands to come",
}


class AtolEmulator:
    """A register over the drive in `path`; `StoreInUse` when another one has that file.

    `forget_queue` starts the server as one that lost what it was told before; the drive loses
    nothing.
    """

    def __init__(
        self,
        path: Path,
        setup: Setup | None = None,
        clock: Clock = wall_clock,
        tell: Emit = silence,
        *,
        faults: str = "",
        pace: Pace | None = None,
        forget_queue: bool = False,
    ) -> None:
        self.plan = Plan.parse(faults)
        self._store = Store(path, forget_queue=forget_queue)
        self.machine = Machine(self._store, setup or Setup(), clock, tell, HANDLERS)
        self.queue = Queue(self.machine, self._store, pace or Pace())
        self.speaks = threading.Event()  # cleared while it is silent
        self.speaks.set()

    def obey(self, word: Mapping[str, object]) -> None:
        """Play the world: paper, cover, drawer, silence, links, the queue, faults to come."""
        for name, value in word.items():
            self._obey(name, value)

    def close(self) -> None:
        """Give the file to another."""
        self.queue.close()
        self._store.close()

    def _obey(self, name: str, value: object) -> None:
        with self.machine.lock:
            printer = self.machine.printer
            match name:
                case "paper":
                    printer.paper = flag(value, name)
                case "cover":
                    printer.cover = flag(value, name)
                case "drawer":
                    printer.drawer = flag(value, name)
                case "ofd":
                    self.machine.connect(flag(value, name))
                case "drive":
                    self.machine.wear(choice(value, DRIVES))
                case "clock":
                    self.machine.set_clock(moment(value))
                case "drift_s":
                    self.machine.drift(whole(value))
                case "linked":
                    self.machine.linked = flag(value, name)
                case _:
                    self._obey_server(name, value)

    def _obey_server(self, name: str, value: object) -> None:
        match name:
            case "silent":
                (self.speaks.clear if flag(value, name) else self.speaks.set)()
            case "blocked":
                self.queue.hold(flag(value, name))
            case "forgets":
                if flag(value, name):
                    self.queue.forget()
            case "faults":
                self.plan = Plan.parse(str(value))
            case _:
                raise BadWord(f"unknown word {name!r}; known are {', '.join(WORDS)}")
