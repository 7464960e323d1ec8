"""Lines know their day and VAT is added up by it, so a day is read without looking for receipts.

On PostgreSQL lines are found by ranges of pages (BRIN) instead of a key, which cost a push more
than the lines themselves; goods are searched by trigrams where the server has them.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column, Connection, Index, MetaData, Table, Text, text

revision = "0006"
down_revision = "0005"

metadata = MetaData()


def _text(name: str, *, key: bool = False) -> Column[str]:
    return Column(name, Text, primary_key=key, nullable=False)


def _int(name: str, *, key: bool = False) -> Column[int]:
    return Column(name, BigInteger, primary_key=key, nullable=False, autoincrement=False)


sale_lines = Table(
    "sale_lines",
    metadata,
    _text("sale"),
    _int("line"),
    _text("shop"),
    _text("day"),
    _text("kind"),
    _text("item"),
    _text("name"),
    *(_int(name) for name in ("unit", "quantity", "amount", "vat")),
    Index(
        "sale_lines_by_day",
        "day",
        postgresql_using="brin",
        postgresql_with={"pages_per_range": 32, "autosummarize": "on"},
    ),
)

day_vat = Table(
    "day_vat",
    metadata,
    _text("shop", key=True),
    _text("day", key=True),
    _text("kind", key=True),
    _int("vat", key=True),
    _int("amount"),
    Index("day_vat_by_day", "day"),
)

_LINES = """
    INSERT INTO sale_lines
        (sale, line, shop, day, kind, item, name, unit, quantity, amount, vat)
    SELECT l.sale, l.line, s.shop, s.day, s.kind, l.item, l.name, l.unit, l.quantity, l.amount,
        l.vat
    FROM sale_lines_before l JOIN sales s ON s.sale = l.sale
    ORDER BY s.day, l.sale, l.line
"""
_VAT = """
    INSERT INTO day_vat (shop, day, kind, vat, amount)
    SELECT s.shop, s.day, s.kind, v.vat, sum(v.amount)
    FROM sale_vat v JOIN sales s ON s.sale = v.sale
    GROUP BY s.shop, s.day, s.kind, v.vat
"""
# Whoever may make tables in a database may add this extension to it since PostgreSQL 13.
_HAS_TRIGRAMS = """
    SELECT has_database_privilege(current_database(), 'CREATE')
        AND EXISTS (SELECT FROM pg_available_extensions WHERE name = 'pg_trgm')
"""


def upgrade() -> None:
    """Copy the lines, which takes a minute for ten million of them; add up their VAT."""
    db = op.get_bind()
    db.execute(text("ALTER TABLE sale_lines RENAME TO sale_lines_before"))
    metadata.create_all(db)
    db.execute(text(_LINES))
    db.execute(text(_VAT))
    db.execute(text("DROP TABLE sale_lines_before"))
    db.execute(text("DROP TABLE sale_vat"))
    db.execute(text("CREATE INDEX tills_by_trunk ON tills (trunk)"))
    if db.dialect.name == "postgresql":
        db.execute(text("SELECT brin_summarize_new_values('sale_lines_by_day')"))
        _search_by_trigrams(db)


def _search_by_trigrams(db: Connection) -> None:
    """Without them a search reads the list from its beginning to its end, as before."""
    if db.execute(text(_HAS_TRIGRAMS)).scalar():
        db.execute(text("CREATE EXTENSION IF NOT EXISTS pg_trgm"))
        db.execute(text("CREATE INDEX goods_by_trigrams ON goods USING gin (search gin_trgm_ops)"))
