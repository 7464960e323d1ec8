"""An emulator of the maker's server as a program starts it."""

from __future__ import annotations

import argparse
from dataclasses import fields

from drivers.emulation.control import Emit
from drivers.registrars.atol.emulator.emulator import AtolEmulator
from drivers.registrars.atol.emulator.machine import Clock, Setup
from drivers.registrars.atol.emulator.queue import Pace
from drivers.registrars.atol.emulator.state import Plate

KEEP, FORGET = "keep", "forget"


def add_options(parser: argparse.ArgumentParser) -> None:
    """What only this maker's emulator takes."""
    group = parser.add_argument_group("atol")
    group.add_argument(
        "--queue",
        choices=(KEEP, FORGET),
        default=KEEP,
        help="what the server remembers of its tasks from before its start",
    )
    group.add_argument(
        "--task-ms", type=int, default=0, metavar="MS", help="how long a task waits and works"
    )


def started(options: argparse.Namespace, clock: Clock, tell: Emit) -> AtolEmulator:
    """The emulator by the options of `python -m fiscal emulate atol`."""
    given = {item.name: getattr(options, item.name, None) for item in fields(Plate)}
    plate = Plate(**{name: value for name, value in given.items() if value is not None})
    return AtolEmulator(
        options.state,
        Setup(plate, options.width),
        clock,
        tell,
        faults=options.faults,
        pace=Pace(task_s=options.task_ms / 1000),
        forget_queue=options.queue == FORGET,
    )
