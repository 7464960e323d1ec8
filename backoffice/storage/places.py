"""Shops and tills in tables."""

from __future__ import annotations

from functools import cache
from typing import TypeAlias

from sqlalchemy import Connection, Row, Select, bindparam, insert, select, text, update

from backoffice.domain.office import Shop, Till
from backoffice.storage.schema import office, shops, tills
from sync.journal.rows import Mark


class PlaceTables:
    """Satisfies `Places`; `holding` keeps other writers away from each till that is asked for."""

    def __init__(self, db: Connection, *, holding: bool = False) -> None:
        self._db = db
        self._holding = holding

    def made(self) -> bool:
        return self._db.execute(select(office.c.one)).first() is not None

    def make(self, feed: str, at: int) -> None:
        self._db.execute(insert(office).values(one=1, feed=feed, made_at=at))

    def add_shop(self, shop: Shop) -> None:
        self._db.execute(
            insert(shops).values(shop=shop.shop, name=shop.name, inn=shop.inn, zone=shop.zone)
        )

    def shops(self) -> list[Shop]:
        return [Shop(*row) for row in self._db.execute(select(shops).order_by(shops.c.name))]

    def shop_named(self, name: str) -> Shop | None:
        row = self._db.execute(select(shops).where(shops.c.name == name)).first()
        return Shop(*row) if row else None

    def add_till(self, till: Till, token_hash: bytes) -> None:
        self._db.execute(
            insert(tills).values(
                till=till.till,
                shop=till.shop,
                name=till.name,
                token_hash=token_hash,
                head_epoch=till.head.epoch,
                head_seq=till.head.seq,
                head_hash=till.head.hash,
                quarantined=till.quarantined,
                revoked=till.revoked,
                trunk=till.trunk,
                fork_epoch=till.fork_epoch,
                key=till.key,
            )
        )

    def till(self, till: str) -> Till | None:
        found = _tills().where(tills.c.till == till)
        if self._holding:
            found = found.with_for_update(of=tills)
        row = self._db.execute(found).first()
        return _till(row) if row else None

    def till_of_token(self, token_hash: bytes) -> Till | None:
        row = self._db.execute(_tills().where(tills.c.token_hash == token_hash)).first()
        return _till(row) if row else None

    def tills(self) -> list[Till]:
        return [_till(row) for row in self._db.execute(_tills().order_by(tills.c.name))]

    def branches(self, till: str) -> list[Till]:
        found = _tills().where(tills.c.trunk == till).order_by(tills.c.till)
        return [_till(row) for row in self._db.execute(found)]

    def journal(self, till: str) -> tuple[Till, list[Till]] | None:
        rows = self._db.execute(_HELD if self._holding else _OF_JOURNAL, {"asked": till})
        all_of_it = {one.till: one for one in map(_till, rows)}
        trunk = all_of_it.pop(till, None)
        return (trunk, list(all_of_it.values())) if trunk else None

    def renew_token(self, till: str, token_hash: bytes, key: bytes | None = None) -> None:
        change = update(tills).where(tills.c.till == till)
        self._db.execute(change.values(token_hash=token_hash, key=key, revoked=False))

    def show_key(self, till: str, key: bytes) -> None:
        self._db.execute(update(tills).where(tills.c.till == till).values(key=key))

    def revoke(self, till: str, *, revoked: bool) -> None:
        self._db.execute(update(tills).where(tills.c.till == till).values(revoked=revoked))

    def move_head(self, till: str, head: Mark, quarantined: int) -> None:
        place = {"epoch": head.epoch, "seq": head.seq, "hash": head.hash}
        self._db.execute(_MOVE_HEAD, {"till": till, "aside": quarantined, **place})


# Every push asks these, and making them anew would cost more than the answers.
_MOVE_HEAD = text(
    "UPDATE tills SET head_epoch = :epoch, head_seq = :seq, head_hash = :hash,"
    " quarantined = :aside WHERE till = :till"
)

_Columns: TypeAlias = "Row[str, str, str, str, int, int, bytes, int, bool, str, int, bytes | None]"


@cache  # a push asks twice, and making the question costs more than the answer
def _tills() -> Select[str, str, str, str, int, int, bytes, int, bool, str, int, bytes | None]:
    return select(
        tills.c.till,
        tills.c.shop,
        tills.c.name,
        shops.c.zone,
        tills.c.head_epoch,
        tills.c.head_seq,
        tills.c.head_hash,
        tills.c.quarantined,
        tills.c.revoked,
        tills.c.trunk,
        tills.c.fork_epoch,
        tills.c.key,
    ).join(shops, shops.c.shop == tills.c.shop)


def _till(row: _Columns) -> Till:
    till, shop, name, zone, epoch, seq, hash_, quarantined, revoked, trunk, fork_epoch, key = row
    head = Mark(epoch, seq, hash_)
    return Till(till, shop, name, zone, head, quarantined, bool(revoked), trunk, fork_epoch, key)


_OF_JOURNAL = (
    _tills()
    .where((tills.c.till == bindparam("asked")) | (tills.c.trunk == bindparam("asked")))
    .order_by(tills.c.till)
)
_HELD = _OF_JOURNAL.with_for_update(of=tills)
