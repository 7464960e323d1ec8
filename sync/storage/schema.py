"""Tables of the journal, declared once. Kind: facts (see docs/architecture.md)."""

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, MetaData, Table, Text

metadata = MetaData()

journal = Table(
    "journal",
    metadata,
    Column("epoch", Integer, primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("fact", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),  # ms UTC
    Column("offset", Integer, nullable=False),  # minutes east of UTC
    Column("body", LargeBinary, nullable=False),
    Column("prev_hash", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

# The last row, kept apart so that a tail cut off is seen.
journal_head = Table(
    "journal_head",
    metadata,
    Column("one", Integer, primary_key=True),
    Column("epoch", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("hash", LargeBinary, nullable=False),
)

# A signed head at each Z.
journal_seals = Table(
    "journal_seals",
    metadata,
    Column("epoch", Integer, primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("hash", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False),
)

# Public keys of disks that died, by the epochs they sealed; a disk's own key is in `till.key`.
journal_keys = Table(
    "journal_keys",
    metadata,
    Column("epoch", Integer, primary_key=True),
    Column("key", LargeBinary, nullable=False),
)

# Segments that were moved into files of `archive/`: the first and the last row of each.
journal_archive = Table(
    "journal_archive",
    metadata,
    Column("epoch", Integer, primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("hash", LargeBinary, nullable=False),
    Column("first_epoch", Integer, nullable=False),
    Column("first_seq", Integer, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("file", Text, nullable=False),
    Column("sum", LargeBinary, nullable=False),  # SHA-256 of the file
)

# What the office said it holds; the push starts there, and verify compares.
office_head = Table(
    "office_head",
    metadata,
    Column("one", Integer, primary_key=True),
    Column("epoch", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("at", BigInteger, nullable=False),
)
