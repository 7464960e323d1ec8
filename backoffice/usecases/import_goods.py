"""Take goods of a file in: laid apart piece by piece, on sale all at once or not at all.

A row is the good with its article, else the good on sale with its barcode, else a new one.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Iterator, Sequence
from itertools import count

import msgspec

from backoffice.domain.ports import Store
from backoffice.errors import UnknownImport
from backoffice.usecases.report_day import today
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
    changed = piece.known
    if piece.costs:
        changed = changed | _put_costs(store, of, piece, today(store, now).isoformat())
    return ImportTaken(len(piece.goods) - len(piece.known), len(changed), piece.refused)


def _put_costs(store: Store, of: str, piece: _Piece, day: str) -> set[str]:
    """Lay purchase prices apart that differ from that day's; whose they are of known goods."""
    with store.look() as work:
        told = work.costs.of_goods(list(piece.costs), day)
    differing = {item: cost for item, cost in piece.costs.items() if told.get(item) != cost}
    if differing:
        store.imports.put_costs(of, differing, day)
    return differing.keys() & piece.met


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
        self._ids = _ids(now)
        self.goods: list[ItemChanged] = []
        self.known: set[str] = set()  # of them, goods the office has already
        self.met: set[str] = set()  # goods the office has already, changed or not
        self.costs: dict[str, int] = {}
        self.refused: list[ImportRefusal] = []

    def take(self, row: ImportRow) -> None:
        """One row: a new good, a changed one, one that stays, or a refusal."""
        owners = self._owners(row.codes) if self._by_code else ()
        known = self._by_article.get(row.article) or (owners[0] if owners else None)
        other = next((one for one in owners if known and one.item != known.item), None)
        if other:
            whose = f"article {other.article}, {other.name}"
            self.refused.append(ImportRefusal(row.row, f"its barcode belongs to {whose}"))
            return
        good = self._changed(known, row) if known else self._new(row)
        if row.cost is not None:
            self.costs[good.item] = row.cost

    def _new(self, row: ImportRow) -> ItemChanged:
        good = _new(row, next(self._ids), self._now)
        self.goods.append(good)
        return good

    def _changed(self, known: ItemChanged, row: ImportRow) -> ItemChanged:
        self.met.add(known.item)
        good = _changed(known, row, self._now)
        if good != known:
            self.known.add(known.item)
            self.goods.append(good)
        return good

    def _owners(self, codes: Iterable[str]) -> list[ItemChanged]:
        return [self._by_code[code] for code in codes if code in self._by_code]


def _ids(now: int) -> Iterator[str]:
    """UUIDs of version 7 that grow, one by one from a random one (RFC 9562, 6.2, method 2).

    Goods of a file then stand in its order wherever their ids are a key.
    """
    first = uuid7(now)
    begin, serial = first[:24], int(first[24:], 16)
    return (f"{begin}{number:012x}" for number in count(serial >> 1))


def _new(row: ImportRow, item: str, now: int) -> ItemChanged:
    return ItemChanged(
        item=item,
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
