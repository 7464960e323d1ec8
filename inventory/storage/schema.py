"""Tables of catalog.db, declared once. Kind: a copy of the office's nomenclature, disposable.

Only the writer imports this, and only to make the tables: a scan asks in plain SQL.
"""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, MetaData, Table, Text
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

metadata = MetaData()

# `n` is the place of a good among all (`inventory.storage.places`): what sells here comes first,
# so a search takes the first rows it meets and sorts nothing. `changed` grows with each change
# of a good: the newest claim on a code wins, and a rebuild knows what is older than itself.
items = Table(
    "items",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("item", Text, nullable=False, unique=True),
    Column("article", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("unit", Integer, nullable=False),  # 2108
    Column("vat", Integer, nullable=False),  # 1199
    Column("price", Integer, nullable=False),  # kopecks per unit
    Column("since", Integer, nullable=False),  # ms UTC of that price; 0 for unknown
    Column("coming", Integer, nullable=False),  # whether `prices` holds others
    Column("group", Text, nullable=False),
    Column("subject", Integer, nullable=False),  # 1212
    Column("codes", Text, nullable=False),  # a line each, to know what to take back
    Column("changed", Integer, nullable=False),
)
Index("items_by_article", items.c.article)

codes = Table(
    "codes",
    metadata,
    Column("code", Text, primary_key=True),
    Column("n", Integer, primary_key=True),
    sqlite_with_rowid=False,
)

# Prices with a moment of start that was still to come when they were told.
prices = Table(
    "prices",
    metadata,
    Column("item", Text, primary_key=True),
    Column("since", Integer, primary_key=True),  # ms UTC
    Column("price", Integer, nullable=False),
    sqlite_with_rowid=False,
)

# How often each good was sold here, by the till's own journal up to `epoch`/`seq`.
sold = Table(
    "sold",
    metadata,
    Column("item", Text, primary_key=True),
    Column("times", Integer, nullable=False),
    sqlite_with_rowid=False,
)
sold_until = Table(
    "sold_until",
    metadata,
    Column("one", Integer, primary_key=True),
    Column("epoch", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
)

# How far the feed was taken, and the last `changed` given out. While `sweep` is set a rebuild is
# under way: goods changed up to it are of the feed before and go when its last page is in.
# `filling` is 1 from the first page into an empty catalogue to the last.
feed_cursor = Table(
    "feed_cursor",
    metadata,
    Column("one", Integer, primary_key=True),
    Column("feed", Text, nullable=False),
    Column("cursor", Integer, nullable=False),
    Column("sweep", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("filling", Integer, nullable=False),
)

# SQLAlchemy has no word for a virtual table. One-letter prefixes keep the first keystroke of a
# million goods under 4 ms (70 ms without them); no ranking, bm25 takes 0,3 s there. Contentless:
# the words come from the name. They are small letters already, which saves a fifth of the time
# of unicode61, and no ranking needs sizes of columns.
_SEARCH = (
    "CREATE VIRTUAL TABLE search USING fts5(words, content='', columnsize=0, tokenize='ascii',"
    " prefix='1 2 3 4')"
)

# What a transaction adds to the index is sorted in memory up to that size (bytes); by its own
# measure, a megabyte, FTS5 would write a million goods as 300 pieces and merge them.
_SORTED_AT_ONCE = "INSERT INTO search (search, rank) VALUES ('hashsize', 33554432)"


def ddl() -> list[str]:
    """The statements that make an empty catalogue."""
    tables = metadata.sorted_tables
    made: list[CreateTable | CreateIndex] = [CreateTable(table) for table in tables]
    made += [CreateIndex(index) for table in tables for index in _indexes(table)]
    dialect = sqlite.dialect()
    return [*(str(element.compile(dialect=dialect)) for element in made), _SEARCH, _SORTED_AT_ONCE]


def _indexes(table: Table) -> list[Index]:
    return sorted(table.indexes, key=lambda index: str(index.name))
