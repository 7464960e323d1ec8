"""`python -m drivers scan`: what a scanner reads, as JSON lines for another program."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
import time
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

from drivers import health_check, registry
from drivers.contracts.scanner import Heard, Scanned
from drivers.emulation.control import Event, Printer
from drivers.scanners import gs1
from drivers.supervisor import Health, SupervisedScanner


def add_parser(commands: argparse._SubParsersAction[Any]) -> None:
    """Add `scan` to the commands."""
    parser = commands.add_parser("scan", help="print what a scanner reads, until told to end")
    parser.add_argument("--from", dest="url", required=True, metavar="URL")
    parser.set_defaults(command=_scan)


def told(code: Scanned) -> Event:
    """A code in plain values; `gs1` is null for a code that is none of GS1."""
    line: dict[str, object] = {
        "raw": code.raw.hex(),
        "text": code.text,
        "symbology": code.symbology,
        "gs1": None,
    }
    if gs1.looks_like(code.text, code.symbology):
        try:
            read = gs1.parse(code.text)
        except gs1.BadGs1 as error:
            return {**line, "gs1_trouble": str(error)}
        line["gs1"] = read.elements
        if read.is_separator_missing:
            line["gs1_trouble"] = "(21) runs to the end: it is whole, or the scanner sends no GS"
    return line


def _scan(options: argparse.Namespace) -> None:
    """Until SIGINT or SIGTERM. A port that is lost later is waited for; stderr tells of it."""
    health_check.probe(options.url)
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    printer = Printer()

    def hear(heard: Heard) -> None:
        if isinstance(heard, Scanned):
            printer(told(heard))
        else:
            _say(f"{heard.why}: {heard.raw.hex(' ')}")

    scanner = SupervisedScanner(
        "scanner",
        lambda: registry.open_scanner(options.url),
        on_heard=hear,
        clock=lambda: datetime.fromtimestamp(time.time(), UTC),
        on_change=_tell,
    )
    with closing(scanner):
        ended.wait()


def _tell(health: Health) -> None:
    _say(f"scanner {health.state.value} {health.last_error}".rstrip())


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)
