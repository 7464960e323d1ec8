"""Each fact reaches the office exactly once, whatever happens on the way."""

from __future__ import annotations

import msgspec
import pytest

from sync.errors import BadAnswer, OfficeUnreachable
from sync.journal.rows import BEGINNING, Mark, intact
from sync.messages.wire import Head, Row, SealRow
from sync.storage.reader import reading
from sync.usecases import push as push_module
from sync.usecases.push import forked, push
from tests.fakes.journals import KEY, epoch_began, sale, shift_closed
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

    def twice(rows: list[Row], seals: list[SealRow]) -> Head:
        sent.extend(rows)
        take(rows, seals)
        return take(rows, seals)

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
    office.push = lambda rows, seals: (_ for _ in ()).throw(OfficeUnreachable("gone"))  # type: ignore[method-assign]
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

    def once(rows: list[Row], seals: list[SealRow]) -> Head:
        answer = take(rows, seals)
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
    till.journal.append(epoch_began("restored", parent), sale(4))
    assert till.push(office) == till.journal.head()
    assert sorted(office.rows) == [(1, 1), (1, 2), (1, 3), (1, 4), (2, 1), (2, 2)]
    assert office.branch == []


def test_rows_of_another_branch_are_sent_behind_the_last_common_one(
    till: Till, office: FakeOffice
) -> None:
    till.journal.begin(40)
    copy = till.journal.path.read_bytes()
    till.journal.append(*(sale(n) for n in range(41, 90)))
    till.push(office)
    till.journal.path.write_bytes(copy)
    till.journal.append(*(sale(n) for n in range(200, 230)))
    office.batches.clear()
    assert till.push(office) == till.journal.head()
    assert till.acknowledged() == till.journal.head()
    assert len(office.branch) == 30
    assert sum(office.batches) < 64  # it began near the fork, not at the beginning


def test_a_copy_that_has_not_gone_on_takes_no_row_from_the_office(
    till: Till, office: FakeOffice
) -> None:
    till.journal.begin(3)
    copy = till.journal.path.read_bytes()
    till.journal.append(sale(4))
    till.push(office)
    till.journal.path.write_bytes(copy)
    office.batches.clear()
    assert till.push(office) == till.journal.head()
    assert office.batches == []


@pytest.mark.parametrize("head", [Head(1, 3, "00" * 32), Head(1, 9, "00" * 32), Head(3, 1, "zz")])
def test_an_office_of_strange_rows_gets_all_of_ours(
    till: Till, office: FakeOffice, head: Head
) -> None:
    till.journal.begin(2)
    office.head = lambda: head  # type: ignore[method-assign]
    assert till.push(office) == till.journal.head()
    assert office.batches == [3]


def test_a_place_that_was_not_asked_for_is_a_bad_answer(till: Till, office: FakeOffice) -> None:
    till.journal.begin(2)
    office.head = lambda: Head(1, 3, "00" * 32)  # type: ignore[method-assign]
    office.known = lambda places: Head(1, 2, "11" * 32)  # type: ignore[method-assign]
    with pytest.raises(BadAnswer):
        till.push(office)
    assert till.acknowledged() is None


@pytest.mark.parametrize(
    ("head", "left"),
    [
        (Head(1, 3), False),
        (Head(1, 4), True),
        (Head(2, 1), False),
        (Head(1, 3, forked=(1,)), True),
        (Head(3, 1, forked=(2,)), False),
    ],
)
def test_an_epoch_is_left_where_another_till_wrote_or_would_be_written_over(
    till: Till, head: Head, left: bool
) -> None:
    till.journal.begin(2)
    with reading(till.journal.path) as journal:
        assert forked(journal, head) is left


def test_a_journal_without_rows_leaves_no_epoch(till: Till) -> None:
    with reading(till.journal.path) as journal:
        assert not forked(journal, Head(1, 9, forked=(1,)))


def test_seals_go_with_their_rows(till: Till, office: FakeOffice) -> None:
    till.journal.begin(250)
    till.journal.append(shift_closed(251), sale(252), shift_closed(253))
    till.push(office)
    assert sorted(office.seals) == [(1, 252), (1, 254)]
    assert {seal.key for seal in office.seals.values()} == {KEY.public()}


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE journal SET kind = CAST(x'53ff61' AS TEXT) WHERE seq = 2",
        "UPDATE journal SET at = 'yesterday' WHERE seq = 2",
        "UPDATE journal SET body = 'no bytes' WHERE seq = 2",
        "UPDATE journal SET hash = 'no bytes' WHERE seq = 2",
        "UPDATE journal SET body = zeroblob(9000000) WHERE seq = 2",
    ],
)
def test_a_damaged_row_does_not_hold_up_those_behind_it(
    till: Till, office: FakeOffice, damage: str
) -> None:
    till.journal.begin(4)
    with till.journal.writing() as db:
        db.execute(damage)
    till.push(office)
    assert len(office.rows) == 5
    assert len(msgspec.msgpack.encode(office.rows[1, 2])) < 2 << 20
    assert not intact(office.rows[1, 2]) or office.rows[1, 3].prev_hash != office.rows[1, 2].hash
    assert till.push(office) == till.journal.head()


def test_an_office_that_takes_nothing_is_not_asked_for_ever(till: Till, office: FakeOffice) -> None:
    till.journal.begin(2)
    office.push = lambda rows, seals: Head(0, 0)  # type: ignore[method-assign]
    with pytest.raises(BadAnswer):
        till.push(office)


def test_an_acknowledgement_already_known_is_not_written_again(
    till: Till, office: FakeOffice
) -> None:
    till.journal.begin(2)
    till.push(office)
    written: list[Mark] = []
    with reading(till.journal.path) as journal:
        push(office, journal, written.append, KEY.public)
    assert written == []
