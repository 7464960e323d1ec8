"""`python -m drivers emulate`: a device made of software on a port of this machine."""

from __future__ import annotations

import argparse
import codecs
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import unquote

from drivers.displays.cd5220.emulator import FAULTS as DISPLAY_FAULTS
from drivers.displays.cd5220.emulator import Cd5220Emulator
from drivers.emulation.control import Emit, Printer
from drivers.emulation.faults import FaultKind, FaultKinds, Faults
from drivers.emulation.hold import hold
from drivers.emulation.pan import FAULTS as PAN_FAULTS
from drivers.emulation.pan import Pan
from drivers.emulation.serve import Obedient, serve
from drivers.emulation.server import EmulatorServer, Listen
from drivers.scales.cas.emulator import CasEmulator
from drivers.scales.massa_k.emulator import MassaKEmulator
from drivers.scales.mt8217.emulator import Mt8217Emulator
from drivers.scales.pos2.emulator import Pos2Emulator
from drivers.scanners.serial.codec import SUFFIXES, Form
from drivers.scanners.serial.emulator import FAULTS as SCANNER_FAULTS
from drivers.scanners.serial.emulator import ScannerEmulator
from drivers.terminals.emulated.emulator import TerminalEmulator
from drivers.terminals.emulated.ledger import Ledger

V = TypeVar("V")

SCALES: dict[str, type[Pan]] = {
    "cas": CasEmulator,
    "massa-k": MassaKEmulator,
    "pos2": Pos2Emulator,
    "mt8217": Mt8217Emulator,
}
EIGHT_BITS = "baud=115200&frame=8N1"  # a pseudo-terminal has no seven
ATTACHED = "stop when standard input ends: with the program that started this one"


def add_parser(commands: argparse._SubParsersAction[Any]) -> None:
    """Add `emulate` and its kinds to the commands."""
    parser = commands.add_parser("emulate", help="a device made of software")
    kinds = parser.add_subparsers(required=True, metavar="KIND")

    terminal = _kind(kinds, "terminal", "a card terminal; moves no real money", "emulated")
    terminal.add_argument("--state", type=Path, required=True, help="the file of its ledger")
    terminal.add_argument("--delay", type=int, default=0, metavar="MS", help="a slow customer")
    terminal.set_defaults(command=_terminal)

    display = _kind(kinds, "display", "a customer display, 2×20", "cd5220", DISPLAY_FAULTS)
    display.add_argument("--state", type=Path, help="not used: a display remembers nothing")
    display.add_argument("--encoding", type=_usage(_encoding), default="cp866", metavar="NAME")
    display.set_defaults(command=_display)

    scanner = _kind(kinds, "scanner", "a scanner on a wire", "scanner", SCANNER_FAULTS)
    scanner.add_argument("--state", type=Path, help="not used: a scanner remembers nothing")
    scanner.add_argument("--prefix", type=_usage(unquote), default="", metavar="%%02")
    scanner.add_argument("--suffix", choices=tuple(SUFFIXES), default="auto")
    scanner.add_argument("--encoding", type=_usage(_encoding), default="utf-8", metavar="NAME")
    scanner.set_defaults(command=_scanner)

    scale = _kind(kinds, "scale", "scales with a pan to load", tuple(SCALES), PAN_FAULTS)
    scale.add_argument("--state", type=Path, help="not used: scales remember nothing")
    scale.set_defaults(command=_scale)


def _kind(
    kinds: argparse._SubParsersAction[Any],
    kind: str,
    what: str,
    models: str | tuple[str, ...],
    faults: FaultKinds = tuple(FaultKind),
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = kinds.add_parser(kind, help=what)
    parser.add_argument("--attached", action="store_true", help=ATTACHED)
    known = (models,) if isinstance(models, str) else models
    parser.add_argument("--model", choices=known, default=known[0])
    parser.add_argument(
        "--listen", type=_usage(Listen.parse), required=True, metavar="tcp:HOST:PORT|pty:PATH"
    )
    parser.add_argument(
        "--faults",
        type=_usage(lambda spec: Faults.parse(spec, faults)),
        default=Faults.none(),
        metavar="SPEC",
        help="for example die-after@3,delay@5:200,random:7:0.1",
    )
    return parser


def _terminal(options: argparse.Namespace) -> None:
    emit = Printer()
    with hold(options.state):
        emulator = TerminalEmulator(
            Ledger(options.state),
            clock=_local_now,
            delay_s=options.delay / 1000,
            faults=options.faults,
            emit=emit,
        )
        _serve(emulator, options, emit)


def _display(options: argparse.Namespace) -> None:
    emit = Printer()
    _serve(Cd5220Emulator(options.encoding, options.faults, emit), options, emit)


def _scanner(options: argparse.Namespace) -> None:
    emit = Printer()
    form = Form.parse(options.prefix, options.suffix, options.encoding)
    emulator = ScannerEmulator(form, options.faults, emit)
    server = EmulatorServer(emulator, options.model, options.listen)
    emulator.send = server.send
    serve(emulator, server, emit, attached=options.attached)


def _scale(options: argparse.Namespace) -> None:
    emit = Printer()
    scale = SCALES[options.model](faults=options.faults, emit=emit)
    server = EmulatorServer(scale, options.model, options.listen, EIGHT_BITS)
    serve(scale, server, emit, attached=options.attached)


def _serve(emulator: Obedient, options: argparse.Namespace, emit: Emit) -> None:
    server = EmulatorServer(emulator, options.model, options.listen)
    serve(emulator, server, emit, attached=options.attached)


def _local_now() -> datetime:
    # The bank's day is the shop's calendar day.
    return datetime.fromtimestamp(time.time(), UTC).astimezone()


def _encoding(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError:
        raise ValueError(f"no code page is called {name!r}") from None


def _usage(read: Callable[[str], V]) -> Callable[[str], V]:
    """`read` whose own words reach the person who typed the option."""

    def checked(text: str) -> V:
        try:
            return read(text)
        except ValueError as error:
            raise argparse.ArgumentTypeError(str(error)) from error

    return checked
