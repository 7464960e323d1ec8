"""Tables of catalog.db, declared once. Kind: a copy of the office's nomenclature, disposable.

Only the writer imports this, and only to make the tables: a scan asks in plain SQL.
"""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, MetaData, Table, Text
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

metadata = MetaData()

# `n` grows with each change of a good and is never given out twice, so the newest claim on a
# code wins and a rebuild knows which rows are older than itself.
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
    Column("group", Text, nullable=False),
    Column("subject", Integer, nullable=False),  # 1212
    Column("words", Text, nullable=False),  # the name as a search sees it
    sqlite_autoincrement=True,
)
Index("items_by_article", items.c.article)
Index("items_by_words", items.c.words)

codes = Table(
    "codes",
    metadata,
    Column("code", Text, primary_key=True),
    Column("n", Integer, primary_key=True),
    sqlite_with_rowid=False,
)
Index("codes_of_item", codes.c.n)

# How far the feed was taken. While `sweep` is set a rebuild is under way: goods up to that `n`
# are of the feed before and go when its last page is in.
feed_cursor = Table(
    "feed_cursor",
    metadata,
    Column("one", Integer, primary_key=True),
    Column("feed", Text, nullable=False),
    Column("cursor", Integer, nullable=False),
    Column("sweep", Integer, nullable=False),
)

# SQLAlchemy has no word for a virtual table. One-letter prefixes keep the first keystroke of a
# million goods under 4 ms (70 ms without them); no ranking, bm25 takes 0,3 s there.
_SEARCH = (
    "CREATE VIRTUAL TABLE search USING fts5(words, content='items', content_rowid='n',"
    " tokenize='unicode61', prefix='1 2 3 4')"
)


def ddl() -> list[str]:
    """The statements that make an empty catalogue."""
    tables = metadata.sorted_tables
    made: list[CreateTable | CreateIndex] = [CreateTable(table) for table in tables]
    made += [CreateIndex(index) for table in tables for index in _indexes(table)]
    dialect = sqlite.dialect()
    return [*(str(element.compile(dialect=dialect)) for element in made), _SEARCH]


def _indexes(table: Table) -> list[Index]:
    return sorted(table.indexes, key=lambda index: str(index.name))
