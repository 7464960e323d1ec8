"""Tables of the office. Kinds: facts (copies of journals), derived, state.

A database comes to this schema by `migrations`, on both engines; a test holds the two together.
"""

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
)

metadata = MetaData()


def _text(name: str, *, key: bool = False) -> Column[str]:
    return Column(name, Text, primary_key=key, nullable=False)


def _int(name: str, *, key: bool = False) -> Column[int]:
    return Column(name, BigInteger, primary_key=key, nullable=False, autoincrement=False)


def _bytes(name: str) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=False)


def _number(name: str) -> Column[int]:
    """A key that the database counts up; SQLite counts plain INTEGER only."""
    number = BigInteger().with_variant(Integer, "sqlite")
    return Column(name, number, primary_key=True, autoincrement=True)


# --- state ------------------------------------------------------------------------------------

# One row once the first run is done. `feed` is the id of the change feed.
office = Table("office", metadata, _int("one", key=True), _text("feed"), _int("made_at"))

shops = Table(
    "shops", metadata, _text("shop", key=True), _text("name"), _text("inn"), _text("zone")
)

# The head is the last place taken, rows set aside included: a push goes on behind it.
tills = Table(
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
    # A branch of another till's journal, made when two went on with one; else empty and zero.
    Column("trunk", Text, nullable=False, server_default=""),
    Column("fork_epoch", BigInteger, nullable=False, server_default="0"),
    # The till's own public key, which its questions are signed with. NULL: it has shown none yet,
    # and is known by its token until it does.
    Column("key", LargeBinary),
    Index("tills_by_trunk", "trunk"),
)

# Questions that tills signed of late, so that none is taken twice. An office in SQLite keeps them
# in a file beside it: no question waits for its only writer.
nonces = Table(
    "nonces",
    metadata,
    _text("till", key=True),
    _text("nonce", key=True),
    Column("at", BigInteger, nullable=False, index=True),
)

owners = Table(
    "owners",
    metadata,
    _text("owner", key=True),
    Column("login", Text, nullable=False, unique=True),
    _text("password_hash"),
    # The second factor: its secret (base 32), empty for none, and the step used last.
    Column("totp", Text, nullable=False, server_default=""),
    Column("totp_step", BigInteger, nullable=False, server_default="0"),
)

# For an owner without a telephone: hashes of codes that work once each.
recovery_codes = Table(
    "recovery_codes",
    metadata,
    _text("owner", key=True),
    Column("code_hash", LargeBinary, primary_key=True),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    _text("owner"),
    _text("csrf"),
    _int("expires"),
    # Empty for a whole session; "code": the password was right, the second factor is due.
    Column("stage", Text, nullable=False, server_default=""),
)

# Wrong passwords, by login and by address; old ones are swept at the next attempt.
attempts = Table(
    "attempts", metadata, _number("attempt"), _text("who"), _int("at"), Index("by_who", "who", "at")
)

# One-time codes. `till` names who used the code of a first run.
codes = Table(
    "codes",
    metadata,
    Column("code_hash", LargeBinary, primary_key=True),
    _text("purpose"),
    _text("shop"),
    _int("expires"),
    _text("till"),
)

# The change feed: one row a key, moved to a new position when it changes, so a page is compact
# by itself. No position is given twice, and goods have one writer at a time (`turns.py`), so
# positions are given out in commit order. (A sequence of PostgreSQL alone would not be.)
changes = Table(
    "changes",
    metadata,
    _number("position"),
    _text("kind"),
    _text("key"),
    _bytes("body"),
    UniqueConstraint("kind", "key"),
    sqlite_autoincrement=True,
)

# Goods as the list shows them; `changes` holds the whole records. PostgreSQL has an index of
# trigrams of `search` besides, where its server knows them (`migrations`).
goods = Table(
    "goods",
    metadata,
    _text("item", key=True),
    _text("name"),
    _text("article"),
    _text("grp"),
    _int("unit"),
    _int("vat"),
    _int("price"),
    _text("codes"),  # with a space between
    Column("gone", Boolean, nullable=False),
    Column("search", Text, nullable=False, index=True),
    Index("goods_by_article", "article"),
)

# Which good on sale a barcode names; made of `goods`.
good_codes = Table(
    "good_codes",
    metadata,
    _text("code", key=True),
    _text("item", key=True),
    sqlite_with_rowid=False,
)

