"""Documents that restored tills read from a drive are known by number, so that each counts once."""

from __future__ import annotations

import json
from collections.abc import Iterator

from alembic import op
from sqlalchemy import BigInteger, Column, Connection, Index, MetaData, Table, Text, text

revision = "0008"
down_revision = "0007"

metadata = MetaData()


def _text(name: str, *, key: bool = False) -> Column[str]:
    return Column(name, Text, primary_key=key, nullable=False)


def _int(name: str, *, key: bool = False) -> Column[int]:
    return Column(name, BigInteger, primary_key=key, nullable=False, autoincrement=False)


found_documents = Table(
    "found_documents",
    metadata,
    _text("fn", key=True),
    _int("fd", key=True),
    _text("shop"),
    _text("till"),
    _int("epoch"),
    _int("seq"),
    _text("shift"),
    _text("own"),
    _int("counted"),
    Index("found_by_shop", "shop"),
)

_FOUND = """
    SELECT f.till, f.shop, f.epoch, f.seq, f.body FROM facts f
    WHERE f.kind = 'FiscalDocumentFound' ORDER BY f.till, f.epoch, f.seq
"""


def upgrade() -> None:
    """What was found already counts; of one found twice any is the one that is known."""
    db = op.get_bind()
    metadata.create_all(db)
    if rows := list({(row["fn"], row["fd"]): row for row in _found(db)}.values()):
        db.execute(found_documents.insert(), rows)


def _found(db: Connection) -> Iterator[dict[str, object]]:
    for till, shop, epoch, seq, body in db.execute(text(_FOUND)):
        told = json.loads(bytes(body))
        mark = {"fn": told["fiscal"]["fn"], "fd": told["fiscal"]["fd"], "shift": told["shift"]}
        place = {"shop": shop, "till": till, "epoch": epoch, "seq": seq}
        yield mark | place | {"own": "", "counted": 1}
