"""Goods of an import on PostgreSQL, laid apart in tables of their own until they are committed.

Each import has three tables, named after it and dropped with it. They are logged like any other: a
database that restarts in the middle must not leave half of an import to be published.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext

import msgspec
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Engine,
    Identity,
    LargeBinary,
    MetaData,
    Table,
    Text,
    func,
    inspect,
    select,
    text,
)

from backoffice.storage.bulk import put_rows
from backoffice.storage.rows import cost_columns, good_row
from backoffice.storage.schema import costs
from backoffice.storage.turns import Room, take_turn
from sync.messages.feed import ItemChanged

_MARK, _CODES, _COSTS = "import-", "-codes", "-costs"
_GOOD = "item, name, article, grp, unit, vat, price, codes, gone, search"
_COST = cost_columns()
_COLUMNS = (*_GOOD.split(", "), "body", "known")

# A good of an import loses none of its codes, so none of `good_codes` goes. Of a good that is
# there twice the last one counts.
_COMMIT = (
    "DELETE FROM changes USING {goods} s WHERE kind = 'item' AND key = s.item AND s.known",
    "DELETE FROM goods USING {goods} s WHERE goods.item = s.item AND s.known",
    "INSERT INTO changes (kind, key, body) SELECT 'item', item, body FROM {last} s ORDER BY n",
    f"INSERT INTO goods ({_GOOD}) SELECT {_GOOD} FROM {{last}} s ORDER BY n",  # noqa: S608 — constant columns
    "INSERT INTO good_codes (code, item) SELECT code, item FROM {codes} ON CONFLICT DO NOTHING",
    f"INSERT INTO costs ({', '.join(_COST)})"  # noqa: S608 — constant columns
    f" SELECT DISTINCT ON (item) {', '.join(_COST.values())} FROM {{costs}} ORDER BY item, n DESC"
    f" ON CONFLICT ({', '.join(one.name for one in costs.primary_key)})"
    " DO UPDATE SET cost = excluded.cost",
)
_TRIGRAMS = (
    "SELECT indexdef FROM pg_indexes"
    " WHERE schemaname = current_schema() AND indexname = 'goods_by_trigrams'"
)
_MANY = 50_000  # goods whose trigrams are sorted anew sooner than inserted, 50 us each
_LAST = "(SELECT DISTINCT ON (item) * FROM {goods} ORDER BY item, n DESC)"


class LaidApart:
    """Satisfies `Imports`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def begin(self, name: str) -> None:
        """Make room for an import of that name (letters, digits and dashes)."""
        with self._engine.begin() as db:
            _tables(name).metadata.create_all(db)

    def has(self, name: str) -> bool:
        """Whether that import was begun and neither committed nor dropped."""
        with self._engine.connect() as db:
            return inspect(db).has_table(_MARK + name)

    def put(self, name: str, goods: Sequence[ItemChanged], known: set[str]) -> None:
        """Lay goods apart; `known` are the ids the office has already."""
        table = _tables(name)
        rows = [
            (*good_row(one).values(), msgspec.msgpack.encode(one), one.item in known)
            for one in goods
        ]
        codes = [(code, one.item) for one in goods for code in one.codes]
        with self._engine.begin() as db:
            put_rows(db, table, _COLUMNS, rows)
            put_rows(db, _codes(table), ("code", "item"), codes)

    def put_costs(self, name: str, costs: Mapping[str, int], day: str) -> None:
        """Lay purchase prices apart, to hold from that day on."""
        rows = [(item, day, cost) for item, cost in costs.items()]
        with self._engine.begin() as db:
            put_rows(db, _costs(_tables(name)), ("item", "day", "cost"), rows)

    def commit(self, name: str) -> int:
        """Publish all of it and drop its tables in one transaction; how many goods."""
        table = _tables(name)
        quote = self._engine.dialect.identifier_preparer.quote
        goods = quote(table.name)
        names = {
            "goods": goods,
            "codes": quote(_codes(table).name),
            "costs": quote(_costs(table).name),
            "last": _LAST.format(goods=goods),
        }
        with self._engine.begin() as db:
            take_turn(db, Room.GOODS)
            count = db.execute(select(func.count()).select_from(table)).scalar_one()
            with _sorted_anew(db) if count > _MANY else nullcontext():
                for statement in _COMMIT:
                    db.execute(text(statement.format(**names)))
            table.metadata.drop_all(db)
        return count

    def drop(self, name: str) -> None:
        """Leave nothing of an import."""
        with self._engine.begin() as db:
            _tables(name).metadata.drop_all(db)

    def sweep(self) -> None:
        """Remove what imports left that nobody will go on with."""
        with self._engine.begin() as db:
            for name in _begun(db):
                _tables(name).metadata.drop_all(db)


@contextmanager
def _sorted_anew(db: Connection) -> Iterator[None]:
    """Without trigrams while the goods come, if the server has them, then with them again."""
    made = db.execute(text(_TRIGRAMS)).scalar()
    if made:
        db.exec_driver_sql("DROP INDEX goods_by_trigrams")
    yield
    if made:
        db.exec_driver_sql(made)


def _begun(db: Connection) -> list[str]:
    tables = (name for name in inspect(db).get_table_names() if name.startswith(_MARK))
    return [name.removeprefix(_MARK) for name in tables if not name.endswith((_CODES, _COSTS))]


def _tables(name: str) -> Table:
    """The table of an import's goods; the one of its codes stands in the same metadata."""
    metadata = MetaData()
    goods = Table(
        _MARK + name,
        metadata,
        Column("n", BigInteger, Identity(), primary_key=True),
        *(Column(named, Text) for named in ("item", "name", "article", "grp", "codes", "search")),
        *(Column(named, BigInteger) for named in ("unit", "vat", "price")),
        *(Column(named, Boolean) for named in ("gone", "known")),
        Column("body", LargeBinary),
    )
    Table(f"{goods.name}{_CODES}", metadata, Column("code", Text), Column("item", Text))
    Table(
        f"{goods.name}{_COSTS}",
        metadata,
        Column("n", BigInteger, Identity(), primary_key=True),
        Column("item", Text),
        Column("day", Text),
        Column("cost", BigInteger),
    )
    return goods


def _codes(goods: Table) -> Table:
    return goods.metadata.tables[f"{goods.name}{_CODES}"]


def _costs(goods: Table) -> Table:
    return goods.metadata.tables[f"{goods.name}{_COSTS}"]
