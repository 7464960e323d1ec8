"""Safety: keys of tills, what they signed of late, a second factor for people.

Tills of before keep their token until they show a key.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column, LargeBinary, MetaData, Table, Text, text

revision = "0005"
down_revision = "0004"

metadata = MetaData()

nonces = Table(
    "nonces",
    metadata,
    Column("till", Text, primary_key=True, nullable=False),
    Column("nonce", Text, primary_key=True, nullable=False),
    Column("at", BigInteger, nullable=False, index=True),
)

recovery_codes = Table(
    "recovery_codes",
    metadata,
    Column("owner", Text, primary_key=True, nullable=False),
    Column("code_hash", LargeBinary, primary_key=True, nullable=False),
)


def upgrade() -> None:
    """Nobody has a second factor yet; sessions that are open stay whole."""
    db = op.get_bind()
    octets = "BYTEA" if db.dialect.name == "postgresql" else "BLOB"
    db.execute(text(f"ALTER TABLE tills ADD COLUMN key {octets}"))
    db.execute(text("ALTER TABLE owners ADD COLUMN totp TEXT DEFAULT '' NOT NULL"))
    db.execute(text("ALTER TABLE owners ADD COLUMN totp_step BIGINT DEFAULT 0 NOT NULL"))
    db.execute(text("ALTER TABLE sessions ADD COLUMN stage TEXT DEFAULT '' NOT NULL"))
    metadata.create_all(db)
