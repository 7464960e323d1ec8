"""Wiring of `python -m inventory receive` and `stock`: a supplier's document into the journal.

Where a till runs, it posts the document itself; else the command takes its place.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec

from drivers.contracts.errors import DeviceError
from inventory.domain.catalogue import Item
from inventory.domain.delivery import Delivery
from inventory.errors import UnreadableGoods
from inventory.storage.catalogue import CatalogueStore
from inventory.storage.files import NAME as CATALOGUE
from inventory.usecases.read_delivery import Given, read_table
from inventory.usecases.read_upd import read_upd
from pos.bootstrap import commands
from pos.bootstrap.complaint import in_words as in_words
from pos.bootstrap.doorbell import ring
from pos.bootstrap.folder import now, open_till
from pos.bootstrap.headless import Addresses, opened
from pos.bootstrap.tables import lines_of
from pos.domain.stock import StockView
from pos.errors import AlreadyRunning, BadFile, NotSetUp, SaleError
from pos.storage.applied import VERSION, applied
from pos.storage.database import NAME, open_reader
from pos.storage.stock import StockStore

TROUBLES = (SaleError, DeviceError)
LARGEST = 64 << 20  # bytes of an XML; an УПД of ten thousand lines has ten megabytes
_FAILED = 1

Emit = Callable[[bytes], None]
Say = Callable[[str], None]


def read(file: Path, form: str, given: Given) -> Delivery:
    """The document in a file. Raises UnreadableGoods, OSError."""
    if form == "upd" or (form == "auto" and file.suffix.lower() == ".xml"):
        if file.stat().st_size > LARGEST:
            raise UnreadableGoods(f"{file} is larger than any document")
        return read_upd(file.read_bytes(), given)
    return read_table(lines_of(file), form, given)


def receive(folder: Path, delivery: Delivery, lang: str, emit: Emit, say: Say) -> int:
    """Post it, here or in the till that runs; the exit code. Raises SaleError, DeviceError."""
    params = {"delivery": msgspec.json.encode(delivery).decode()}
    try:
        with _our_faults(), opened(folder, Addresses()) as counter:
            code = commands.run(counter, "receive", params, emit)
    except AlreadyRunning:
        answer = ring(folder, "receive", params, emit, lang)
        if answer.trouble:
            say(answer.trouble)
            return _FAILED
        code = _FAILED if answer.exit is None else answer.exit
    if code:
        say("rows are refused and nothing was posted; mend them and receive again")
    return code


def stock(folder: Path) -> Iterator[bytes]:
    """A JSON line for each good that ever moved at this till. Raises SaleError."""
    if not (folder / NAME).exists():
        raise NotSetUp(f"{folder} holds no till")
    with _our_faults(), closing(CatalogueStore(folder / CATALOGUE)) as goods:
        for one in _views(folder):
            yield _line(one, goods.by_id(one.item, now()))


def _views(folder: Path) -> list[StockView]:
    with closing(open_reader(folder)) as db:
        if applied(db)[0] == VERSION:
            return StockStore(db).all()
    # Of an older program, and no till runs that would have brought it up.
    with closing(open_till(folder)) as till, till.work() as work:
        return work.stock.all()


def _line(one: StockView, good: Item | None) -> bytes:
    return msgspec.json.encode(
        {
            "item": one.item,
            "article": good.article if good else "",
            "name": good.name if good else one.name,
            "unit": one.quantity.unit.value,
            "quantity": one.quantity.thousandths,
        }
    )


@contextmanager
def _our_faults() -> Iterator[None]:
    """A folder nobody may write to, a full disk, a file that is no database."""
    try:
        yield
    except (sqlite3.DatabaseError, OSError) as error:
        raise BadFile(f"{type(error).__name__}: {error}") from error
