"""A backup of a running office is whole or refused, and makes an office on either engine."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import inspect, select

from backoffice.errors import DamagedBackup, DamagedStore, NotEmpty
from backoffice.storage import archive
from backoffice.storage.archive import Begin, Head, Piece
from backoffice.storage.backup import restore, save
from backoffice.storage.engine import open_engine
from backoffice.storage.schema import metadata
from backoffice.storage.store import OfficeStore
from backoffice.usecases.accept import accept
from backoffice.usecases.publish import feed_page, publish_setting
from backoffice.usecases.sign_in import sign_in
from backoffice.usecases.verify import verify
from sync.messages.feed import SettingChanged
from tests.backoffice.conftest import PASSWORD, Office
from tests.backoffice.tables import rows_of
from tests.backoffice.test_commands import run
from tests.backoffice.trade import GOODS, Till, sold_line

FRAMES: list[Head | Begin | Piece] = [
    Head(archive.FORMAT, "0002", 1),
    Begin("facts", ("till", "body")),
    Piece([["till", bytes(range(256))] for _ in range(20)]),
]


@pytest.fixture
def busy(office: Office) -> Office:
    """An office with a day of trade, a row set aside, a task and prices that moved on."""
    till = Till()
    till.trade("2026-11-24", 12)
    till.put_bytes("Unknown", 1, b"{}")
    office.push(till.rows)
    with office.store.work() as work:
        work.costs.put({"item-1": 5000}, "2026-11-01")
    for value in "123":
        publish_setting(office.store, SettingChanged(key="quick", value=value))
    return office


def everything(store: OfficeStore) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables but the name of the feed, which a restored office has anew."""
    tables = [one for one in metadata.sorted_tables if one.name != "office"]
    return {
        one.name: rows_of(store, select(one).order_by(*one.primary_key.columns)) for one in tables
    }


@pytest.fixture
def restored(busy: Office, db: str, nothing: str, tmp_path: Path) -> Iterator[OfficeStore]:
    """Another office, made of a backup of the busy one."""
    kept = save(db, tmp_path / "office.backup", 0)
    assert restore(tmp_path / "office.backup", nothing).rows == kept.rows > 0
    with closing(OfficeStore(nothing)) as store:
        yield store


def test_all_that_was_there_is_there_again(busy: Office, restored: OfficeStore) -> None:
    assert everything(restored) == everything(busy.store)
    assert verify(restored) == verify(busy.store)
    assert sign_in(restored, "vera", PASSWORD, "127.0.0.1", busy.clock())


def test_a_restored_office_goes_on(busy: Office, restored: OfficeStore) -> None:
    end = feed_page(restored, "", 0)
    assert publish_setting(restored, SettingChanged(key="quick", value="4")) == 1
    assert len(feed_page(restored, end.feed, end.cursor).records) == 1
    till = Till()
    till.open_shift()
    till.sell(sold_line(1, GOODS[0], 1000))
    assert accept(restored, busy.till.till, till.rows, busy.clock()).seq >= len(till.rows)


def test_a_till_that_saw_more_than_the_backup_begins_from_zero(
    busy: Office, db: str, nothing: str, tmp_path: Path
) -> None:
    save(db, tmp_path / "office.backup", 0)
    publish_setting(busy.store, SettingChanged(key="lost", value="1"))
    seen = feed_page(busy.store, "", 0, 10_000)
    restore(tmp_path / "office.backup", nothing)
    with closing(OfficeStore(nothing)) as store:
        publish_setting(store, SettingChanged(key="new", value="1"))
        page = feed_page(store, seen.feed, seen.cursor, 10_000)
        settings = [one.key for one in page.records if isinstance(one, SettingChanged)]
        assert settings == ["quick", "new"]


