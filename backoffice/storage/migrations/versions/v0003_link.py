"""The link: branches of a journal that two tills went on with, and seals of its heads."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column, LargeBinary, MetaData, Table, Text, text

revision = "0003"
down_revision = "0002"

metadata = MetaData()


def _text(name: str, *, key: bool = False) -> Column[str]:
    return Column(name, Text, primary_key=key, nullable=False)


def _int(name: str, *, key: bool = False) -> Column[int]:
    return Column(name, BigInteger, primary_key=key, nullable=False, autoincrement=False)


def _bytes(name: str, *, key: bool = False) -> Column[bytes]:
    return Column(name, LargeBinary, primary_key=key, nullable=False)


seals = Table(
    "seals",
    metadata,
    _text("till", key=True),
    _int("epoch", key=True),
    _int("seq", key=True),
    _bytes("hash", key=True),
    _bytes("signature"),
    _bytes("key"),
    _text("why"),
)


def upgrade() -> None:
    """No till of before is a branch, and none has sent a seal."""
    db = op.get_bind()
    db.execute(text("ALTER TABLE tills ADD COLUMN trunk TEXT DEFAULT '' NOT NULL"))
    db.execute(text("ALTER TABLE tills ADD COLUMN fork_epoch BIGINT DEFAULT 0 NOT NULL"))
    metadata.create_all(db)
