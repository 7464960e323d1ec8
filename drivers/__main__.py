"""`python -m drivers`: list, probe, test and emulate devices, and print scans."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime
from enum import Enum

from drivers import emulate, health_check, ports, registry, scan
from drivers.contracts.errors import (
    BadAddress,
    BadFrame,
    Busy,
    DeviceError,
    NoAnswer,
    NoLink,
    PaperOut,
)

# What it means and what to do; the first class that fits.
ADVICE: tuple[tuple[type[DeviceError], str], ...] = (
    (BadAddress, "Nothing was opened. See `python -m drivers list` for what is known."),
    (NoLink, "Nothing was sent. Check power, cable and address, and that no program holds it."),
    (NoAnswer, "It is there but keeps silent. Check the speed of the port and the model."),
    (BadFrame, "Something else answers there. Check the speed of the port and the model."),
    (Busy, "It is at work. Try again when it has finished."),
    (PaperOut, "It cannot print. Put paper in and try again."),
    (DeviceError, "The device refuses. See its own display or manual."),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0 for done, 1 for failed, 2 for bad usage."""
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], None] = options.command
    try:
        command(options)
    except DeviceError as error:
        advice = next(text for kind, text in ADVICE if isinstance(error, kind))
        print(f"{error}. {advice}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error}. Nothing was started. Choose another port or file.", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m drivers", description="Devices of the till.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    listing = commands.add_parser("list", help="known models, and serial ports of this machine")
    listing.add_argument("--json", action="store_true", help="one JSON object on stdout")
    listing.set_defaults(command=_list)

    probe = commands.add_parser("probe", help="ask a device what it is; changes nothing")
    probe.add_argument("url", metavar="URL")
    probe.add_argument("--json", action="store_true", help="one JSON object on stdout")
    probe.set_defaults(command=_probe)

    test = commands.add_parser("test", help="let a device do something that can be seen")
    test.add_argument("url", metavar="URL")
    test.set_defaults(command=_test)

    scan.add_parser(commands)
    emulate.add_parser(commands)
    return parser


def _list(options: argparse.Namespace) -> None:
    found = {
        "models": [asdict(model) for model in registry.models()],
        "ports": [asdict(port) for port in ports.serial_ports()],
    }
    if options.json:
        _print(found)
        return
    for model in registry.models():
        _say(f"{model.kind:10} {model.title}: {', '.join(model.schemes)}")
    for port in ports.serial_ports():
        _say(f"port       {port.path} {port.title} {port.usb}".rstrip())


def _probe(options: argparse.Namespace) -> None:
    found = health_check.probe(options.url)
    if options.json:
        _print(found)
        return
    for name, value in found.items():
        _say(f"{name}: {value}")


def _test(options: argparse.Namespace) -> None:
    _say(health_check.test(options.url))


def _print(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, default=_plain), flush=True)


def _plain(value: object) -> object:
    match value:
        case Enum():
            return value.value
        case datetime():
            return value.isoformat()
    raise TypeError(f"no JSON for {type(value).__name__}")


def _say(words: str) -> None:
    print(words, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
