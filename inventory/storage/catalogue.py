"""The read side of catalog.db: plain SQL on read-only connections, one to a thread."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from inventory.codes.spellings import spellings
from inventory.domain.catalogue import Item
from inventory.storage.files import Watched, damage_mark
from inventory.storage.search import Find, found
from inventory.values.money import Money
from inventory.values.quantity import Unit
from inventory.values.vat import VatRate

_log = logging.getLogger(__name__)

_ITEM = (
    'i.item, i.article, i.name, i.unit, i.vat, i.price, i.since, i.coming, i."group", i.subject,'
    " i.n, i.changed"
)
_BY_CODE = f"SELECT {_ITEM}, c.code FROM codes c JOIN items i ON i.n = c.n WHERE c.code = ?"  # noqa: S608 — constant columns
_BY_ARTICLE = f"SELECT {_ITEM}, i.article FROM items i WHERE i.article = ?"  # noqa: S608 — constant columns
_BY_ID = f"SELECT {_ITEM}, '' FROM items i WHERE i.item = ?"  # noqa: S608 — constant columns
_PRICE_OF_THEN = (
    "SELECT price, since FROM prices WHERE item = ? AND since <= ? ORDER BY since DESC LIMIT 1"
)
# No ORDER BY: the rows come in order of their place, what sells here first.
_BY_NAME = (
    f"SELECT {_ITEM}, '' FROM search s JOIN items i ON i.n = s.rowid"  # noqa: S608 — constant columns
    " WHERE search MATCH ? LIMIT ?"
)
_ARTICLE_BEGINS = (
    f"SELECT {_ITEM}, i.article FROM items i"  # noqa: S608 — constant columns
    " WHERE i.article >= ? AND i.article < ? ORDER BY i.article LIMIT ?"
)
_CODE_BEGINS = (
    f"SELECT {_ITEM}, c.code FROM codes c JOIN items i ON i.n = c.n"  # noqa: S608 — constant columns
    " WHERE c.code >= ? AND c.code < ? ORDER BY c.code LIMIT ?"
)
_LAST = "\U0010ffff"  # sorts behind every text that begins alike
_CHANGED = 11

_UNITS = {unit.value: unit for unit in Unit}
_RATES = {rate.value: rate for rate in VatRate}

_Row = tuple[Any, ...]


class CatalogueStore:
    """Goods by code, id and name (satisfies `inventory.domain.catalogue.Catalogue`).

    Any thread may ask. A missing, foreign or damaged file answers as an empty catalogue and
    never raises: the till sells by price while the feed fetches it again.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = Watched(path)
        self._open: dict[int, tuple[sqlite3.Connection, int]] = {}

    def by_code(self, code: str, at: datetime) -> Item | None:
        """By barcode or PLU, else by article, else by the same number written otherwise.

        Of several goods with that code the one changed last has it.
        """
        code = code.strip()
        rows = self._coded(code) if code else []
        for other in () if rows else spellings(code):
            if rows := self._coded(other):
                break
        items = self._items(rows, at)
        return items[0] if items else None

    def by_id(self, item: str, at: datetime) -> Item | None:
        """By id in the nomenclature."""
        items = self._items(self._rows(_BY_ID, item), at)
        return items[0] if items else None

    def search(self, text: str, at: datetime, limit: int = 20) -> list[Item]:
        """Goods with that code, then with all those words in any order, then a code's beginning.

        Every word may be cut short; case, ё and punctuation do not matter, and what was typed
        in the other layout is understood. What sells here comes first, then names that begin so.
        """
        ask = Find(
            code=self._coded,
            names=lambda words, most: self._rows(_BY_NAME, words, most),
            beginning=self._beginning,
        )
        return self._items(found(text.strip(), limit, ask), at)

    def count(self) -> int:
        """How many goods are on sale; 0 for an empty or missing catalogue."""
        rows = self._rows("SELECT count(*) FROM items")
        return int(rows[0][0]) if rows else 0

    def cursor(self) -> int:
        """How far the feed was taken; 0 for never."""
        rows = self._rows("SELECT cursor FROM feed_cursor")
        return int(rows[0][0]) if rows else 0

    def close(self) -> None:
        """Close every thread's connection; a later question opens a new one."""
        while self._open:
            self._open.popitem()[1][0].close()

    def _coded(self, code: str) -> list[_Row]:
        """Goods with that very code, else with that article, the one changed last in front."""
        rows = self._rows(_BY_CODE, code) or self._rows(_BY_ARTICLE, code)
        return rows if len(rows) < 2 else sorted(rows, key=lambda row: -int(row[_CHANGED]))

    def _beginning(self, text: str, limit: int) -> list[_Row]:
        """Goods whose article or code begins so."""
        reach = (text, text + _LAST, limit)
        return self._rows(_ARTICLE_BEGINS, *reach) + self._rows(_CODE_BEGINS, *reach)

    def _items(self, rows: Iterable[_Row], at: datetime) -> list[Item]:
        try:
            return [self._item(row, at) for row in rows]
        except KeyError as error:
            self._give_up(error)  # a rate or a unit that the writer never wrote
            return []

    def _item(self, row: _Row, at: datetime) -> Item:
        item, article, name, unit, vat, price, since, coming, group, subject, _, _, code = row
        if coming and (then := self._rows(_PRICE_OF_THEN, item, int(at.timestamp() * 1000))):
            price, since = then[0]
        return Item(
            item,
            article,
            name,
            _UNITS[unit],
            _RATES[vat],
            Money(price),
            group,
            code,
            subject,
            since,
        )

    def _rows(self, query: str, *values: str | int) -> list[_Row]:
        """All rows at once: a cursor left open would keep the writer's WAL from shrinking."""
        try:
            if connection := self._connection():
                return connection.execute(query, values).fetchall()
        except sqlite3.OperationalError as error:
            _log.debug("the catalogue is busy or not made yet: %s", error)
        except sqlite3.DatabaseError as error:
            self._give_up(error)
        except UnicodeEncodeError:
            _log.debug("no code or name holds half a surrogate pair: %r", values)
        return []

    def _connection(self) -> sqlite3.Connection | None:
        """This thread's connection to the file that has the name now, if there is one."""
        file_now, kept = self._file.identity(), self._open.get(threading.get_ident())
        if kept and kept[1] == file_now:
            return kept[0]
        self._forget()  # the writer put a new file in place of a damaged one
        return self._connect(file_now) if file_now is not None else None

    def _connect(self, file_now: int) -> sqlite3.Connection:
        uri = f"{self._path.absolute().as_uri()}?mode=ro"
        # Closed by whoever closes the store, hence no check of the thread.
        connection = sqlite3.connect(
            uri, uri=True, timeout=1, check_same_thread=False, isolation_level=None
        )
        self._open[threading.get_ident()] = connection, file_now
        return connection

    def _give_up(self, error: Exception) -> None:
        _log.warning("catalog.db is damaged and will be fetched again: %s", error)
        self._forget()
        with suppress(OSError):  # a full disk: the next question finds the damage again
            damage_mark(self._path).touch()

    def _forget(self) -> None:
        if kept := self._open.pop(threading.get_ident(), None):
            kept[0].close()
