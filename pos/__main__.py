"""`python -m pos`: the shop's desktop program and its commands."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path


def main(arguments: list[str] | None = None) -> int:
    """Exit code 0 done, 1 failed with one line on stderr, 2 bad usage."""
    given = sys.argv[1:] if arguments is None else arguments
    asked = parser("".join(given[:1])).parse_args(given)
    if asked.command == "run":
        from pos.bootstrap import late

        late.postpone()
        from pos.bootstrap import window

        return window.run(asked)
    from pos.bootstrap import cli

    return cli.run(asked)


def parser(first: str = "") -> argparse.ArgumentParser:
    """The commands, as docs and others' scripts know them.

    `first` is the first word given: the window waits for none of the other commands.
    """
    top = argparse.ArgumentParser(prog="python -m pos", description=__doc__)
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")

    run = _command(commands, "run", "open the window")
    run.add_argument("--demo", action="store_true", help="a demo shop with emulated devices")
    run.add_argument("--training", action="store_true", help="emulated devices, own folder")
    if first != "run":
        _without_window(commands)
    return top


def _without_window(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    replay = _command(commands, "replay", "sell every receipt of a file")
    replay.add_argument("file", type=Path, metavar="FILE.jsonl")
    _devices(replay)
    replay.add_argument("--speed", choices=("max", "real"), default="max")

    check = _command(commands, "verify", "hold journal, register, terminal and office together")
    _devices(check)
    check.add_argument("--office", default="", metavar="URL")
    check.add_argument("--json", action="store_true")

    rebuild = _command(commands, "rebuild", "make derived tables anew from the journal")
    rebuild.add_argument("--check", action="store_true", help="only say where they differ")

    shift = _command(commands, "shift", "open or close the shift, print X")
    shift.add_argument("action", choices=("open", "close", "x"))
    _devices(shift)
    fund = "change fund to open with; without it what the register counts in the drawer"
    shift.add_argument("--fund", type=_kopecks, default=None, metavar="KOPECKS", help=fund)
    found = "open or close the shift that the register has open and this till has not"
    shift.add_argument("--take-over", action="store_true", help=found)
    shift.add_argument("--json", action="store_true")

    backup = _command(commands, "backup", "one file with all that cannot be fetched again")
    backup.add_argument("--to", type=Path, required=True, metavar="FILE")
    restore = _command(commands, "restore", "put a backup into a folder")
    restore.add_argument("--from", type=Path, required=True, metavar="FILE", dest="source")


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, what: str
) -> argparse.ArgumentParser:
    one = commands.add_parser(name, help=what, description=what)
    one.add_argument("--data", type=Path, default=None, metavar="DIR", help="data folder")
    one.add_argument("--lang", choices=("ru", "en"), default=_language())
    return one


def _devices(command: argparse.ArgumentParser) -> None:
    command.add_argument("--register", default="", metavar="URL")
    command.add_argument("--terminal", default="", metavar="URL")


def _kopecks(text: str) -> int:
    if not (text.isascii() and text.isdecimal()):
        raise argparse.ArgumentTypeError(f"{text} is no sum in kopecks")
    return int(text)


def _language() -> str:
    """Russian unless the system speaks English."""
    return "en" if os.environ.get("LANG", "").lower().startswith("en") else "ru"


if __name__ == "__main__":
    sys.exit(main())
