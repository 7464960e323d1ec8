"""Take goods of a file in: laid apart piece by piece, on sale all at once or not at all.

A row is the good with its article, else the good on sale with its barcode, else a new one.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Sequence

import msgspec

from backoffice.domain.ports import Store
from backoffice.errors import UnknownImport
from sync.journal.rows import uuid7
from sync.messages.feed import ItemChanged
from sync.messages.wire import ImportBegun, ImportDone, ImportRefusal, ImportRow, ImportTaken

_NAME = re.compile(r"[0-9a-f-]{36}")


def begin(store: Store) -> ImportBegun:
    """A new import, empty."""
    begun = ImportBegun(str(uuid.uuid4()))
    store.imports.begin(begun.id)
    return begun


def take(store: Store, of: str, rows: Sequence[ImportRow], now: int) -> ImportTaken:
    """Lay rows apart that change something; those against the office's goods are refused.

    Nobody sees them before the commit. Raises UnknownImport.
    """
    _need(store, of)
    with store.look() as work:
        by_article = work.feed.with_articles([row.article for row in rows])
        by_code = work.feed.with_codes([code for row in rows for code in row.codes])
    piece = _Piece(by_article, by_code, now)
    for row in rows:
        piece.take(row)
    if piece.goods:
        store.imports.put(of, piece.goods, piece.known)
    changed = len(piece.known)
    return ImportTaken(len(piece.goods) - changed, changed, piece.refused)


def commit(store: Store, of: str) -> ImportDone:
    """Put all of it on sale in one transaction. Raises UnknownImport."""
    _need(store, of)
    return ImportDone(store.imports.commit(of))


def drop(store: Store, of: str) -> ImportDone:
    """Leave nothing of it. Raises UnknownImport."""
    _need(store, of)
    store.imports.drop(of)
    return ImportDone(0)


def _need(store: Store, of: str) -> None:
    if not (_NAME.fullmatch(of) and store.imports.has(of)):
        raise UnknownImport("this import is over or was never begun; import the file again")


class _Piece:
    """Rows of a piece against the goods they mean."""

    def __init__(
        self, by_article: dict[str, ItemChanged], by_code: dict[str, ItemChanged], now: int
    ) -> None:
        self._by_article, self._by_code, self._now = by_article, by_code, now
        self.goods: list[ItemChanged] = []
        self.known: set[str] = set()
        self.refused: list[ImportRefusal] = []

    def take(self, row: ImportRow) -> None:
        """One row: a new good, a changed one, one that stays, or a refusal."""
        owners = self._owners(row.codes)
        known = self._by_article.get(row.article) or (owners[0] if owners else None)
        other = next((one for one in owners if known and one.item != known.item), None)
        if other:
            whose = f"article {other.article}, {other.name}"
            self.refused.append(ImportRefusal(row.row, f"its barcode belongs to {whose}"))
        elif known is None:
            self.goods.append(_new(row, self._now))
        elif (changed := _changed(known, row, self._now)) != known:
            self.known.add(known.item)
            self.goods.append(changed)

    def _owners(self, codes: Iterable[str]) -> list[ItemChanged]:
        return [self._by_code[code] for code in codes if code in self._by_code]


def _new(row: ImportRow, now: int) -> ItemChanged:
    return ItemChanged(
        item=uuid7(now),
        article=row.article,
        name=row.name,
        unit=row.unit,
        vat=row.vat,
        price=row.price,
        group=row.group,
        codes=row.codes,
        price_from=now,
    )


def _changed(known: ItemChanged, row: ImportRow, now: int) -> ItemChanged:
    """The good as the row tells it; other barcodes stay, and what was to come of its price."""
    same = known.price == row.price and not known.gone
    return msgspec.structs.replace(
        known,
        article=known.article or row.article,
        name=row.name,
        unit=row.unit,
        vat=row.vat,
        price=row.price,
        price_from=known.price_from if same else now,
        group=row.group,
        codes=tuple(dict.fromkeys((*known.codes, *row.codes))),
        gone=False,
    )