# Purchase prices: what is paid for a unit from that day of a shop's calendar on. They stay as
# they were, so that the profit of a past day does not change with the next delivery. Those with
# no shop were typed, and hold in all of them: state. Those of a shop are derived from what it
# received. NULL: not known since then.
costs = Table(
    "costs",
    metadata,
    _text("item", key=True),
    _text("day", key=True),
    _text("shop", key=True),
    Column("cost", BigInteger),
    _int("at"),
)

# What became of goods that tills made: the office's good each stands for, its own id where it was
# accepted as it is, empty for none.
merged = Table("merged", metadata, _text("item", key=True), _text("good"), _text("who"), _int("at"))

# --- facts ------------------------------------------------------------------------------------


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


# Only added to; on PostgreSQL in parts by shop, and a trigger refuses any change. A till stays in
# its shop for ever, so that (till, epoch, seq) is unique over all parts.
facts = Table(
    "facts",
    metadata,
    _text("till", key=True),
    _int("epoch", key=True),
    _int("seq", key=True),
    _text("shop", key=True),
    *_row_columns(),
    Index("facts_by_hash", "till", "hash"),
    postgresql_partition_by="HASH (shop)",
)

# Heads that tills signed at Z. `why` is empty for a good one; each is kept as it came.
seals = Table(
    "seals",
    metadata,
    _text("till", key=True),
    _int("epoch", key=True),
    _int("seq", key=True),
    Column("hash", LargeBinary, primary_key=True),
    _bytes("signature"),
    _bytes("key"),
    _text("why"),
)

# Rows set aside: a broken chain, too large, a revoked till.
quarantine = Table(
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

# --- derived ----------------------------------------------------------------------------------

tasks = Table(
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

sales = Table(
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

# Without a key: a fact is stored once, so its lines are, and their receipt has a key. On PostgreSQL
# they lie in the order they came, so a day is a stretch of pages.
sale_lines = Table(
    "sale_lines",
    metadata,
    _text("sale"),
    _int("line"),
    _text("shop"),
    _text("day"),
    _text("kind"),  # of the receipt
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

cash_moves = Table(
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

shift_begins = Table(
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
    Index("shift_begins_by_shop", "shop", "day"),
)

shift_ends = Table(
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

shift_counters = Table(
    "shift_counters",
    metadata,
    _text("shift", key=True),
    _text("name", key=True),
    _int("ours"),
    _int("registrar"),
)

events = Table(
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

# Receipts of one kind of a shop's day, added up as they come: a report of a year reads days.
day_sums = Table(
    "day_sums",
    metadata,
    _text("shop", key=True),
    _text("day", key=True),
    _text("kind", key=True),
    *(_int(name) for name in ("receipts", "total", "discount", "cash", "card", "other")),
    Index("day_sums_by_day", "day"),
)

# VAT of receipts of one kind of a shop's day at one rate, added up likewise.
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

# What of each good is in a shop, thousandths: added up as facts come.
stock = Table(
    "stock",
    metadata,
    _text("shop", key=True),
    _text("item", key=True),
    _int("unit", key=True),
    _int("quantity"),
)

# Suppliers' documents; a long one has several parts.
deliveries = Table(
    "deliveries",
    metadata,
    _text("delivery", key=True),
    _int("part", key=True),
    _text("till"),
    _text("shop"),
    _int("epoch"),
    _int("seq"),
    _int("at"),
    _text("day"),
    _text("supplier"),
    _text("inn"),
    _text("number"),
    _text("date"),
    _text("user"),
    *(_int(name) for name in ("total", "tax", "costs", "lines")),
    Index("deliveries_by_shop", "shop", "at"),
    Index("deliveries_by_date", "date", "shop"),
)

delivery_lines = Table(
    "delivery_lines",
    metadata,
    _text("delivery", key=True),
    _int("line", key=True),
    _text("item"),
    _text("name"),
    *(_int(name) for name in ("unit", "quantity", "cost", "amount", "vat", "tax")),
)

# Documents that restored tills read from a drive (1041, 1040), so that each counts once.
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
    _text("own"),  # the shift by its own opening, once that is there
    _int("counted"),  # 0: its own fact counts instead
    Index("found_by_shop", "shop"),
)

# Goods as tills made them.
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

DERIVED = (
    tasks,
    found_documents,
    proposed,
    stock,
    deliveries,
    delivery_lines,
    day_sums,
    day_vat,
    sales,
    sale_lines,
    cash_moves,
    shift_begins,
    shift_ends,
    shift_counters,
    events,
)
