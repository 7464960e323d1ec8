"""A chain of shops: facts know their shop and are only added to; sums of days are kept.

On PostgreSQL facts are partitioned by shop, and the database itself refuses to change one.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column, Index, LargeBinary, MetaData, Table, Text, text

revision = "0002"
down_revision = "0001"

PARTITIONS = 16

metadata = MetaData()


def _text(name: str, *, key: bool = False) -> Column[str]:
    return Column(name, Text, primary_key=key, nullable=False)


def _int(name: str, *, key: bool = False) -> Column[int]:
    return Column(name, BigInteger, primary_key=key, nullable=False, autoincrement=False)


def _bytes(name: str) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=False)


facts = Table(
    "facts",
    metadata,
    _text("till", key=True),
    _int("epoch", key=True),
    _int("seq", key=True),
    _text("shop", key=True),
    _text("fact"),
    _text("kind"),
    _int("version"),
    _int("at"),
    _int("offset"),
    _bytes("body"),
    _bytes("prev_hash"),
    _bytes("hash"),
    Index("facts_by_hash", "till", "hash"),
    postgresql_partition_by="HASH (shop)",
)

day_sums = Table(
    "day_sums",
    metadata,
    _text("shop", key=True),
    _text("day", key=True),
    _text("kind", key=True),
    *(_int(name) for name in ("receipts", "total", "discount", "cash", "card", "other")),
    Index("day_sums_by_day", "day"),
)

_ROW = 'fact, kind, version, at, "offset", body, prev_hash, hash'
_COPY = f"""
    INSERT INTO facts (till, epoch, seq, shop, {_ROW})
    SELECT f.till, f.epoch, f.seq, t.shop, {_ROW}
    FROM facts_before f JOIN tills t ON t.till = f.till
"""  # noqa: S608 — constant columns
_SUM = """
    INSERT INTO day_sums (shop, day, kind, receipts, total, discount, cash, card, other)
    SELECT shop, day, kind, count(*), sum(total), sum(discount), sum(cash), sum(card), sum(other)
    FROM sales GROUP BY shop, day, kind
"""
_GUARD = """
    CREATE FUNCTION stays_as_it_is() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'rows of % stay as they are', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END $$
"""


def upgrade() -> None:
    """Copy the facts into the new table and sum up the sales that are there."""
    db = op.get_bind()
    postgres = db.dialect.name == "postgresql"
    db.execute(text("DROP INDEX facts_by_hash"))
    db.execute(text("ALTER TABLE facts RENAME TO facts_before"))
    if postgres:
        db.execute(text("ALTER INDEX facts_pkey RENAME TO facts_before_pkey"))
    metadata.create_all(db)
    if postgres:
        _partition()
    db.execute(text(_COPY))
    db.execute(text(_SUM))
    db.execute(text("DROP TABLE facts_before"))
    if postgres:
        _guard()


def _partition() -> None:
    for n in range(PARTITIONS):
        op.execute(
            f"CREATE TABLE facts_{n} PARTITION OF facts"
            f" FOR VALUES WITH (MODULUS {PARTITIONS}, REMAINDER {n})"
        )
        # Bodies are text of some kilobytes: lz4 is faster than the default, and than none.
        op.execute(f"ALTER TABLE facts_{n} ALTER COLUMN body SET COMPRESSION lz4")


def _guard() -> None:
    """No fact is changed or removed; a till never changes its shop, nor its facts their part."""
    op.execute(_GUARD)
    op.execute(
        "CREATE TRIGGER facts_stay BEFORE UPDATE OR DELETE ON facts"
        " FOR EACH ROW EXECUTE FUNCTION stays_as_it_is()"
    )
    for table in ("facts", *(f"facts_{n}" for n in range(PARTITIONS))):
        op.execute(
            f"CREATE TRIGGER facts_are_not_emptied BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION stays_as_it_is()"
        )
    op.execute(
        "CREATE TRIGGER tills_keep_their_shop BEFORE UPDATE OF shop ON tills FOR EACH ROW"
        " WHEN (OLD.shop <> NEW.shop) EXECUTE FUNCTION stays_as_it_is()"
    )
