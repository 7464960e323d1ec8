"""Closing a sale of ten lines, against sqlite3 writing the same rows.

Ours: `pay.begin` and `pay.carry_out` with a register that answers at once. Raw: the rows that one
closing left in the file, written again by plain sqlite3 into a file of the same tables, in the
same three commits, `synchronous=FULL`, with the same checkpoint at the end. Rounds take turns.
"""

from __future__ import annotations

import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from inventory.domain.catalogue import Item
from inventory.values.money import Money
from inventory.values.quantity import Unit, pieces
from inventory.values.vat import VatRate
from pos.domain.views import Plan
from pos.storage.database import checkpoint, make_tables, open_reader, open_writer
from pos.storage.till import TillStore
from pos.usecases import pay, scan, shift
from pos.usecases.counter import Counter
from tests.bench.figure import Figure
from tests.fakes.catalogue import MemoryCatalogue
from tests.fakes.clock import Clock
from tests.fakes.registrar import MemoryRegistrar
from tests.fakes.till import KEY, make_shop

LINES, ROUNDS, WARM = 10, 300, 30
LIMIT = 2.0
Rows = dict[str, list[tuple[Any, ...]]]
STOCK = (
    "INSERT INTO stock (item, unit, name, quantity) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (item, unit) DO UPDATE SET name = excluded.name,"
    " quantity = quantity + excluded.quantity"
)


def figure() -> Figure:
    """Measure both, in turns."""
    with tempfile.TemporaryDirectory() as folder, _till(Path(folder) / "till") as counter:
        sample = _sample(counter, Path(folder) / "till")
        with closing(_raw_file(Path(folder) / "raw")) as raw:
            ours: list[float] = []
            theirs: list[float] = []
            for number in range(ROUNDS + WARM):
                ours.append(_ours(counter))
                theirs.append(_raw(raw, sample, number))
    return Figure("sale_close_10_lines", ours[WARM:], theirs[WARM:], LIMIT)


@contextmanager
def _till(folder: Path) -> Iterator[Counter]:
    make_shop(folder)
    store = TillStore(folder, KEY.sign_head)
    counter = Counter(store, MemoryCatalogue(), MemoryRegistrar(), None, None, Clock())
    shift.open_shift(counter, Money(0))
    yield counter
    store.close()


def _ours(counter: Counter) -> float:
    _fill(counter)
    started = time.perf_counter()
    pay.begin(counter, Plan())
    pay.carry_out(counter)
    return (time.perf_counter() - started) * 1000


def _fill(counter: Counter) -> None:
    for number in range(LINES):
        good = Item(
            item=f"good-{number}",
            article=str(number),
            name=f"Молоко «Заречное» 2,5 % 930 мл, ящик {number}",
            unit=Unit.PIECE,
            vat=VatRate.VAT_10,
            price=Money(9490 + number),
        )
        scan.add_goods(counter, good, pieces(2), f"460000000{number:04}")


def _sample(counter: Counter, folder: Path) -> Rows:
    """The rows that the second of two closings left behind."""
    _ours(counter)
    _ours(counter)
    last = "(SELECT sale FROM sales ORDER BY at DESC, sale DESC LIMIT 1)"
    queries = {
        "baskets": "SELECT * FROM baskets WHERE state = 'closed'",
        "attempts": "SELECT * FROM attempts WHERE basket <> ''",
        "journal": "SELECT * FROM journal ORDER BY epoch DESC, seq DESC LIMIT 1",
        "sales": f"SELECT * FROM sales WHERE sale = {last}",  # noqa: S608 — our own words
        "sale_lines": f"SELECT * FROM sale_lines WHERE sale = {last}",  # noqa: S608 — our own words
        "stock": "SELECT item, unit, name, quantity FROM stock",
        "sale_tenders": f"SELECT * FROM sale_tenders WHERE sale = {last}",  # noqa: S608 — our own words
    }
    with closing(open_reader(folder)) as db:
        found = {table: db.execute(query).fetchall() for table, query in queries.items()}
    wanted = {"baskets": 1, "attempts": 1, "journal": 1, "sale_tenders": 1}
    wanted |= {"sale_lines": LINES, "stock": LINES}
    for table, count in wanted.items():
        if len(found[table]) != count:
            raise RuntimeError(f"{table}: {len(found[table])} rows where {count} were expected")
    return found


def _raw_file(folder: Path) -> sqlite3.Connection:
    folder.mkdir()
    db = open_writer(folder)
    make_tables(db)
    db.execute("INSERT INTO shifts (shift) VALUES ('shift')")
    db.execute("INSERT INTO journal_head VALUES (1, 1, 1, x'00')")
    db.execute("INSERT INTO derived_state VALUES (1, 1, 1, 1)")
    return db


def _raw(db: sqlite3.Connection, rows: Rows, number: int) -> float:
    """Three commits: the intent, the attempt, and what was learned."""
    own = {table: [_renamed(table, row, number) for row in found] for table, found in rows.items()}
    basket, attempt = own["baskets"][0][0], own["attempts"][0][0]
    started = time.perf_counter()
    db.execute("BEGIN IMMEDIATE")
    _insert(db, "baskets", own)
    db.execute("COMMIT")
    db.execute("BEGIN IMMEDIATE")
    _insert(db, "attempts", own)
    db.execute("COMMIT")
    db.execute("BEGIN IMMEDIATE")
    db.execute("UPDATE attempts SET state = 'done', result = ? WHERE attempt = ?", (b"{}", attempt))
    db.execute("UPDATE baskets SET state = 'closed' WHERE basket = ?", (basket,))
    for table in ("journal", "sales", "sale_lines", "sale_tenders"):
        _insert(db, table, own)
    db.executemany(STOCK, own["stock"])
    db.execute("UPDATE journal_head SET seq = ?, hash = ?", (number, b"h" * 32))
    db.execute("UPDATE derived_state SET seq = ?", (number,))
    db.execute("UPDATE shifts SET sales = sales + 1, sale_cash = sale_cash + ?", (number,))
    db.execute("COMMIT")
    checkpoint(db)
    return (time.perf_counter() - started) * 1000


def _renamed(table: str, row: tuple[Any, ...], number: int) -> tuple[Any, ...]:
    """The same row under a key of its own; the stock of a good is one row, told anew each time."""
    if table == "stock":
        return row
    if table == "journal":
        return (row[0], number + 2, *row[2:])
    return (f"{row[0]}-{number}", *row[1:])


def _insert(db: sqlite3.Connection, table: str, rows: Rows) -> None:
    marks = ", ".join("?" * len(rows[table][0]))
    db.executemany(f"INSERT INTO {table} VALUES ({marks})", rows[table])  # noqa: S608 — our own tables
