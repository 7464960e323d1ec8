"""Commands of the link: `python -m sync status | run | enrol | restore | pin`."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from pos.bootstrap import link
from pos.bootstrap.folder import default_folder

OK, FAILED = 0, 1
FINGERPRINT = "of a certificate nobody vouches for, SHA-256, as the office shows it"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 done, 1 the thing failed, 2 bad usage."""
    asked = parser().parse_args(arguments)
    command: Callable[[argparse.Namespace, Path], int] = asked.command
    try:
        return command(asked, asked.data or default_folder())
    except link.TROUBLES as error:
        print(link.in_words(error, asked.lang), file=sys.stderr)
        return FAILED


def parser() -> argparse.ArgumentParser:
    """The commands, as docs and others' scripts know them."""
    top = argparse.ArgumentParser(prog="python -m sync", description=__doc__)
    commands = top.add_subparsers(required=True, metavar="COMMAND")

    status = _common(commands.add_parser("status", help="what was sent and what waits"))
    status.add_argument("--json", action="store_true", help="the answer is JSON in any case")
    status.set_defaults(command=_status)

    run = _common(commands.add_parser("run", help="send facts, fetch goods and people"))
    run.add_argument("--office", default="", metavar="URL", help="default: as enrolled")
    run.add_argument("--once", action="store_true", help="until all is sent and fetched, then end")
    run.set_defaults(command=_run)

    enrol = _common(commands.add_parser("enrol", help="make this till known to an office"))
    enrol.add_argument("--office", required=True, metavar="URL")
    enrol.add_argument("--code", required=True, help="one-time code from the office")
    enrol.add_argument("--till", default="Касса 1", metavar="NAME", help="default: %(default)s")
    enrol.add_argument("--fingerprint", default="", metavar="F", help=FINGERPRINT)
    enrol.set_defaults(command=_enrol)

    pin = _common(commands.add_parser("pin", help="trust another certificate of the office"))
    pin.add_argument("--office", default="", metavar="URL", help="default: as enrolled")
    pin.add_argument("--fingerprint", required=True, metavar="F", help=FINGERPRINT)
    pin.set_defaults(command=_pin)

    restore = _common(commands.add_parser("restore", help="a new disk gets its till back"))
    restore.add_argument("--office", required=True, metavar="URL")
    restore.add_argument("--code", required=True, help="one-time code from the office")
    restore.add_argument("--till", default="", metavar="NAME", help="where the shop has several")
    told = "the fiscal drive tells what the office never got"
    restore.add_argument("--register", default="", metavar="URL", help=told)
    restore.add_argument("--fingerprint", default="", metavar="F", help=FINGERPRINT)
    restore.set_defaults(command=_restore)
    return top


def _common(one: argparse.ArgumentParser) -> argparse.ArgumentParser:
    one.add_argument("--data", type=Path, metavar="DIR", help="default: the user's data folder")
    one.add_argument("--lang", choices=("ru", "en"), default="ru", help="default: %(default)s")
    return one


def _status(_: argparse.Namespace, folder: Path) -> int:
    _print(link.status(folder))
    return OK


def _run(asked: argparse.Namespace, folder: Path) -> int:
    with link.standing_alone(folder, asked.office) as talk:
        if not asked.once:
            _until_stopped(talk.start, talk.stop)
            return OK
        state = talk.once()
    _print(link.status(folder))
    if state.trouble:
        print(link.in_words(state.trouble, asked.lang), file=sys.stderr)
        return FAILED
    return OK


def _until_stopped(start: Callable[[], None], stop: Callable[[], None]) -> None:
    """Run until SIGINT or SIGTERM."""
    told = threading.Event()
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, lambda *_: told.set())
    start()
    told.wait()
    stop()


def _enrol(asked: argparse.Namespace, folder: Path) -> int:
    enrolment = link.enrol(folder, asked.office, asked.code, asked.till, asked.fingerprint)
    _print({"office": enrolment.url, "till": enrolment.till, "shop": enrolment.shop})
    return OK


def _restore(asked: argparse.Namespace, folder: Path) -> int:
    ask = (asked.office, asked.code, asked.till, asked.register, asked.fingerprint)
    _print(link.restore(folder, *ask))
    # The office gets the new epoch at once, the till its goods and people.
    with link.standing_alone(folder, "") as talk:
        state = talk.once()
    if state.trouble:
        print(link.in_words(state.trouble, asked.lang), file=sys.stderr)
        return FAILED
    return OK


def _pin(asked: argparse.Namespace, folder: Path) -> int:
    pinned = link.pin(folder, asked.office, asked.fingerprint)
    _print({"office": pinned.url, "till": pinned.till, "shop": pinned.shop})
    return OK


def _print(answer: object) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(answer) + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    sys.exit(main())
