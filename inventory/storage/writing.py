"""Goods into the tables of catalog.db, many at once: the loops are SQLite's own."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from operator import itemgetter
from typing import Any, NamedTuple

from inventory.domain.catalogue import ItemState
from inventory.domain.words import indexed
from inventory.storage.places import FIRST_UNSOLD, place, rank
from inventory.values.quantity import Unit
from inventory.values.vat import VatRate

_log = logging.getLogger(__name__)

_UNITS, _RATES = {int(unit) for unit in Unit}, {int(rate) for rate in VatRate}
_OTHER = Unit.OTHER.value
_KEYS = 500  # in one question; SQLite takes a limited number of parameters

_INSERT = (
    'INSERT INTO items (item, article, unit, vat, price, since, coming, "group", subject, changed,'
    " n, name, codes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
# A column that is named goes out of its index and in again, changed or not: with the article in it
# each price wrote a page of its own.
_UPDATE = (
    'UPDATE items SET unit = ?, vat = ?, price = ?, since = ?, coming = ?, "group" = ?,'
    " subject = ?, changed = ? WHERE n = ?"
)
_RENUMBER = "UPDATE items SET article = ? WHERE n = ?"
_MERGE = "INSERT INTO search (search, rank) VALUES ('automerge', ?)"
_SEGMENTS = 4  # alike in size that become one, as FTS5 has it by itself
_UNINDEX = "INSERT INTO search (search, rowid, words) VALUES ('delete', ?, ?)"
_INDEX = "INSERT INTO search (rowid, words) VALUES (?, ?)"

_MAY_CHANGE, _N, _NAME, _CODES = 2, 10, 11, 12  # columns of _INSERT

_Row = tuple[Any, ...]


class Known(NamedTuple):
    """A good of the tables, as far as its index entries need it."""

    n: int
    item: str
    name: str
    codes: str
    coming: int
    article: str


KNOWN = ", ".join(Known._fields)


def put(db: sqlite3.Connection, records: Iterable[ItemState], changed: int) -> int:
    """Goods as they are now, in place of what they were; the last number of a change used.

    A good whose name and codes stay keeps its place, so a change of price touches one row.
    """
    latest = {record.item: record for record in records}
    known = known_goods(db, latest)
    _forget_prices(db, known.values())
    changes = _Changes(known, sold_times(db, latest))
    for number, record in enumerate(latest.values(), changed + 1):
        changes.take(record, number)
    changes.write(db)
    return changed + len(latest)


def merge(db: sqlite3.Connection, *, on: bool) -> None:
    """Whether the index is put in order while it is written, as it is except in a first load.

    There each byte would be written again four times.
    """
    db.execute(_MERGE, (_SEGMENTS if on else 0,))


class _Changes:
    """What a piece of the feed changes, sorted by what has to be done."""

    def __init__(self, known: dict[str, Known], times: Mapping[str, int]) -> None:
        self._before = known  # what stays here in the end goes
        self._times = times
        self._kept: list[_Row] = []
        self._articles: list[_Row] = []
        self._new: list[_Row] = []
        self._prices: list[_Row] = []

    def take(self, record: ItemState, number: int) -> None:
        """Sort one good in."""
        if record.gone or not _sellable(record):
            return
        lines = _lines(record.codes)
        known = self._before.get(record.item)
        if known and (known.name, known.codes) == (record.name, lines):
            del self._before[record.item]
            self._kept.append((*_columns(record, number)[_MAY_CHANGE:], known.n))
            if known.article != record.article:
                self._articles.append((record.article, known.n))
        else:
            n = place(self._times.get(record.item, 0), number)
            self._new.append((*_columns(record, number), n, record.name, lines))
        if record.coming:
            self._prices += [(record.item, step.since, step.price) for step in record.coming]

    def write(self, db: sqlite3.Connection) -> None:
        """Into the tables; rowids of the index in order, else it writes a segment for each."""
        forget(db, self._before.values())
        db.executemany(_UPDATE, self._kept)
        db.executemany(_RENUMBER, self._articles)
        self._new.sort(key=itemgetter(_N))
        db.executemany(_INSERT, self._new)
        pairs = [(code, row[_N]) for row in self._new for code in _each(row[_CODES])]
        db.executemany("INSERT INTO codes (code, n) VALUES (?, ?)", sorted(pairs))
        db.executemany(_INDEX, [(row[_N], _entry(row[_N], row[_NAME])) for row in self._new])
        db.executemany("INSERT OR REPLACE INTO prices VALUES (?, ?, ?)", self._prices)


def known_goods(db: sqlite3.Connection, items: Iterable[str]) -> dict[str, Known]:
    """Those of the goods that are in the tables."""
    last = db.execute("SELECT max(item) FROM items").fetchone()[0] or ""
    # The office's ids grow with time: of a first load none has to be looked for.
    perhaps = [item for item in items if item <= last]
    query = f"SELECT {KNOWN} FROM items WHERE item IN ({{}})"  # noqa: S608 — constant columns
    return {row[1]: Known(*row) for row in _in_pieces(db, query, perhaps)}


def sold_times(db: sqlite3.Connection, items: Iterable[str]) -> dict[str, int]:
    """How often each of the goods was sold here."""
    if db.execute("SELECT 1 FROM sold LIMIT 1").fetchone() is None:
        return {}
    query = "SELECT item, times FROM sold WHERE item IN ({})"
    return {str(item): int(times) for item, times in _in_pieces(db, query, items)}


def forget(db: sqlite3.Connection, goods: Iterable[Known]) -> None:
    """Take goods off sale."""
    gone = sorted(goods)
    db.executemany(_UNINDEX, [(one.n, _entry(one.n, one.name)) for one in gone])
    pairs = [(code, one.n) for one in gone for code in _each(one.codes)]
    db.executemany("DELETE FROM codes WHERE code = ? AND n = ?", pairs)
    db.executemany("DELETE FROM items WHERE n = ?", [(one.n,) for one in gone])
    _forget_prices(db, gone)


def count_sold(db: sqlite3.Connection, counts: Mapping[str, int], changed: int) -> int:
    """Add what was sold and move the goods that now come earlier; the last number used."""
    before = sold_times(db, counts)
    after = {item: before.get(item, 0) + more for item, more in counts.items()}
    db.executemany("INSERT OR REPLACE INTO sold VALUES (?, ?)", list(after.items()))
    rising = [item for item in after if rank(after[item]) != rank(before.get(item, 0))]
    for good in known_goods(db, rising).values():
        changed += 1
        _move(db, good, place(after[good.item], changed))
    return changed


def _move(db: sqlite3.Connection, good: Known, n: int) -> None:
    db.execute("UPDATE items SET n = ? WHERE n = ?", (n, good.n))
    pairs = [(n, code, good.n) for code in _each(good.codes)]
    db.executemany("UPDATE codes SET n = ? WHERE code = ? AND n = ?", pairs)
    db.execute(_UNINDEX, (good.n, _entry(good.n, good.name)))
    db.execute(_INDEX, (n, _entry(n, good.name)))


def _entry(n: int, name: str) -> str:
    """What the index holds of a good at that place: what sells here comes first with each word."""
    return indexed(name, first=n < FIRST_UNSOLD)


def _forget_prices(db: sqlite3.Connection, goods: Iterable[Known]) -> None:
    dated = [(one.item,) for one in goods if one.coming]
    db.executemany("DELETE FROM prices WHERE item = ?", dated)


def _in_pieces(db: sqlite3.Connection, query: str, keys: Iterable[str]) -> Iterator[_Row]:
    left = iter(keys)
    while piece := list(islice(left, _KEYS)):
        yield from db.execute(query.format(",".join("?" * len(piece))), piece).fetchall()


def _columns(record: ItemState, number: int) -> _Row:
    return (
        record.item,
        record.article,
        record.unit if record.unit in _UNITS else _OTHER,
        record.vat,
        record.price,
        record.price_from,
        1 if record.coming else 0,
        record.group,
        record.subject,
        number,
    )


def _lines(codes: Sequence[str]) -> str:
    if len(codes) == 1:
        return codes[0].strip()
    return "\n".join(sorted({code.strip() for code in codes} - {""}))


def _each(lines: str) -> list[str]:
    return lines.split("\n") if lines else []


def _sellable(record: ItemState) -> bool:
    """A rate this program does not know, or a price below zero, cannot stand on a receipt."""
    below = record.price < 0 or (record.coming and any(one.price < 0 for one in record.coming))
    if record.vat in _RATES and not below:
        return True
    _log.error("good %s is left out: VAT %s, price %s", record.item, record.vat, record.price)
    return False
