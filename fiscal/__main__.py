"""`python -m fiscal`: emulate a register, read an emulated drive, see what register is there."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import threading
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict, fields
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Any, Protocol

from drivers.contracts.errors import BadAddress, DeviceError
from drivers.contracts.ffd import tlv
from drivers.emulation.control import BadWord, Event, Printer, flag, nothing, obey_stream
from drivers.emulation.drive import Document
from drivers.emulation.server import BadListen
from drivers.registrars.atol.emulator import program as atol
from drivers.registrars.atol.emulator.emulator import WORDS as ATOL_WORDS
from drivers.registrars.atol.emulator.server import EmulatorServer as AtolServer
from drivers.registrars.atol.emulator.store import StoreDamaged, StoreInUse
from drivers.registrars.shtrih.emulator.clock import clock_from, wall_clock
from drivers.registrars.shtrih.emulator.emulator import WORDS, ShtrihEmulator
from drivers.registrars.shtrih.emulator.machine import Options, Setup
from drivers.registrars.shtrih.emulator.server import EmulatorServer
from drivers.registrars.shtrih.emulator.state import Plate
from drivers.registrars.shtrih.emulator.store import StateDamaged, StateInUse, archived
from drivers.registrars.shtrih.emulator.tape import Tape
from drivers.registrars.shtrih.settings import AUTO, PROTOCOLS
from drivers.registry import open_registrar
from fiscal.domain.condition import allowed
from fiscal.usecases.condition import clock_minutes, drive_days_left, ofd_days_left
from fiscal.usecases.probe import Probe
from fiscal.usecases.probe import probe as ask
from fiscal.usecases.told import told

# What can go wrong without being a mistake in this program.
KNOWN = (DeviceError, BadListen, BadWord, StateInUse, StateDamaged, OSError)
FFD = {"1.05": 2, "1.2": 4}  # tag 1209
# Tax systems as people name them → bits of tag 1062.
TAX_SYSTEMS = {"osn": 1, "usn": 2, "usn-d-r": 4, "eshn": 16, "patent": 32}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; 0 when it succeeded, 1 when not, 2 for bad usage."""
    options = _parser().parse_args(arguments)
    try:
        code: int = options.run(options)
    except KNOWN as error:
        print(f"{options.command}: {error}. {_advice(error)}", file=sys.stderr)
        return 1
    return code


def emulate(options: argparse.Namespace) -> int:
    """Serve until SIGINT or SIGTERM; paper goes out and orders come in as JSON lines."""
    tape = Tape(Printer())
    clock = clock_from(options.now) if options.now else wall_clock
    if options.model == "atol":
        double = atol.started(options, clock, tape)
        with closing(double):
            _serve(double, AtolServer(double), options, tape)
        return 0
    emulator = ShtrihEmulator(
        options.state,
        Setup(_plate(options), _habits(options)),
        clock,
        tape,
        options.faults,
        options.protocol,
    )
    with closing(emulator):
        _serve(emulator, EmulatorServer(emulator), options, tape)
    return 0


def _habits(options: argparse.Namespace) -> Options:
    return Options(
        vat_by_total=options.vat == "total", width=options.width, gifts=not options.no_gifts
    )


class _Obedient(Protocol):
    def obey(self, word: Event) -> None: ...


class _Server(Protocol):
    def listen(self, where: str) -> str: ...
    def close(self) -> None: ...


def _serve(emulator: _Obedient, server: _Server, options: argparse.Namespace, tape: Tape) -> None:
    listen: str = options.listen
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    url = server.listen(listen)
    tape({"listening": url})

    def obey(word: Event) -> None:
        rest = dict(word)
        if "offline" in rest:
            _plug(server, _same_place(listen, url), flag(rest.pop("offline"), "offline"))
        emulator.obey(rest)

    obey_stream(sys.stdin, obey, tape, ended.set if options.attached else nothing)
    ended.wait()
    server.close()


def archive(options: argparse.Namespace) -> int:
    """Print every document of the emulated drive, one JSON object a line."""
    for document in archived(options.state):
        print(json.dumps(_described(document), ensure_ascii=False))
    return 0


def probe(options: argparse.Namespace) -> int:
    """Print what register is at an address, as the till's page of the register shows it."""
    registrar = open_registrar(options.url, allow_emulators=True)
    try:
        seen = ask(registrar, wall_clock)
    finally:
        registrar.close()
    if options.json:
        print(json.dumps(_flat(seen), ensure_ascii=False, default=_plain))
    else:
        for name, value in told(seen):
            print(f"{name:22}{value}")
    return 0


def _flat(seen: Probe) -> dict[str, object]:
    """The status as it is; beside it what else is known, and what it all means."""
    return {
        **asdict(seen.status),
        "registration": asdict(seen.registration) if seen.registration else None,
        "setup": asdict(seen.setup) if seen.setup else None,
        "drive_days_left": drive_days_left(seen.status),
        "ofd_days_left": ofd_days_left(seen.status),
        "clock_ahead_minutes": clock_minutes(seen.status, seen.till_clock),
        "conditions": [one.kind.value for one in seen.conditions],
        "allowed": allowed(seen.conditions).name.lower(),
    }


