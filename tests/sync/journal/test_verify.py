"""One changed byte, number or missing row anywhere in a journal makes its check fail."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from sync.journal.rows import Mark, Seal, begin_row
from sync.messages.facts import encode
from sync.storage.journal import Journal
from sync.storage.keys import TillKey
from sync.storage.reader import check
from tests.fakes.journals import AT, KEY, JournalFile, epoch_began, sale, shift_closed

ROWS = [(1, n) for n in range(1, 6)] + [(2, n) for n in range(1, 4)]
COLUMNS = ["epoch", "seq", "fact", "kind", "version", "at", "offset", "body", "prev_hash", "hash"]
SEALS = [(1, 4), (2, 3)]
Value = int | str | bytes


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two epochs, a Z in each, the office one row behind the last Z."""
    path = tmp_path_factory.mktemp("journal") / "journal.db"
    kept = JournalFile(path)
    kept.append(epoch_began("new"), sale(1), sale(2), shift_closed(3), sale(4))
    kept.append(epoch_began("restored", kept.head()), sale(5))
    kept.acknowledge(kept.head())
    kept.append(shift_closed(6))
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode=DELETE")
    return path


@pytest.fixture
def path(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(original, tmp_path / "journal.db"))


def tamper(path: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        assert db.execute(statement, values).rowcount == 1


def changed(path: Path, table: str, column: str, where: str, *key: int) -> Iterator[Value]:
    """Each value one step away from what is there: each bit of a byte or number, of any byte."""
    with closing(sqlite3.connect(path)) as db:
        query = f'SELECT "{column}", typeof("{column}") FROM {table} WHERE {where}'  # noqa: S608
        db.text_factory = bytes
        value, kind = db.execute(query, key).fetchone()
    if kind == b"integer":
        yield from (value + 1, value - 1, -value or 7, str(value) + "x")
        return
    raw: bytes = value
    for place in {0, len(raw) // 2, len(raw) - 1}:
        wrong = bytes([*raw[:place], raw[place] ^ 1, *raw[place + 1 :]])
        high = bytes([*raw[:place], raw[place] ^ 0x80, *raw[place + 1 :]])
        for other in (wrong, high, raw[:place] + raw[place + 1 :]):
            yield other if kind == b"blob" else Text(other)
    yield "text" if kind == b"blob" else raw


class Text(bytes):
    """Bytes to be stored as TEXT, be they UTF-8 or not."""


def faults_after(path: Path, table: str, column: str, value: Value, where: str, *key: int) -> bool:
    """Whether the check fails with that value there."""
    place, stored = "?", value
    if isinstance(value, Text):
        place, stored = "CAST(? AS TEXT)", bytes(value)
    with closing(sqlite3.connect(path)) as db:
        update = f'UPDATE {table} SET "{column}" = {place} WHERE {where}'  # noqa: S608
        try:
            with db:
                assert db.execute(update, (stored, *key)).rowcount == 1
        except sqlite3.IntegrityError:
            return True  # SQLite itself refuses: that place is taken
    return check(path, KEY.signed) != []


def test_a_whole_journal_has_no_faults(path: Path) -> None:
    assert check(path, KEY.signed) == []


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("place", ROWS)
def test_any_change_in_any_column_of_any_row_is_found(
    original: Path, tmp_path: Path, place: tuple[int, int], column: str
) -> None:
    where = "epoch = ? AND seq = ?"
    for value in changed(original, "journal", column, where, *place):
        copy = Path(shutil.copy(original, tmp_path / "journal.db"))
        assert faults_after(copy, "journal", column, value, where, *place), value


@pytest.mark.parametrize("place", ROWS)
def test_any_missing_row_is_found_the_last_one_too(path: Path, place: tuple[int, int]) -> None:
    tamper(path, "DELETE FROM journal WHERE epoch = ? AND seq = ?", *place)
    assert check(path, KEY.signed) != []


@pytest.mark.parametrize("kept", range(len(ROWS)))
def test_a_tail_cut_off_is_found_even_with_its_seal(path: Path, kept: int) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        for place in ROWS[kept:]:
            db.execute("DELETE FROM journal WHERE epoch = ? AND seq = ?", place)
            db.execute("DELETE FROM journal_seals WHERE epoch = ? AND seq = ?", place)
    assert check(path, KEY.signed) != []


def test_a_tail_cut_off_with_the_head_set_back_is_found_by_what_the_office_holds(
    path: Path,
) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("DELETE FROM journal WHERE epoch = 2 AND seq > 1")
        db.execute("DELETE FROM journal_seals WHERE epoch = 2")
        db.execute(
            "UPDATE journal_head SET seq = 1, hash = (SELECT hash FROM journal WHERE epoch = 2)"
        )
    assert check(path, KEY.signed) == ["the office holds 2/2, which is missing here or was changed"]


@pytest.mark.parametrize("column", ["epoch", "seq", "hash", "signature"])
@pytest.mark.parametrize("place", SEALS)
def test_any_change_in_any_column_of_a_seal_is_found(
    original: Path, tmp_path: Path, place: tuple[int, int], column: str
) -> None:
    where = "epoch = ? AND seq = ?"
    for value in changed(original, "journal_seals", column, where, *place):
        copy = Path(shutil.copy(original, tmp_path / "journal.db"))
        assert faults_after(copy, "journal_seals", column, value, where, *place), value


@pytest.mark.parametrize("place", SEALS)
def test_a_missing_seal_is_found(path: Path, place: tuple[int, int]) -> None:
    tamper(path, "DELETE FROM journal_seals WHERE epoch = ? AND seq = ?", *place)
    assert check(path, KEY.signed) == [f"row {place[0]}/{place[1]} closes a shift and has no seal"]


@pytest.mark.parametrize("column", ["one", "epoch", "seq", "hash"])
def test_any_change_in_any_column_of_the_head_is_found(
    original: Path, tmp_path: Path, column: str
) -> None:
    for value in changed(original, "journal_head", column, "one = 1"):
        copy = Path(shutil.copy(original, tmp_path / "journal.db"))
        assert faults_after(copy, "journal_head", column, value, "one = 1"), value


def test_a_missing_head_is_found(path: Path) -> None:
    tamper(path, "DELETE FROM journal_head")
    assert check(path, KEY.signed) != []


@pytest.mark.parametrize("column", ["epoch", "seq", "hash"])
def test_any_change_in_what_the_office_holds_is_found(
    original: Path, tmp_path: Path, column: str
) -> None:
    for value in changed(original, "office_head", column, "one = 1"):
        copy = Path(shutil.copy(original, tmp_path / "journal.db"))
        assert faults_after(copy, "office_head", column, value, "one = 1"), value


def test_a_journal_written_anew_with_right_hashes_fails_at_its_seals(tmp_path: Path) -> None:
    """Whoever rewrites history computes every hash again, and has no key."""
    forged = JournalFile(tmp_path / "journal.db")
    forged.append(epoch_began("new"), sale(1), shift_closed(2))
    other = TillKey(bytes(32))
    assert check(forged.path, KEY.signed) == []
    assert check(forged.path, other.signed) == [
        "the seal of 1/3 is not signed with this till's key"
    ]


def test_a_fact_nobody_can_read_is_a_fault_though_its_hash_is_right(tmp_path: Path) -> None:
    kept = JournalFile(tmp_path / "journal.db")
    kept.append(epoch_began("new"))
    head = kept.head()
    row = begin_row(1, 2, head.hash, "x", "SaleClosed", 1, AT, 0, b'{"sale": 5}')
    with kept.writing() as db:
        Journal(db)._write(row)
    found = check(kept.path, KEY.signed)
    assert len(found) == 1
    assert found[0].startswith("row 1/2: nobody can read it: SaleClosed 1")


def test_an_epoch_that_names_another_parent_is_a_fault(tmp_path: Path) -> None:
    kept = JournalFile(tmp_path / "journal.db")
    kept.append(epoch_began("new"), sale(1))
    kept.append(epoch_began("restored", Mark(1, 1, bytes(32))))
    assert check(kept.path, KEY.signed) == ["row 2/1: it does not name 1/2 as what it goes on from"]


def test_an_epoch_begins_with_its_first_row_and_no_other(tmp_path: Path) -> None:
    kept = JournalFile(tmp_path / "journal.db")
    kept.append(epoch_began("new"))
    head = kept.head()
    again = begin_row(1, 2, head.hash, "x", "EpochBegan", 1, AT, 0, encode(epoch_began("new")))
    with kept.writing() as db:
        Journal(db)._write(again)
    assert check(kept.path, KEY.signed) == [
        "row 1/2: an epoch begins with its first row and with no other"
    ]


def test_an_empty_journal_is_whole(tmp_path: Path) -> None:
    assert check(JournalFile(tmp_path / "journal.db").path, KEY.signed) == []


@pytest.mark.parametrize("content", [b"no database at all" * 300, b""])
def test_a_file_that_is_no_journal_is_a_fault_in_words(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert len(check(path, KEY.signed)) == 1


def test_a_missing_file_is_a_fault_in_words(tmp_path: Path) -> None:
    assert len(check(tmp_path / "journal.db", KEY.signed)) == 1


def test_seals_are_read_back_as_they_were_made(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        seals = Journal(db).seals()
    assert [(seal.epoch, seal.seq) for seal in seals] == SEALS
    assert isinstance(seals[0], Seal)
