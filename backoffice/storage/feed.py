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
)

from backoffice.domain.office import Good
from backoffice.storage.schema import changes, goods, office
from sync.messages.feed import ItemChanged, Record, SettingChanged, UserChanged
from sync.messages.wire import FeedPage

_ARTICLE_DIGITS = 7
_CHUNK = 400  # keys in one question; SQLite takes a limited number of parameters
_DECODER = msgspec.msgpack.Decoder(Record)

_Key = tuple[str, str]


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
        old = delete(goods).where(goods.c.item == bindparam("named"))
        self._db.execute(old, [{"named": one.item} for one in items])
        self._db.execute(insert(goods), [_good_row(one) for one in items])

    def page(self, feed: str, after: int, limit: int) -> FeedPage:
        own = self._db.execute(select(office.c.feed)).scalar_one()
        start = after if feed == own else 0
        found = select(changes.c.position, changes.c.body).where(changes.c.position > start)
        rows = self._db.execute(found.order_by(changes.c.position).limit(limit + 1)).all()
        taken = rows[:limit]
        return FeedPage(
            feed=own,
            cursor=taken[-1][0] if taken else start,
            records=[_DECODER.decode(body) for _, body in taken],
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

    def goods(self, text: str, group: str, limit: int, offset: int) -> tuple[list[Good], int]:
        wanted: list[ColumnElement[bool]] = [goods.c.gone.is_(False)]
        wanted += [goods.c.search.contains(word, autoescape=True) for word in normal(text).split()]
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
        spaced = " " + goods.c.codes + " "
        has_code = spaced.contains(f" {code} ", autoescape=True)
        found = select(goods.c.item).where(
            goods.c.gone.is_(False), has_code | (goods.c.article == code)
        )
        return set(self._db.execute(found).scalars())

    def next_article(self) -> str:
        number = cast(goods.c.article, Integer)
        plain = goods.c.article != "", ~goods.c.article.regexp_match("[^0-9]")
        # Longer numbers are codes that stand in for an article, not a count.
        short = func.length(goods.c.article) <= _ARTICLE_DIGITS
        highest = self._db.execute(select(func.max(number)).where(*plain, short)).scalar()
        return str((highest or 0) + 1)


def normal(text: str) -> str:
    """Text as it is searched: small letters, ё as е."""
    return text.casefold().replace("ё", "е")


def _key(record: Record) -> _Key:
    match record:
        case ItemChanged():
            return "item", record.item
        case UserChanged():
            return "user", record.user
        case SettingChanged():
            return "setting", record.key


def _good_row(one: ItemChanged) -> dict[str, object]:
    codes = " ".join(one.codes)
    return {
        "item": one.item,
        "name": one.name,
        "article": one.article,
        "grp": one.group,
        "unit": one.unit,
        "vat": one.vat,
        "price": one.price,
        "codes": codes,
        "gone": one.gone,
        "search": normal(f"{one.name} {one.article} {codes}"),
    }
