"""One history of the schema for both engines, walked from every released version with its data."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import msgspec
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, Table, func, select, text

from backoffice.errors import DamagedStore
from backoffice.storage import upgrade as upgrading
from backoffice.storage.engine import open_engine
from backoffice.storage.schema import facts, metadata
from backoffice.storage.store import OfficeStore
from backoffice.storage.upgrade import NEWEST, upgrade, version_of
from backoffice.usecases.proposals import proposals
from backoffice.usecases.publish import feed_page, publish_items
from backoffice.usecases.rebuild import rebuild
from backoffice.usecases.report_day import report_day
from backoffice.usecases.sign_in import sign_in
from backoffice.usecases.verify import verify
from sync.messages.wire import Row
from tests.backoffice.conftest import PASSWORD, Clock
from tests.backoffice.tables import dump
from tests.backoffice.test_found_once import Drive, found
from tests.backoffice.trade import GOODS, PEOPLE, moment, sold_line

RELEASES = sorted((Path(__file__).parent / "releases").glob("*.sql"))
# The revision a release left in its files; 0.1 knew of none and its tables are those of 0001.
REVISIONS = {"0.1": "0001"}
HISTORY = Path(upgrading.__file__).with_name("migrations")


def released(release: Path) -> sqlite3.Connection:
    """The file of that release, in memory."""
    db = sqlite3.connect(":memory:")
    db.executescript(release.read_text(encoding="utf-8"))
    return db


def restore(release: Path, url: str) -> None:
    """An office as that release left it."""
    with closing(released(release)) as old:
        if url.startswith("sqlite"):
            with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as file:
                old.backup(file)
            return
        engine = open_engine(url)
        upgrade(engine, REVISIONS[release.stem])
        with engine.begin() as db:
            tables = MetaData()
            tables.reflect(db, only=lambda name, _: name != "alembic_version")
            for table in tables.sorted_tables:
                _fill(old, table, db)
            for name, column in (("changes", "position"), ("quarantine", "entry")):
                behind = select(func.max(tables.tables[name].c[column])).scalar_subquery()
                db.execute(select(func.setval(func.pg_get_serial_sequence(name, column), behind)))
        engine.dispose()


def _fill(old: sqlite3.Connection, table: Table, db: Connection) -> None:
    names = [column.name for column in table.columns]
    quoted = ", ".join(f'"{name}"' for name in names)
    rows = old.execute(f"SELECT {quoted} FROM {table.name}").fetchall()  # noqa: S608 — own names
    values = [dict(zip(names, row, strict=True)) for row in rows]
    for one in values:
        one.update({flag: bool(one[flag]) for flag in {"gone", "revoked"} & one.keys()})
    if values:
        db.execute(table.insert(), values)


def test_the_history_leads_to_the_tables_the_program_uses(nothing: str) -> None:
    engine = open_engine(nothing)
    upgrade(engine)
    with engine.connect() as db:
        context = MigrationContext.configure(
            db,
            opts={
                "compare_type": True,
                "include_name": lambda name, kind, _: (
                    # Parts of a table, and an index that only some servers can make.
                    not (kind == "table" and "facts_" in str(name)) and name != "goods_by_trigrams"
                ),
            },
        )
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_a_new_office_is_at_the_end_of_the_history(store: OfficeStore) -> None:
    assert ScriptDirectory(str(HISTORY)).get_heads() == [NEWEST]
    with store._engine.connect() as db:
        assert version_of(db) == NEWEST


@pytest.mark.parametrize("release", RELEASES, ids=lambda release: release.stem)
def test_an_office_of_a_released_version_goes_on_with_all_it_had(
    nothing: str, release: Path
) -> None:
    restore(release, nothing)
    with closing(released(release)) as old, closing(OfficeStore(nothing)) as store:
        with store.look() as work:
            kept = [(till, *msgspec.structs.astuple(row)) for till, row in work.ledger.rows()]
        order = "SELECT * FROM facts ORDER BY till, epoch, seq"
        assert kept == old.execute(order).fetchall()
        verdict = verify(store)
        assert (verdict.faults, verdict.quarantined, verdict.tasks) == ([], 1, 1)
        before = dump(store)
        assert [sum(row[4] for row in before["day_sums"] if row[2] == "sale")] == [
            old.execute("SELECT sum(total) FROM sales WHERE kind = 'sale'").fetchone()[0]
        ]
        rebuild(store)
        assert dump(store) == before
        day = report_day(store, date(2026, 11, 24), date(2026, 11, 24), Clock().now).report
        sold = "SELECT count(*) FROM sales WHERE day = '2026-11-24' AND kind <> 'purchase'"
        assert day.receipts == old.execute(sold).fetchone()[0] > 0


@pytest.mark.parametrize("release", RELEASES, ids=lambda release: release.stem)
def test_what_was_set_up_in_a_released_version_stays(nothing: str, release: Path) -> None:
    restore(release, nothing)
    with closing(OfficeStore(nothing)) as store:
        page = feed_page(store, "", 0)
        assert page.records == [*PEOPLE, *GOODS]
        assert sign_in(store, "vera", PASSWORD, "127.0.0.1", Clock().now)
        publish_items(store, [msgspec.structs.replace(GOODS[0], price=1)])
        assert len(feed_page(store, page.feed, page.cursor).records) == 1
        with store.look() as work:
            assert {till.name for till in work.places.tills()} == {"Касса 1", "Касса 2"}
            assert work.feed.goods_named(GOODS[0].codes[0]) == {"item-1"}
            assert work.costs.of("item-1", "2026-11-24") == 5000


def test_an_office_without_the_codes_of_its_goods_learns_them(tmp_path: Path) -> None:
    file = tmp_path / "office.db"
    url = f"sqlite:///{file}"
    restore(RELEASES[0], url)
    with closing(sqlite3.connect(file)) as db:
        db.executescript("DROP TABLE good_codes; DROP TABLE costs; DROP INDEX goods_by_article")
    with closing(OfficeStore(url)) as store, store.look() as work:
        assert work.feed.goods_named(GOODS[0].codes[0]) == {"item-1"}


def test_an_office_of_a_newer_program_is_left_as_it_is(store: OfficeStore, db: str) -> None:
    _mark(store, "9999")
    with pytest.raises(DamagedStore, match="newer program"):
        OfficeStore(db)
    with store.look() as work:
        assert version_of(work.places._db) == "9999"
    _mark(store, NEWEST)


def _mark(store: OfficeStore, version: str) -> None:
    with store.work() as work:
        work.places._db.execute(text("UPDATE alembic_version SET version_num = :v"), {"v": version})


def test_what_newer_tills_told_an_older_office_is_understood_after_the_upgrade(
    nothing: str,
) -> None:
    """Goods they made were facts nobody could read; what they found counts once from then on."""
    till = Drive(at=moment("2026-11-24 09:00"))
    till.open_shift()
    sale = till.sell(sold_line(1, GOODS[0], 1_000))
    till.put(found(sale, till.shift, again="-else", fd=900))
    good = till.make_good()
    engine = open_engine(nothing)
    upgrade(engine, "0006")
    with engine.begin() as db:
        _put_0006(db, till.rows)
    engine.dispose()
    with closing(OfficeStore(nothing)) as store:
        told = dump(store)
        assert [one.first.item for one in proposals(store)] == [good.item]
        assert len(told["found_documents"]) == 1
        assert told["tasks"] == []
        rebuild(store)
        again = dump(store)
    for table in ("proposed", "found_documents"):
        assert again[table] == told[table]


def _put_0006(db: Connection, rows: list[Row]) -> None:
    """A till's journal as an office of then has it: the last row is beyond it."""
    db.execute(text("INSERT INTO shops VALUES ('s1', 'Лавка', '', 'Europe/Moscow')"))
    till = (
        "INSERT INTO tills (till, shop, name, token_hash, head_epoch, head_seq, head_hash,"
        " quarantined, revoked) VALUES ('t1', 's1', 'Касса 1', :token, 1, 1, :token, 0, :no)"
    )
    db.execute(text(till), {"token": b"t", "no": False})
    whose = {"till": "t1", "shop": "s1"}
    db.execute(facts.insert(), [whose | msgspec.structs.asdict(row) for row in rows])
    unread = rows[-1]
    task = "INSERT INTO tasks VALUES ('t1', :epoch, :seq, 'GoodMade', 'unreadable', '', 0)"
    db.execute(text(task), {"epoch": unread.epoch, "seq": unread.seq})
