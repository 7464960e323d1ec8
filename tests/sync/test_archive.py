"""Old sealed rows lie in files: read for a refill, held by verify, kept in a backup."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pos.bootstrap import archive as archiving
from pos.bootstrap import backup, link
from pos.bootstrap.archive import KEEP_DAYS, archive_next
from pos.bootstrap.folder import open_till
from pos.bootstrap.tail import tail_faults
from sync.errors import ArchiveDamaged, JournalDamaged
from sync.journal.rows import BEGINNING, Mark
from sync.messages.wire import Row
from sync.storage import office
from sync.storage.journal import Journal
from sync.storage.office import Enrolment
from sync.storage.reader import check, reading
from sync.usecases.link import LinkState
from tests.fakes.journals import AT, KEY, JournalFile, epoch_began, sale, shift_closed
from tests.fakes.office import FakeOffice
from tests.fakes.tills import Till

DAY = 24 * 3600 * 1000
LATER = AT + 200 * DAY


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "till"


@pytest.fixture
def rows(folder: Path) -> list[Row]:
    """Three shifts in two epochs and an open one; all but the last row acknowledged."""
    open_till(folder).close()
    journal = JournalFile.__new__(JournalFile)
    journal.path = folder / "journal.db"
    (folder / "till.key").write_bytes(b"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
    journal.append(epoch_began("new"), sale(1), sale(2), shift_closed(3))
    journal.append(sale(4), shift_closed(5))
    journal.append(epoch_began("restored", journal.head()), sale(6), shift_closed(7), sale(8))
    with reading(journal.path) as db:
        found = list(db.after(BEGINNING))
        journal.acknowledge(Mark(2, 4, found[-1].hash))
    return found


def archive(folder: Path, now: int = LATER) -> int:
    """Until there is nothing left to move; how many stretches were."""
    with closing(open_till(folder)) as till:
        count = 0
        while archive_next(folder, till, now):
            count += 1
    return count


@pytest.fixture
def archived(folder: Path, rows: list[Row]) -> Iterator[Journal]:
    assert archive(folder) == 3
    with reading(folder / "journal.db") as journal:
        yield journal


def test_what_is_sealed_acknowledged_and_old_lies_in_files(
    folder: Path, archived: Journal, rows: list[Row]
) -> None:
    files = sorted(file.name for file in (folder / "archive").iterdir())
    assert [name[:27] for name in files] == [
        "0001-00000001-0001-00000004",
        "0001-00000005-0001-00000006",
        "0002-00000001-0002-00000003",
    ]
    kept = archived._db.execute("SELECT epoch, seq FROM journal").fetchall()
    assert kept == [(2, 4)]


def test_rows_that_have_not_left_yet_are_not_counted_twice(
    folder: Path, rows: list[Row], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archiving, "_sweep", lambda _: 0)  # power goes behind the file
    assert archive(folder) == 3
    with reading(folder / "journal.db") as journal:
        assert len(journal._db.execute("SELECT seq FROM journal").fetchall()) == len(rows)
        test_every_question_is_answered_as_before(journal, rows)
    monkeypatch.undo()
    assert archive(folder) == 0
    with reading(folder / "journal.db") as journal:
        assert journal._db.execute("SELECT epoch, seq FROM journal").fetchall() == [(2, 4)]


def test_every_question_is_answered_as_before(archived: Journal, rows: list[Row]) -> None:
    assert list(archived.after(BEGINNING)) == rows
    for n, row in enumerate(rows):
        place = Mark(row.epoch, row.seq, row.hash)
        assert archived.at(row.epoch, row.seq) == row
        assert list(archived.after(place)) == rows[n + 1 :]
        assert list(archived.after(place, 2)) == rows[n + 1 : n + 3]
        assert archived.count_after(row.epoch, row.seq) == len(rows) - n - 1
    assert archived.count_after(0, 0) == len(rows)
    assert archived.at(1, 9) is None
    last = rows[5]
    assert archived.end_of_epoch_before(2) == Mark(last.epoch, last.seq, last.hash)
    assert archived.end_of_epoch_before(1) == BEGINNING


def test_the_whole_journal_still_verifies_and_rebuilds(folder: Path, archived: Journal) -> None:
    assert check(folder / "journal.db", KEY.signed) == []
    assert tail_faults(folder) == []
    with closing(open_till(folder)) as till:
        till.rebuild()


@pytest.mark.parametrize("days", ["300", "201"])
def test_what_is_not_old_enough_stays(folder: Path, rows: list[Row], days: str) -> None:
    with closing(open_till(folder)) as till, till.work() as work:
        work.set_setting(KEEP_DAYS, days)
        work.commit()
    assert archive(folder) == 0


def test_what_the_office_has_not_acknowledged_stays(folder: Path, rows: list[Row]) -> None:
    third = rows[3]
    with closing(open_till(folder)) as till, till.work() as work:
        work.set_office_head(Mark(third.epoch, third.seq, third.hash), AT)
        work.commit()
    assert archive(folder) == 1


def test_an_emptied_office_is_refilled_with_archived_rows(
    folder: Path, archived: Journal, rows: list[Row], till: Till
) -> None:
    emptied = FakeOffice()
    till.journal.path = folder / "journal.db"
    state = till.link(emptied).once()
    assert (state.online, state.unsent) == (True, 0)
    assert [emptied.rows[place] for place in sorted(emptied.rows)] == rows
    assert sorted(emptied.seals) == [(1, 4), (1, 6), (2, 3)]


@pytest.mark.parametrize("damage", ["changed", "cut", "gone"])
def test_a_damaged_file_is_told_by_verify_and_by_the_link(
    folder: Path, archived: Journal, till: Till, damage: str
) -> None:
    file = sorted((folder / "archive").iterdir())[1]
    whole = file.read_bytes()
    if damage == "gone":
        file.unlink()
    else:
        file.write_bytes(whole[:-1] + b"x" * (damage == "changed"))
    (fault,) = check(folder / "journal.db", KEY.signed)
    assert file.name in fault
    assert tail_faults(folder) == []  # selling goes on from the last seal
    till.journal.path = folder / "journal.db"
    assert isinstance(till.link(FakeOffice()).once().trouble, ArchiveDamaged)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE journal SET at = at + 1 WHERE epoch = 2 AND seq = 4",
        "DELETE FROM journal WHERE epoch = 2 AND seq = 4",
        "UPDATE journal_seals SET signature = zeroblob(64) WHERE epoch = 2",
    ],
)
def test_a_start_finds_what_is_wrong_behind_the_last_seal(
    folder: Path, rows: list[Row], damage: str
) -> None:
    with closing(open_till(folder)) as till:
        till._db.execute(damage)
    assert len(tail_faults(folder)) >= 1


def test_power_that_goes_between_file_and_deletion_loses_nothing(
    folder: Path, rows: list[Row], monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise KeyboardInterrupt

    with closing(open_till(folder)) as till, monkeypatch.context() as patch:
        patch.setattr(Journal, "archived", gone)
        with pytest.raises(KeyboardInterrupt):
            archive_next(folder, till, LATER)
    with reading(folder / "journal.db") as journal:
        assert list(journal.after(BEGINNING)) == rows
    assert archive(folder) == 3
    assert check(folder / "journal.db", KEY.signed) == []


def test_a_folder_of_before_there_was_an_archive_verifies(folder: Path, rows: list[Row]) -> None:
    with closing(sqlite3.connect(folder / "journal.db")) as db:
        db.executescript("DROP TABLE journal_archive; DROP TABLE journal_keys")
    assert check(folder / "journal.db", KEY.signed) == []
    with reading(folder / "journal.db") as journal:
        assert list(journal.after(BEGINNING)) == rows
        assert journal.count_after(0, 0) == len(rows)
    assert tail_faults(folder) == []


def test_damage_that_a_start_finds_is_told_by_the_link(folder: Path, rows: list[Row]) -> None:
    office.save(folder / office.NAME, Enrolment("http://127.0.0.1:1", "", "till", "shop"))
    seen: list[LinkState] = []
    with closing(open_till(folder)) as till:
        till._db.execute("UPDATE journal SET at = at + 1 WHERE epoch = 2 AND seq = 4")
        link.link_for(folder, till, seen.append).once()
    assert [type(news) for news in seen[-1].news] == [JournalDamaged]
    assert link.status(folder).news == ("JournalDamaged",)


def test_a_quarter_is_kept_where_the_setting_makes_no_sense(folder: Path, rows: list[Row]) -> None:
    with closing(open_till(folder)) as till, till.work() as work:
        work.set_setting(KEEP_DAYS, "for ever")
        work.commit()
    assert archive(folder, AT + (archiving.USUAL_DAYS - 1) * DAY) == 0
    assert archive(folder, AT + (archiving.USUAL_DAYS + 1) * DAY) == 3


def test_a_backup_carries_the_archive_and_gives_it_back(
    folder: Path, archived: Journal, rows: list[Row], tmp_path: Path
) -> None:
    other = tmp_path / "other"
    backup.back_up(folder, tmp_path / "backup.zip")
    backup.restore(tmp_path / "backup.zip", other)
    with reading(other / "journal.db") as journal:
        assert list(journal.after(BEGINNING))[:-1] == rows
    assert check(other / "journal.db", KEY.signed) == []
