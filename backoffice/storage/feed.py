"""The change feed in tables: the latest record of each key at its latest position."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    bindparam,
    cast,
    delete,
    func,
    insert,
    select,
    text,
    union_all,
)

from backoffice.domain.office import Good
from backoffice.storage.dialects import all_digits, members
from backoffice.storage.rows import good_row, normal
from backoffice.storage.schema import changes, good_codes, goods, office
from sync.messages.feed import ItemChanged, Record, SettingChanged, UserChanged
from sync.messages.wire import RawPage

_ARTICLE_DIGITS = 7
_CHUNK = 400  # keys in one question; SQLite takes a limited number of parameters
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
        for kind in sorted({kind for kind, _ in keys}):
            names = (key for of, key in keys if of == kind)
            while chunk := list(islice(names, _CHUNK)):
                found = select(changes.c.key, changes.c.body)
                found = found.where(changes.c.kind == kind, changes.c.key.in_(chunk))
                bodies.update({(kind, key): body for key, body in self._db.execute(found)})
        return bodies

    def _write(self, changed: dict[_Key, tuple[Record, bytes]]) -> None:
        keys = [{"of": kind, "named": key} for kind, key in changed]
        old = delete(changes).where(
            changes.c.kind == bindparam("of"), changes.c.key == bindparam("named")
        )
        self._db.execute(old, keys)
        rows = [
            {"kind": kind, "key": key, "body": body} for (kind, key), (_, body) in changed.items()
        ]
        self._db.execute(insert(changes), rows)

    def _list(self, items: Sequence[ItemChanged]) -> None:
        if not items:
            return
        named = [{"named": one.item} for one in items]
        self._forget_codes([one.item for one in items])
        self._db.execute(delete(goods).where(goods.c.item == bindparam("named")), named)
        self._db.execute(insert(goods), [good_row(one) for one in items])
        on_sale = (one for one in items if not one.gone)
        if coded := [{"code": c, "item": one.item} for one in on_sale for c in set(one.codes)]:
            self._db.execute(insert(good_codes), coded)

    def _forget_codes(self, items: Sequence[str]) -> None:
        old = delete(good_codes).where(
            good_codes.c.item == bindparam("named"), good_codes.c.code == bindparam("coded")
        )
        for start in range(0, len(items), _CHUNK):
            named = goods.c.item.in_(items[start : start + _CHUNK])
            kept = self._db.execute(select(goods.c.item, goods.c.codes).where(named)).all()
            if pairs := [{"named": i, "coded": c} for i, codes in kept for c in codes.split()]:
                self._db.execute(old, pairs)

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
        asked = text(query.format(keys=members(self._db)))
        rows = self._db.execute(asked, {"keys": msgspec.json.encode(keys).decode()})
        return {key: _ITEMS.decode(body) for key, body in rows}

    def next_article(self) -> str:
        number = cast(goods.c.article, Integer)
        # Inside the database a million articles take 0,1 s, by a pattern of Python's 2 s.
        plain = all_digits(self._db, goods.c.article)
        # Longer numbers are codes that stand in for an article, not a count.
        short = func.length(goods.c.article) <= _ARTICLE_DIGITS
        highest = self._db.execute(select(func.max(number)).where(plain, short)).scalar()
        return str((highest or 0) + 1)


def _key(record: Record) -> _Key:
    match record:
        case ItemChanged():
            return "item", record.item
        case UserChanged():
            return "user", record.user
        case SettingChanged():
            return "setting", record.key