def _advice(error: Exception) -> str:
    """What it means and what to do, for whoever typed the command."""
    match error:
        case StateInUse() | StoreInUse():
            return "A drive has one emulator: end the other one or name another file"
        case StateDamaged() | StoreDamaged():
            return "Nothing was changed: name a file that an emulator made, or a new one"
        case BadListen() | BadWord() | BadAddress():
            return "Nothing was done: write it as told and try again"
        case DeviceError():
            return "Nothing was registered: check power, cable and address of the register"
        case FileNotFoundError():
            return "Nothing was read: check the path of the file"
        case _:
            return "Nothing was started: check the path, or choose another port"


def _described(document: Document) -> dict[str, Any]:
    return {
        "fd": document.fd,
        "kind": document.kind,
        "total_kop": document.total,
        "tags": tlv.tree(bytes.fromhex(document.tlv)),
        "fiscal_sign": document.sign,
        "at": document.at,
    }


def _plug(server: _Server, where: str, is_out: bool) -> None:
    server.close()
    if not is_out:
        server.listen(where)


def _same_place(listen: str, url: str) -> str:
    """Where to listen again: a port that was 0 has become a real one."""
    return f"tcp:{url.partition('://')[2]}" if listen.startswith("tcp:") else listen


def _plate(options: argparse.Namespace) -> Plate:
    given = {item.name: getattr(options, item.name, None) for item in fields(Plate)}
    given["ffd"] = FFD[options.ffd] if options.ffd else None
    return Plate(**{name: value for name, value in given.items() if value is not None})


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else str(value)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m fiscal", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    _add_emulate(commands.add_parser("emulate", help="a fiscal register made of software"))
    reading = commands.add_parser("archive", help="documents of an emulated drive")
    reading.add_argument("--state", type=Path, required=True, metavar="FILE")
    reading.add_argument("--json", action="store_true", help="one object a line (the only form)")
    reading.set_defaults(run=archive)
    probing = commands.add_parser("probe", help="what register is at an address")
    probing.add_argument(
        "url", metavar="URL", help="shtrih+tcp://host:port, atol+http://host:port and the like"
    )
    probing.add_argument("--json", action="store_true")
    probing.set_defaults(run=probe)
    return parser


def _add_emulate(parser: argparse.ArgumentParser) -> None:
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.description = (
        'Prints {"listening": URL}, then its paper as JSON lines; takes orders as JSON lines,\n'
        '{"paper": false} and the like.'
    )
    words = {**WORDS, **ATOL_WORDS, "offline": "true: the plug is pulled"}
    parser.epilog = "orders:\n" + "\n".join(
        f"  {name:12} {meaning}" for name, meaning in words.items()
    )
    parser.add_argument("model", choices=["shtrih", "atol"])
    parser.add_argument("--listen", required=True, metavar="tcp:HOST:PORT|pty:PATH")
    parser.add_argument("--state", type=Path, required=True, metavar="FILE")
    parser.add_argument("--faults", default="", metavar="SPEC")
    parser.add_argument(
        "--protocol", choices=PROTOCOLS, default=AUTO, help="auto: by the first byte that comes"
    )
    parser.add_argument("--now", type=datetime.fromisoformat, metavar="ISO", help="start the clock")
    parser.add_argument(
        "--attached",
        action="store_true",
        help="stop when standard input ends: with the program that started this one",
    )
    parser.add_argument("--vat", choices=["line", "total"], default="line")
    parser.add_argument("--no-gifts", action="store_true", help="close no receipt over nothing")
    parser.add_argument("--width", type=int, default=48, metavar="CHARS")
    plate = parser.add_argument_group("plate", "used when FILE is new")
    plate.add_argument("--inn", type=_inn)
    plate.add_argument("--ffd", choices=list(FFD), type=str, help="format of the documents")
    plate.add_argument("--taxes", type=_taxes, metavar=",".join(TAX_SYSTEMS))
    plate.add_argument("--name", dest="user")
    plate.add_argument("--address")
    plate.add_argument("--place")
    atol.add_options(parser)
    parser.set_defaults(run=emulate)


def _inn(text: str) -> str:
    if not text.isascii() or not text.isdigit() or len(text) not in (10, 12):
        raise argparse.ArgumentTypeError("ИНН has 10 or 12 digits")
    return text


def _taxes(text: str) -> int:
    """A comma list of names, or the bits as a number."""
    if text.isascii() and text.isdigit():
        return int(text)
    try:
        return sum(TAX_SYSTEMS[name] for name in set(text.split(",")))
    except KeyError as error:
        raise argparse.ArgumentTypeError(f"unknown tax system {error}") from None


if __name__ == "__main__":
    sys.exit(main())
