"""Commands of the goods: `python -m inventory find`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from inventory.domain.catalogue import Item
from inventory.storage.catalogue import CatalogueStore
from inventory.storage.files import NAME
from pos.bootstrap.folder import default_folder, now


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 done, 1 nothing found, 2 bad usage."""
    asked = parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = asked.command
    return command(asked)


def parser() -> argparse.ArgumentParser:
    """The commands, as docs and others' scripts know them."""
    top = argparse.ArgumentParser(prog="python -m inventory", description=__doc__)
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    find = commands.add_parser("find", help="goods by words of the name, code or article")
    find.add_argument("text", metavar="TEXT")
    find.add_argument("--data", type=Path, metavar="DIR", help="default: the user's data folder")
    find.add_argument("--limit", type=int, default=20, metavar="N", help="default: %(default)s")
    find.add_argument("--json", action="store_true", help="the answer is JSON in any case")
    find.set_defaults(command=_find)
    return top


def _find(asked: argparse.Namespace) -> int:
    folder: Path = asked.data or default_folder()
    with closing(CatalogueStore(folder / NAME)) as goods:
        found, count = goods.search(asked.text, now(), asked.limit), goods.count()
    for item in found:
        print(json.dumps(_fields(item), ensure_ascii=False))
    if found:
        return 0
    print(_why_nothing(asked.text, count), file=sys.stderr)
    return 1


def _fields(item: Item) -> dict[str, str | int]:
    return {
        "item": item.item,
        "article": item.article,
        "name": item.name,
        "unit": item.unit.value,
        "vat": item.vat.value,
        "price_kop": item.price.kopecks,
        "group": item.group,
        "code": item.code,
        "subject": item.subject,
    }


def _why_nothing(text: str, count: int) -> str:
    if count:
        return f"no good of {count} matches {text!r}; try fewer letters or another word"
    return "there is no catalogue here yet; it comes from the office: python -m sync run"


if __name__ == "__main__":
    sys.exit(main())
