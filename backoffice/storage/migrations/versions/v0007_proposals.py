"""Goods made at tills; documents of the drive, so that none counts twice.

A till newer than its office has sent goods it made already: they lie there as facts nobody could
read, and become proposals now.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from alembic import op
from sqlalchemy import BigInteger, Column, Connection, MetaData, Table, Text, text

revision = "0007"
down_revision = "0006"

metadata = MetaData()


def _text(name: str, *, key: bool = False) -> Column[str]:
    return Column(name, Text, primary_key=key, nullable=False)


def _int(name: str, *, key: bool = False) -> Column[int]:
    return Column(name, BigInteger, primary_key=key, nullable=False, autoincrement=False)


proposed = Table(
    "proposed",
    metadata,
    _text("item", key=True),
    _text("till"),
    _text("shop"),
    _int("epoch"),
    _int("seq"),
    _int("at"),
    _text("day"),
    _text("code"),
    _text("name"),
    *(_int(name) for name in ("unit", "vat", "price")),
    _text("user"),
)

merged = Table("merged", metadata, _text("item", key=True), _text("good"), _text("who"), _int("at"))

_MADE = """
    SELECT f.till, f.shop, f.epoch, f.seq, f.at, f.body, s.zone FROM facts f
    JOIN shops s ON s.shop = f.shop WHERE f.kind = 'GoodMade' AND f.version = 1
"""
_READ = "DELETE FROM tasks WHERE kind = 'GoodMade' AND why = 'unreadable'"


def upgrade() -> None:
    """Nothing is decided yet."""
    db = op.get_bind()
    metadata.create_all(db)
    db.execute(text("CREATE INDEX deliveries_by_date ON deliveries (date, shop)"))
    if rows := list(_made(db)):
        db.execute(proposed.insert(), rows)
        db.execute(text(_READ))


def _made(db: Connection) -> Iterator[dict[str, object]]:
    for till, shop, epoch, seq, at, body, zone in db.execute(text(_MADE)):
        told = json.loads(bytes(body))
        day = datetime.fromtimestamp(at / 1000, UTC).astimezone(ZoneInfo(zone)).date().isoformat()
        place = {"till": till, "shop": shop, "epoch": epoch, "seq": seq, "at": at, "day": day}
        names = ("item", "code", "name", "unit", "vat", "price", "user")
        yield place | {name: told[name] for name in names}
