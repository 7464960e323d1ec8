"""Each fact reaches the office exactly once, whatever happens on the way."""

from __future__ import annotations

import pytest

from sync.errors import BadAnswer, JournalForked, OfficeUnreachable
from sync.journal.rows import BEGINNING, Mark
from sync.messages.wire import Head, Row
from sync.storage.reader import reading
from sync.usecases import push as push_module
from sync.usecases.push import push
from tests.fakes.journals import epoch_began, sale
from tests.fakes.office import FakeOffice
from tests.fakes.tills import Till


def place(till: Till) -> tuple[int, int, bytes]:
    head = till.journal.head()
    return head.epoch, head.seq, head.hash


def test_the_office_gets_every_row_as_it_lies_on_the_disk(till: Till, office: FakeOffice) -> None:
    till.journal.begin(5)
    assert till.push(office) == till.journal.head()
    assert office.last() == place(till)
    assert office.chain_faults() == []
    assert till.acknowledged() == till.journal.head()


def test_an_empty_journal_sends_nothing(till: Till, office: FakeOffice) -> None:
    assert till.push(office) == BEGINNING
    assert office.batches == []
    assert till.acknowledged() is None


def test_many_rows_go_in_batches_of_200(till: Till, office: FakeOffice) -> None:
    till.journal.begin(449)
    till.push(office)
    assert office.batches == [200, 200, 50]
    assert len(office.rows) == 450


def test_big_rows_go_in_smaller_batches(
    till: Till, office: FakeOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(push_module, "BATCH_BYTES", 1000)
    till.journal.begin(6)
    till.push(office)
    assert len(office.rows) == 7
    assert max(office.batches) < 3


def test_after_a_lost_answer_nothing_goes_twice(till: Till, office: FakeOffice) -> None:
    till.journal.begin(300)
    till.push(office)
    till.journal.append(sale(301))
    head = office.head

    def head_then_lose() -> Head:
        answer = head()
        office.lose_answers = 1  # the next answer: that of the batch
        return answer

    office.head = head_then_lose  # type: ignore[method-assign]
    with pytest.raises(OfficeUnreachable):
        till.push(office)
    assert len(office.rows) == 302
    assert till.acknowledged() != till.journal.head()
    office.head = head  # type: ignore[method-assign]
    office.batches.clear()
    assert till.push(office) == till.journal.head()
    assert office.batches == []
    assert till.acknowledged() == till.journal.head()


def test_a_batch_sent_twice_is_held_once(till: Till, office: FakeOffice) -> None:
    """A slow answer: the till asked the head before the first batch was taken in."""
    till.journal.begin(3)
    sent: list[Row] = []
    take = office.push

    def twice(rows: list[Row]) -> Head:
        sent.extend(rows)
        take(rows)
        return take(rows)

    office.push = twice  # type: ignore[method-assign]
    till.push(office)
    assert len(sent) == len(office.rows) == 4
    assert office.chain_faults() == []


def test_an_office_that_lost_everything_is_filled_again(till: Till, office: FakeOffice) -> None:
    till.journal.begin(250)
    till.push(office)
    office.empty()
    till.journal.append(sale(251))
    assert till.push(office) == till.journal.head()
    assert len(office.rows) == 252
    assert office.chain_faults() == []


def test_an_office_that_went_back_is_remembered_as_such(till: Till, office: FakeOffice) -> None:
    till.journal.begin(2)
    till.push(office)
    del office.rows[1, 3]
    take = office.push
    office.push = lambda rows: (_ for _ in ()).throw(OfficeUnreachable("gone"))  # type: ignore[method-assign]
    with pytest.raises(OfficeUnreachable):
        till.push(office)
    assert (till.acknowledged() or BEGINNING).seq == 2
    office.push = take  # type: ignore[method-assign]
    assert till.push(office).seq == 3


def test_an_office_gone_in_the_middle_goes_on_where_it_stopped(
    till: Till, office: FakeOffice
) -> None:
    till.journal.begin(450)
    take = office.push

    def once(rows: list[Row]) -> Head:
        answer = take(rows)
        office.away = True
        return answer

    office.push = once  # type: ignore[method-assign]
    with pytest.raises(OfficeUnreachable):
        till.push(office)
    assert (till.acknowledged() or BEGINNING).seq == 200
    office.away = False
    office.push = take  # type: ignore[method-assign]
    till.push(office)
    assert office.batches == [200, 200, 51]
    assert office.chain_faults() == []


def test_a_new_epoch_follows_the_old_one(till: Till, office: FakeOffice) -> None:
    till.journal.begin(2)
    till.push(office)
    till.journal.append(epoch_began("fork", till.journal.head()), sale(3))
    till.push(office)
    assert sorted(office.rows) == [(1, 1), (1, 2), (1, 3), (2, 1), (2, 2)]
    assert office.chain_faults() == []


def test_a_restored_journal_sends_its_new_epoch_and_leaves_the_longer_old_one(
    till: Till, office: FakeOffice
) -> None:
    """The office got rows that the backup does not have; nothing of them is overwritten."""
    till.journal.begin(2)
    restored = till.journal.path.read_bytes()
    parent = till.journal.head()
    till.journal.append(sale(3))
    till.push(office)
    till.journal.path.write_bytes(restored)
    with pytest.raises(JournalForked):
        till.push(office)
    assert office.batches == [4]
    till.journal.append(epoch_began("restored", parent), sale(4))
    assert till.push(office) == till.journal.head()
    assert sorted(office.rows) == [(1, 1), (1, 2), (1, 3), (1, 4), (2, 1), (2, 2)]


@pytest.mark.parametrize("head", [Head(1, 3, "00" * 32), Head(1, 9, "00" * 32), Head(3, 1, "zz")])
def test_a_row_the_office_holds_and_we_do_not_stops_the_push(
    till: Till, office: FakeOffice, head: Head
) -> None:
    till.journal.begin(2)
    office.head = lambda: head  # type: ignore[method-assign]
    with pytest.raises(JournalForked):
        till.push(office)
    assert office.batches == []
    assert till.acknowledged() is None


def test_an_office_that_takes_nothing_is_not_asked_for_ever(till: Till, office: FakeOffice) -> None:
    till.journal.begin(2)
    office.push = lambda rows: Head(0, 0)  # type: ignore[method-assign]
    with pytest.raises(BadAnswer):
        till.push(office)


def test_a_hash_that_is_none_is_a_bad_answer(till: Till, office: FakeOffice) -> None:
    till.journal.begin(1)
    till.journal.append(epoch_began("fork", till.journal.head()))
    office.head = lambda: Head(1, 9, "no hash")  # type: ignore[method-assign]
    with pytest.raises(BadAnswer):
        till.push(office)


def test_an_acknowledgement_already_known_is_not_written_again(
    till: Till, office: FakeOffice
) -> None:
    till.journal.begin(2)
    till.push(office)
    written: list[Mark] = []
    with reading(till.journal.path) as journal:
        push(office, journal, written.append)
    assert written == []
