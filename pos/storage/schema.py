"""Tables of journal.db beside the journal itself, declared once.

Kinds: `state` is what a till needs besides facts; `derived` is remade from facts alone and
carries a version. SQLAlchemy is imported only to make the tables.
"""

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, MetaData, Table, Text

state = MetaData()
derived = MetaData()


def _int(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False, server_default="0")


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="")


settings = Table(
    "settings", state, Column("key", Text, primary_key=True), Column("value", Text, nullable=False)
)

users = Table(
    "users",
    state,
    Column("user", Text, primary_key=True),
    _text("name"),
    _text("role"),
    _text("pin_hash"),
    _text("rights"),
    _int("max_discount"),
    _text("inn"),
    _int("active"),
)

baskets = Table(
    "baskets",
    state,
    Column("basket", Text, primary_key=True),
    _text("state"),
    _text("kind"),
    _text("user"),
    _text("shift"),
    _int("begun_at"),
    _int("next_line"),
    _int("discount"),
    _int("card"),
    _int("received"),
    _int("prepaid"),
    _int("credit"),
    _int("provision"),
    _int("reversing"),
    _int("tax_system"),
    _text("of_sale"),
    _text("of_number"),
    _text("reason"),
    Column("contact", LargeBinary),  # sealed; the key is in contact_keys
    _int("rounding"),
)

basket_lines = Table(
    "basket_lines",
    state,
    Column("basket", Text, primary_key=True),
    Column("line", Integer, primary_key=True),
    _text("item"),
    _text("code"),
    _text("name"),
    _int("unit"),
    _int("quantity"),
    _int("list_price"),
    _int("price"),
    _int("discount"),
    _int("vat"),
    _int("subject"),
    _int("method"),
    _text("item_codes"),
    _int("of_line"),
)

corrections = Table(
    "corrections",
    state,
    Column("basket", Text, primary_key=True),
    Column("wish", LargeBinary, nullable=False),
)

laters = Table(
    "laters",
    state,
    Column("basket", Text, primary_key=True),
    Column("wish", LargeBinary, nullable=False),
)

parked = Table(
    "parked",
    state,
    Column("basket", Text, primary_key=True),
    _text("name"),  # as the cashier typed it; erased when the basket is recalled
    _int("at"),
)

contact_keys = Table(
    "contact_keys",
    state,
    Column("basket", Text, primary_key=True),
    Column("key", LargeBinary, nullable=False),
)

attempts = Table(
    "attempts",
    state,
    Column("attempt", Text, primary_key=True),
    _text("basket"),
    _text("kind"),
    _text("state"),
    _int("at"),
    Column("request", LargeBinary, nullable=False),
    Column("before", LargeBinary, nullable=False),
    Column("result", LargeBinary, nullable=False),
    _text("why"),
    _text("detail"),
)

derived_state = Table(
    "derived_state",
    derived,
    Column("one", Integer, primary_key=True),
    _int("version"),
    _int("epoch"),
    _int("seq"),
)

sales = Table(
    "sales",
    derived,
    Column("sale", Text, primary_key=True),
    _text("number"),
    _text("kind"),
    _text("of_sale"),
    _text("of_number"),
    _text("shift"),
    _text("user"),
    Column("at", BigInteger, nullable=False, index=True),
    _int("total"),
    _int("discount"),
    _int("received"),
    _int("change"),
    _int("fd"),
    _int("sign"),
    _text("fn"),
    _text("registrar"),
    _text("vat"),
    _int("tax_system"),
    _int("correction"),  # 1: the drive keeps it as a correction
)

# What first receipts leave open: money of customers', or their debts.
claims = Table(
    "claims",
    derived,
    Column("sale", Text, primary_key=True),
    _text("number"),
    _int("is_debt"),
    _int("amount"),
    _int("settled"),
    sqlite_with_rowid=False,
)

sale_lines = Table(
    "sale_lines",
    derived,
    Column("sale", Text, primary_key=True),
    Column("line", Integer, primary_key=True),
    _int("basket_line"),
    _text("item"),
    _text("code"),
    _text("name"),
    _int("unit"),
    _int("quantity"),
    _int("list_price"),
    _int("price"),
    _int("amount"),
    _int("vat"),
    _int("subject"),
    _int("method"),
    _text("item_codes"),
    _int("of_line"),
    _int("returned"),
    sqlite_with_rowid=False,
)

sale_tenders = Table(
    "sale_tenders",
    derived,
    Column("sale", Text, primary_key=True),
    Column("no", Integer, primary_key=True),
    _text("kind"),
    _int("amount"),
    _text("ref"),
    _text("rrn"),
    _text("card"),
    sqlite_with_rowid=False,
)

shifts = Table(
    "shifts",
    derived,
    Column("shift", Text, primary_key=True),
    _int("number"),
    _text("user"),
    _int("opened_at"),
    _int("closed_at"),
    _int("fund"),
    _int("sales"),
    _int("returns"),
    _int("sale_cash"),
    _int("sale_card"),
    _int("return_cash"),
    _int("return_card"),
    _int("cash_in"),
    _int("cash_out"),
)

audit = Table(
    "audit",
    derived,
    Column("epoch", Integer, primary_key=True),
    Column("seq", Integer, primary_key=True),
    _int("at"),
    _text("kind"),
    _text("user"),
    _text("about"),
    _int("amount"),
    sqlite_with_rowid=False,
)

# What of each good is there by this till's own facts, thousandths.
stock = Table(
    "stock",
    derived,
    Column("item", Text, primary_key=True),
    Column("unit", Integer, primary_key=True),
    _text("name"),
    _int("quantity"),
    sqlite_with_rowid=False,
)

# Suppliers' documents; a long one has several parts.
deliveries = Table(
    "deliveries",
    derived,
    Column("delivery", Text, primary_key=True),
    Column("part", Integer, primary_key=True),
    _text("supplier"),
    _text("inn"),
    _text("number"),
    Column("date", Text, nullable=False, index=True),
    _text("user"),
    _int("at"),
    _int("total"),
    _int("tax"),
    _int("costs"),
    _int("lines"),
)

delivery_lines = Table(
    "delivery_lines",
    derived,
    Column("delivery", Text, primary_key=True),
    Column("line", Integer, primary_key=True),
    _text("item"),
    _text("code"),
    _text("name"),
    _int("unit"),
    _int("quantity"),
    _int("cost"),
    _int("amount"),
    _int("vat"),
    _int("tax"),
    sqlite_with_rowid=False,
)

# Documents that were read from the drive, so that one whose own fact is there too counts once.
found_documents = Table(
    "found_documents",
    derived,
    Column("fn", Text, primary_key=True),
    Column("fd", BigInteger, primary_key=True),
    _text("document"),  # empty where its own fact is what counts
    sqlite_with_rowid=False,
)

# Goods made here for codes that no good had; the setting `made.ID` says what became of one.
made_goods = Table(
    "made_goods",
    derived,
    Column("item", Text, primary_key=True),
    Column("code", Text, nullable=False, index=True),
    _text("name"),
    _int("unit"),
    _int("vat"),
    _int("price"),
    _text("user"),
    _int("at"),
    sqlite_with_rowid=False,
)
