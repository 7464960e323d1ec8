"""The change feed in tables: the latest record of each key at its latest position."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    TextClause,
    cast,
    func,
    select,
    text,
    union_all,
)

from backoffice.domain.office import Good
from backoffice.storage.bulk import put_rows
from backoffice.storage.dialects import all_digits, members, pairs
from backoffice.storage.rows import GOOD_COLUMNS, good_values, normal
from backoffice.storage.schema import changes, good_codes, goods, office
from sync.messages.feed import ItemChanged, Record, SettingChanged, UserChanged
from sync.messages.wire import RawPage

_ARTICLE_DIGITS = 7
_DECODER = msgspec.msgpack.Decoder(Record)
_ITEMS = msgspec.msgpack.Decoder(ItemChanged)

_Key = tuple[str, str]

# Thousands of keys in one question; an IN of that many parameters is ten times slower.
_BY_ARTICLES = (
    "SELECT g.article, c.body FROM goods g JOIN changes c ON c.kind = 'item' AND c.key = g.item"
    " WHERE g.article IN ({keys})"
)
_BY_CODES = (
    "SELECT g.code, c.body FROM good_codes g JOIN changes c ON c.kind = 'item' AND c.key = g.item"
    " WHERE g.code IN ({keys})"
)
_BODIES = "SELECT key, body FROM changes WHERE kind = :kind AND key IN ({keys})"
_FORGET = "DELETE FROM changes WHERE kind = :kind AND key IN ({keys})"
_FORGET_GOODS = "DELETE FROM goods WHERE item IN ({keys})"
_CODES = "SELECT item, codes FROM goods WHERE item IN ({keys})"
_FORGET_CODES = "DELETE FROM good_codes WHERE (code, item) IN ({pairs})"


class FeedTables:
    """Satisfies `Feed`."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def put(self, records: Iterable[Record]) -> int:
        latest = {_key(record): record for record in records}
        known = self._bodies(list(latest))
        changed = {
            key: (record, body)
            for key, record in latest.items()
            if (body := msgspec.msgpack.encode(record)) != known.get(key)
        }
        if changed:
            self._write(changed)
            self._list([one for one, _ in changed.values() if isinstance(one, ItemChanged)])
        return len(changed)

    def _bodies(self, keys: Sequence[_Key]) -> dict[_Key, bytes]:
        bodies: dict[_Key, bytes] = {}
        for kind, names in _by_kind(keys):
            found = self._db.execute(self._asked(_BODIES), {"kind": kind, "keys": names})
            bodies.update({(kind, key): body for key, body in found})
        return bodies

    def _write(self, changed: dict[_Key, tuple[Record, bytes]]) -> None:
        for kind, names in _by_kind(list(changed)):
            self._db.execute(self._asked(_FORGET), {"kind": kind, "keys": names})
        rows = [(*key, body) for key, (_, body) in changed.items()]
        put_rows(self._db, changes, ("kind", "key", "body"), rows)

    def _list(self, items: Sequence[ItemChanged]) -> None:
        if not items:
            return
        named = {"keys": _json([one.item for one in items])}
        kept = self._db.execute(self._asked(_CODES), named).all()
        gone = [(code, item) for item, codes in kept for code in codes.split()]
        if gone:
            self._db.execute(self._asked(_FORGET_CODES), {"pairs": _json(gone)})
        self._db.execute(self._asked(_FORGET_GOODS), named)
        put_rows(self._db, goods, GOOD_COLUMNS, [good_values(one) for one in items])
        on_sale = (one for one in items if not one.gone)
        coded = [(code, one.item) for one in on_sale for code in set(one.codes)]
        put_rows(self._db, good_codes, ("code", "item"), coded)

    def _asked(self, query: str) -> TextClause:
        return text(query.format(keys=members(self._db), pairs=pairs(self._db)))

    def page(self, feed: str, after: int, limit: int) -> RawPage:
        own = self._db.execute(select(office.c.feed)).scalar_one()
        start = after if feed == own else 0
        found = select(changes.c.position, changes.c.body).where(changes.c.position > start)
        rows = self._db.execute(found.order_by(changes.c.position).limit(limit + 1)).all()
        taken = rows[:limit]
        return RawPage(
            feed=own,
            cursor=taken[-1][0] if taken else start,
            records=[msgspec.Raw(body) for _, body in taken],
            more=len(rows) > limit,
        )

    def record(self, kind: str, key: str) -> Record | None:
        body = self._bodies([(kind, key)]).get((kind, key))
        return _DECODER.decode(body) if body else None

    def users(self) -> list[UserChanged]:
        found = self._db.execute(select(changes.c.body).where(changes.c.kind == "user"))
        users = [_DECODER.decode(body) for body in found.scalars()]
        return sorted(
            (user for user in users if isinstance(user, UserChanged)),
            key=lambda user: (not user.active, user.name.casefold()),
        )

    def goods(self, asked: str, group: str, limit: int, offset: int) -> tuple[list[Good], int]:
        wanted: list[ColumnElement[bool]] = [goods.c.gone.is_(False)]
        wanted += [goods.c.search.contains(word, autoescape=True) for word in normal(asked).split()]
        if group:
            wanted.append(goods.c.grp == group)
        found = select(
            goods.c.item,
            goods.c.name,
            goods.c.article,
            goods.c.grp,
            goods.c.unit,
            goods.c.vat,
            goods.c.price,
            goods.c.codes,
        ).where(*wanted)
        page = found.order_by(goods.c.search).limit(limit).offset(offset)
        rows = [Good(*row[:-1], tuple(row[-1].split())) for row in self._db.execute(page)]
        count = select(func.count()).select_from(goods).where(*wanted)
        return rows, self._db.execute(count).scalar_one()

    def groups(self) -> list[str]:
        found = select(goods.c.grp).where(goods.c.grp != "", goods.c.gone.is_(False)).distinct()
        return list(self._db.execute(found.order_by(goods.c.grp)).scalars())

    def goods_named(self, code: str) -> set[str]:
        with_code = select(good_codes.c.item).where(good_codes.c.code == code)
        with_article = select(goods.c.item).where(goods.c.article == code, goods.c.gone.is_(False))
        return set(self._db.execute(union_all(with_code, with_article)).scalars())

    def with_articles(self, articles: Sequence[str]) -> dict[str, ItemChanged]:
        return self._records(_BY_ARTICLES, articles)

    def with_codes(self, codes: Sequence[str]) -> dict[str, ItemChanged]:
        return self._records(_BY_CODES, codes)

    def _records(self, query: str, keys: Sequence[str]) -> dict[str, ItemChanged]:
        rows = self._db.execute(self._asked(query), {"keys": _json(keys)})
        return {key: _ITEMS.decode(body) for key, body in rows}

    def next_article(self) -> str:
        number = cast(goods.c.article, Integer)
        # Inside the database a million articles take 0,1 s, by a pattern of Python's 2 s.
        plain = all_digits(self._db, goods.c.article)
        # Longer numbers are codes that stand in for an article, not a count.
        short = func.length(goods.c.article) <= _ARTICLE_DIGITS
        highest = self._db.execute(select(func.max(number)).where(plain, short)).scalar()
        return str((highest or 0) + 1)


def _by_kind(keys: Sequence[_Key]) -> Iterator[tuple[str, str]]:
    """Each kind with its keys as JSON."""
    for kind in sorted({kind for kind, _ in keys}):
        yield kind, _json([key for of, key in keys if of == kind])


def _json(keys: Sequence[object]) -> str:
    return msgspec.json.encode(keys).decode()


def _key(record: Record) -> _Key:
    match record:
        case ItemChanged():
            return "item", record.item
        case UserChanged():
            return "user", record.user
        case SettingChanged():
            return "setting", record.key
