"""The first schema of the office, as version 0.1 had it.

Its files keep no revision, so every table and index is made only where it is missing.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

revision = "0001"
down_revision = None

metadata = MetaData()


def _text(name: str, *, key: bool = False) -> Column[str]:
    return Column(name, Text, primary_key=key, nullable=False)


def _int(name: str, *, key: bool = False) -> Column[int]:
    return Column(name, BigInteger, primary_key=key, nullable=False, autoincrement=False)


def _bytes(name: str) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=False)


def _number(name: str) -> Column[int]:
    number = BigInteger().with_variant(Integer, "sqlite")
    return Column(name, number, primary_key=True, autoincrement=True)


Table("office", metadata, _int("one", key=True), _text("feed"), _int("made_at"))

Table("shops", metadata, _text("shop", key=True), _text("name"), _text("inn"), _text("zone"))

Table(
    "tills",
    metadata,
    _text("till", key=True),
    _text("shop"),
    _text("name"),
    Column("token_hash", LargeBinary, nullable=False, unique=True),
    _int("head_epoch"),
    _int("head_seq"),
    _bytes("head_hash"),
    _int("quarantined"),
    Column("revoked", Boolean, nullable=False, default=False),
)

Table(
    "owners",
    metadata,
    _text("owner", key=True),
    Column("login", Text, nullable=False, unique=True),
    _text("password_hash"),
)

Table(
    "sessions",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    _text("owner"),
    _text("csrf"),
    _int("expires"),
)

Table(
    "attempts", metadata, _number("attempt"), _text("who"), _int("at"), Index("by_who", "who", "at")
)

Table(
    "codes",
    metadata,
    Column("code_hash", LargeBinary, primary_key=True),
    _text("purpose"),
    _text("shop"),
    _int("expires"),
    _text("till"),
)

Table(
    "changes",
    metadata,
    _number("position"),
    _text("kind"),
    _text("key"),
    _bytes("body"),
    UniqueConstraint("kind", "key"),
    sqlite_autoincrement=True,
)

Table(
    "goods",
    metadata,
    _text("item", key=True),
    _text("name"),
    _text("article"),
    _text("grp"),
    _int("unit"),
    _int("vat"),
    _int("price"),
    _text("codes"),
    Column("gone", Boolean, nullable=False),
    Column("search", Text, nullable=False, index=True),
    Index("goods_by_article", "article"),
)

Table(
    "good_codes",
    metadata,
    _text("code", key=True),
    _text("item", key=True),
    sqlite_with_rowid=False,
)

Table(
    "costs",
    metadata,
    _text("item", key=True),
    _text("day", key=True),
    Column("cost", BigInteger),
)


def _row_columns() -> list[Column[str] | Column[int] | Column[bytes]]:
    return [
        _text("fact"),
        _text("kind"),
        _int("version"),
        _int("at"),
        _int("offset"),
        _bytes("body"),
        _bytes("prev_hash"),
        _bytes("hash"),
    ]


Table(
    "facts",
    metadata,
    _text("till", key=True),
    _int("epoch", key=True),
    _int("seq", key=True),
    *_row_columns(),
    Index("facts_by_hash", "till", "hash"),
)

Table(
    "quarantine",
    metadata,
    _number("entry"),
    _text("till"),
    _int("epoch"),
    _int("seq"),
    *_row_columns(),
    _text("why"),
    _int("received"),
    _bytes("content_hash"),
    UniqueConstraint("till", "content_hash"),
    Index("quarantine_by_hash", "till", "hash"),
)

Table(
    "tasks",
    metadata,
    _text("till", key=True),
    _int("epoch", key=True),
    _int("seq", key=True),
    _text("kind"),
    _text("why"),
    _text("detail"),
    _int("at"),
)

Table(
    "sales",
    metadata,
    _text("sale", key=True),
    _text("till"),
    _text("shop"),
    _int("epoch"),
    _int("seq"),
    _int("at"),
    _text("day"),
    _int("hour"),
    _text("number"),
    _text("kind"),
    _text("of_sale"),
    _text("shift"),
    _text("user"),
    _int("total"),
    _int("discount"),
    _int("cash"),
    _int("card"),
    _int("other"),
    _int("items"),
    Index("sales_by_day", "day", "shop"),
    Index("sales_by_shift", "shift"),
)

Table(
    "sale_lines",
    metadata,
    _text("sale", key=True),
    _int("line", key=True),
    _text("item"),
    _text("name"),
    _int("unit"),
    _int("quantity"),
    _int("amount"),
    _int("vat"),
)

Table("sale_vat", metadata, _text("sale", key=True), _int("vat", key=True), _int("amount"))

Table(
    "cash_moves",
    metadata,
    _text("move", key=True),
    _text("till"),
    _text("shop"),
    _int("at"),
    Column("day", Text, nullable=False, index=True),
    Column("shift", Text, nullable=False, index=True),
    _text("user"),
    _text("direction"),
    _int("amount"),
    _text("reason"),
)

Table(
    "shift_begins",
    metadata,
    _text("shift", key=True),
    _text("till"),
    _text("shop"),
    _int("at"),
    Column("day", Text, nullable=False, index=True),
    _int("number"),
    _text("user"),
    _int("fund"),
)

Table(
    "shift_ends",
    metadata,
    _text("shift", key=True),
    _text("till"),
    _text("shop"),
    _int("at"),
    Column("day", Text, nullable=False, index=True),
    _int("number"),
    _text("user"),
    _int("fund"),
    _int("drawer"),
)

Table(
    "shift_counters",
    metadata,
    _text("shift", key=True),
    _text("name", key=True),
    _int("ours"),
    _int("registrar"),
)

Table(
    "events",
    metadata,
    _text("till", key=True),
    _int("epoch", key=True),
    _int("seq", key=True),
    _text("shop"),
    _int("at"),
    Column("day", Text, nullable=False, index=True),
    _text("kind"),
    _text("shift"),
    _text("user"),
    _int("amount"),
    _text("text"),
)


def upgrade() -> None:
    """Make it; the codes of goods are those of the goods where the table is new."""
    db = op.get_bind()
    metadata.create_all(db)
    for table in metadata.tables.values():
        for index in table.indexes:
            index.create(db, checkfirst=True)
    if db.execute(text("SELECT 1 FROM good_codes LIMIT 1")).first() is None:
        goods = db.execute(text("SELECT item, codes FROM goods WHERE NOT gone AND codes <> ''"))
        if rows := [{"code": code, "item": i} for i, codes in goods for code in set(codes.split())]:
            db.execute(metadata.tables["good_codes"].insert(), rows)
