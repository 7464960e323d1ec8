"""The read side of catalog.db: plain SQL on read-only connections, one to a thread."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from inventory.domain.catalogue import Item
from inventory.domain.words import words
from inventory.storage.files import damage_mark, identity
from inventory.values.money import Money
from inventory.values.quantity import Unit
from inventory.values.vat import VatRate

_log = logging.getLogger(__name__)

_ITEM = 'i.item, i.article, i.name, i.unit, i.vat, i.price, i."group", i.subject'
_BY_CODE = (
    f"SELECT {_ITEM}, c.code FROM codes c JOIN items i ON i.n = c.n"  # noqa: S608 — constant columns
    " WHERE c.code = ? ORDER BY c.n DESC LIMIT 1"
)
_BY_ARTICLE = (
    f"SELECT {_ITEM}, i.article FROM items i"  # noqa: S608 — constant columns
    " WHERE i.article = ? ORDER BY i.n DESC LIMIT 1"
)
_BY_ID = f"SELECT {_ITEM}, '' FROM items i WHERE i.item = ?"  # noqa: S608 — constant columns
_NAME_BEGINS = (
    f"SELECT {_ITEM}, '' FROM items i"  # noqa: S608 — constant columns
    " WHERE i.words >= ? AND i.words < ? ORDER BY i.words LIMIT ?"
)
# No ORDER BY: ranking a one-letter word over a million goods takes longer than a keystroke.
_NAME_HAS = (
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


class CatalogueStore:
    """Goods by code, id and name (satisfies `inventory.domain.catalogue.Catalogue`).

    Any thread may ask. A missing, foreign or damaged file answers as an empty catalogue and
    never raises: the till sells by price while the feed fetches it again.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._open: dict[int, tuple[sqlite3.Connection, int]] = {}

    def by_code(self, code: str) -> Item | None:
        """By barcode or PLU, else by article; the good changed last has the code."""
        code = code.strip()
        found = self._ask(_BY_CODE, code) or self._ask(_BY_ARTICLE, code) if code else []
        return found[0] if found else None

    def by_id(self, item: str) -> Item | None:
        """By id in the nomenclature."""
        found = self._ask(_BY_ID, item)
        return found[0] if found else None

    def search(self, text: str, limit: int = 20) -> list[Item]:
        """Goods with that code, then with all those words in any order, then a code's beginning.

        Every word may be cut short; case, ё and punctuation do not matter.
        """
        found: dict[str, Item] = {}
        for item in self._matches(text.strip(), limit):
            found.setdefault(item.item, item)
            if len(found) >= limit:
                break
        return list(found.values())

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

    def _matches(self, text: str, limit: int) -> Iterator[Item]:
        asked = words(text)
        if exact := self.by_code(text):
            yield exact
        if asked:
            phrase = " ".join(asked)
            yield from self._ask(_NAME_BEGINS, phrase, phrase + _LAST, limit)
            yield from self._ask(_NAME_HAS, " ".join(f'"{word}"*' for word in asked), limit)
        if text and " " not in text:
            yield from self._ask(_ARTICLE_BEGINS, text, text + _LAST, limit)
            yield from self._ask(_CODE_BEGINS, text, text + _LAST, limit)

    def _ask(self, query: str, *values: str | int) -> list[Item]:
        rows = self._rows(query, *values)
        try:
            return list(_items(rows))
        except ValueError as error:
            self._give_up(error)  # a rate or a unit that the writer never wrote
            return []

    def _rows(self, query: str, *values: str | int) -> list[tuple[Any, ...]]:
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
        file_now, kept = identity(self._path), self._open.get(threading.get_ident())
        if kept and kept[1] == file_now:
            return kept[0]
        self._forget()  # the writer put a new file in place of a damaged one
        return self._connect(file_now) if file_now is not None else None

    def _connect(self, file_now: int) -> sqlite3.Connection:
        uri = f"{self._path.absolute().as_uri()}?mode=ro"
        # Closed by whoever closes the store, hence no check of the thread.
        connection = sqlite3.connect(uri, uri=True, timeout=1, check_same_thread=False)
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


def _items(rows: Iterable[tuple[Any, ...]]) -> Iterator[Item]:
    for item, article, name, unit, vat, price, group, subject, code in rows:
        yield Item(
            item, article, name, Unit(unit), VatRate(vat), Money(price), group, code, subject
        )