def test_a_backup_is_one_state_while_tills_push(
    office: Office, db: str, nothing: str, tmp_path: Path
) -> None:
    till = Till()
    till.open_shift()
    for n in range(120):
        till.sell(sold_line(1, GOODS[n % len(GOODS)], 1000))

    def push() -> None:
        for start in range(0, len(till.rows), 6):
            office.push(till.rows[start : start + 6])

    pushing = threading.Thread(target=push)
    pushing.start()
    saved = 0
    while pushing.is_alive() or not saved:
        save(db, tmp_path / "office.backup", 0)
        saved += 1
    pushing.join()
    restore(tmp_path / "office.backup", nothing)
    with closing(OfficeStore(nothing)) as store:
        assert verify(store).ok
        with store.look() as work:
            (kept,) = work.places.tills()
            rows = [row for _, row in work.ledger.rows()]
        assert rows == till.rows[: kept.head.seq]
        assert len(everything(store)["sales"]) == max(0, kept.head.seq - 2)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 255), st.booleans())
def test_a_changed_or_missing_byte_is_found(place: int, flip: int, cut: bool) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "office.backup"
        archive.write(file, FRAMES)
        whole = file.read_bytes()
        at = place % len(whole)
        spoilt = bytes([whole[at] ^ flip]) + whole[at + 1 :]
        file.write_bytes(whole[:at] + (b"" if cut else spoilt))
        try:
            frames = list(archive.read(file))
        except DamagedBackup:
            return
        # Some bytes of gzip's head mean nothing; what is read then is what was written.
        assert at < 10
        assert frames == FRAMES


def test_a_damaged_file_is_refused_and_nothing_is_touched(
    busy: Office, db: str, nothing: str, tmp_path: Path
) -> None:
    file = tmp_path / "office.backup"
    save(db, file, 0)
    whole = file.read_bytes()
    for spoilt in (whole[:-1], whole[: len(whole) // 2], whole + b"x", b"", b"a letter", whole[:9]):
        file.write_bytes(spoilt)
        with pytest.raises(DamagedBackup, match="damaged"):
            restore(file, nothing)
    engine = open_engine(nothing)
    with engine.connect() as found:
        assert inspect(found).get_table_names() == []
    engine.dispose()


def test_an_office_that_is_there_is_never_written_over(
    busy: Office, db: str, tmp_path: Path
) -> None:
    save(db, tmp_path / "office.backup", 0)
    before = everything(busy.store)
    with pytest.raises(NotEmpty):
        restore(tmp_path / "office.backup", db)
    assert everything(busy.store) == before


def test_a_backup_of_a_newer_program_is_refused(nothing: str, tmp_path: Path) -> None:
    file = tmp_path / "office.backup"
    archive.write(file, [Head(archive.FORMAT, "9999", 0)])
    with pytest.raises(DamagedBackup, match="newer program"):
        restore(file, nothing)


def test_a_database_that_cannot_be_opened_is_told_in_restoring(tmp_path: Path) -> None:
    file = tmp_path / "office.backup"
    archive.write(file, FRAMES)
    with pytest.raises(DamagedStore):
        restore(file, "sqlite:////no/such/folder/office.db")


def test_the_commands_say_what_they_did(
    busy: Office, db: str, nothing: str, tmp_path: Path
) -> None:
    file = tmp_path / "office.backup"
    saved = run("backup", "--db", db, "--to", str(file), "--json")
    assert saved.returncode == 0, saved.stderr
    made = run("restore", "--from", str(file), "--db", nothing, "--json")
    assert made.returncode == 0, made.stderr
    assert json.loads(made.stdout)["rows"] == json.loads(saved.stdout)["rows"]
    assert file.stat().st_mode & 0o077 == 0
    for args, says in (
        (("restore", "--from", str(file), "--db", nothing), "empty database"),
        (("restore", "--from", str(tmp_path / "none"), "--db", nothing), "damaged"),
        (("backup", "--db", db, "--to", "/no/such/folder/x"), "cannot be written"),
    ):
        done = run(*args)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1), done.stderr
        assert says in done.stderr
