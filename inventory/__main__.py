"""Commands of the goods: `python -m inventory find | import | receive | stock`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import msgspec

from inventory.domain.catalogue import Item
from inventory.errors import GoodsError
from inventory.storage.catalogue import CatalogueStore
from inventory.storage.files import NAME
from inventory.usecases.read_delivery import Given
from inventory.usecases.read_goods import FORMATS
from inventory.values.money import Money
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
    _add_import(commands.add_parser("import", help="goods of a file into the office"))
    _add_receive(commands.add_parser("receive", help="post a supplier's document of a file"))
    stock = commands.add_parser("stock", help="what is there by the facts of this till")
    _add_folder(stock)
    stock.set_defaults(command=_stock)
    return top


def _add_import(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", type=Path, metavar="FILE", help="a table: TSV or CSV, also .xz")
    command.add_argument("--data", type=Path, metavar="DIR", help="default: the user's data folder")
    command.add_argument("--office", default="", metavar="URL", help="default: the folder's own")
    command.add_argument("--format", choices=FORMATS, default="auto", help="default: %(default)s")
    command.add_argument("--dry-run", action="store_true", help="say what it would do, do nothing")
    command.add_argument("--skip-bad", action="store_true", help="leave refused rows out")
    command.add_argument("--lang", choices=("ru", "en"), default="ru", help="default: %(default)s")
    command.add_argument("--json", action="store_true", help="the answer is JSON in any case")
    command.set_defaults(command=_import)


def _add_receive(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", type=Path, metavar="FILE", help="TSV, CSV (also .xz) or УПД XML")
    _add_folder(command)
    command.add_argument("--format", choices=("auto", "tsv", "csv", "upd"), default="auto")
    command.add_argument("--supplier", default="", metavar="NAME", help="instead of the file's")
    command.add_argument("--inn", default="", metavar="INN", help="the supplier's")
    command.add_argument("--number", default="", metavar="N", help="the document's")
    command.add_argument("--date", default="", metavar="D", help="the document's")
    costs = "paid besides, as for carriage: spread over the goods"
    command.add_argument("--costs", type=int, default=0, metavar="KOPECKS", help=costs)
    command.set_defaults(command=_receive)


def _add_folder(command: argparse.ArgumentParser) -> None:
    command.add_argument("--data", type=Path, metavar="DIR", help="default: the user's data folder")
    command.add_argument("--lang", choices=("ru", "en"), default="ru", help="default: %(default)s")
    command.add_argument("--json", action="store_true", help="the answer is JSON in any case")


def _receive(asked: argparse.Namespace) -> int:
    from pos.bootstrap import stock

    given = Given(asked.supplier, asked.inn, asked.number, asked.date, Money(asked.costs))
    folder = asked.data or default_folder()
    try:
        delivery = stock.read(asked.file, asked.format, given)
        return stock.receive(folder, delivery, asked.lang, _print, _say)
    except (GoodsError, OSError) as error:
        _say(f"nothing was posted: {error}; mend it and receive again")
    except stock.TROUBLES as error:
        _say(stock.in_words(error, asked.lang))
    return 1


def _stock(asked: argparse.Namespace) -> int:
    from pos.bootstrap import stock

    try:
        for line in stock.stock(asked.data or default_folder()):
            _print(line)
    except stock.TROUBLES as error:
        _say(stock.in_words(error, asked.lang))
        return 1
    return 0


def _print(line: bytes) -> None:
    print(line.decode(), flush=True)


def _import(asked: argparse.Namespace) -> int:
    from pos.bootstrap import goods, link

    wanted = goods.Wanted(
        asked.file,
        asked.data or default_folder(),
        asked.office,
        asked.format,
        asked.dry_run,
        asked.skip_bad,
    )
    try:
        report, good = goods.import_goods(wanted, _say)
    except goods.StoppedLate:
        _say("stopped; the goods are in the office already, and the till fetches them by itself")
        return 1
    except KeyboardInterrupt:
        _say("stopped; nothing was imported")
        return 1
    except (GoodsError, OSError, goods.ChildFailed) as error:
        _say(f"nothing was imported: {error}; mend it and import again")
        return 1
    except link.TROUBLES as error:
        _say(link.in_words(error, asked.lang))
        return 1
    print(msgspec.json.encode(report).decode())
    if not good:
        _say(f"{len(report.refused)} rows are refused and nothing was imported;"
             " mend them, or give --skip-bad to leave them out")  # fmt: skip
    return 0 if good else 1


def _say(text: str) -> None:
    print(f"inventory: {text}", file=sys.stderr, flush=True)


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


def _fields(item: Item) -> dict[str, str | int | None]:
    return {
        "item": item.item,
        "article": item.article,
        "name": item.name,
        "unit": item.unit.value,
        "vat": item.vat.value,
        "price_kop": item.price.kopecks,
        "price_since": item.price_since.isoformat() if item.price_since else None,
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
