"""Two tills went on with one journal: both branches are kept, counted and told of."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from backoffice.storage.schema import sales, seals
from backoffice.usecases.accept import accept, head_of, last_known
from backoffice.usecases.rebuild import rebuild
from backoffice.usecases.verify import verify
from sync.journal.rows import Mark, mark
from sync.messages.wire import Head, Place, Row, SealRow
from sync.storage.keys import TillKey
from tests.backoffice.conftest import Office
from tests.backoffice.tables import dump, rows_of
from tests.backoffice.trade import GOODS, Till, sold_line

KEY = TillKey(bytes(range(32)))


def sell(till: Till, times: int) -> None:
    for n in range(times):
        till.sell(sold_line(1, GOODS[n % len(GOODS)], 1000))


def begun() -> Till:
    till = Till()
    till.open_shift()
    sell(till, 3)
    return till


def copy_of(till: Till, shift: str = "copy") -> Till:
    """The same journal on another disk; what it sells from now on is its own."""
    made = Till()
    made.rows, made.shift, made.receipts = list(till.rows), shift, 500
    return made


def forked(office: Office) -> tuple[Till, Till]:
    """A till and its copy, each with two receipts behind the last row in common."""
    first = begun()
    second = copy_of(first)
    for till in (first, second):
        sell(till, 2)
        office.push(till.rows)
    return first, second


def tasks(office: Office) -> list[str]:
    with office.store.look() as work:
        return [task.why for task in work.reports.tasks()]


def places(rows: list[Row]) -> list[Place]:
    return [Place(row.epoch, row.seq, row.hash) for row in rows]


def test_both_branches_are_kept_to_the_byte_and_counted(office: Office) -> None:
    first, second = forked(office)
    with office.store.look() as work:
        held = [row for _, row in work.ledger.rows()]
    assert held == [*first.rows, *second.rows[-2:]]
    assert len(rows_of(office.store, select(sales))) == 7
    head = head_of(office.store, office.till.till)
    assert (head.quarantined, head.forked) == (0, (1,))
    assert tasks(office) == ["fork"]
    assert verify(office.store).ok
    assert verify(office.store).tills == 1


def test_a_branch_that_comes_twice_or_in_pieces_is_held_once(office: Office) -> None:
    first, second = forked(office)
    before = dump(office.store)
    for start in range(len(second.rows)):
        office.push(second.rows[start:])
        office.push(first.rows[start:])
    assert dump(office.store) == before


def test_each_goes_on_in_an_epoch_of_its_own(office: Office) -> None:
    first, second = forked(office)
    second.begin_epoch(2, parent=mark(second.rows[-1]))
    first.begin_epoch(3, parent=mark(first.rows[-1]))
    for till in (second, first, second, first):
        sell(till, 1)
        answer = office.push(till.rows[4:])
        assert answer.quarantined == 0
    assert answer.forked == (1,)
    assert (answer.epoch, answer.hash) == (3, first.rows[-1].hash.hex())
    assert verify(office.store).ok
    before = dump(office.store)
    rebuild(office.store)
    assert dump(office.store) == before
    assert tasks(office) == ["fork"]


def test_a_third_copy_is_another_branch(office: Office) -> None:
    first, second = forked(office)
    third = copy_of(begun(), "third")
    third.rows = first.rows[:5]
    sell(third, 1)
    fourth = copy_of(second, "fourth")
    fourth.rows = second.rows[:-1]
    sell(fourth, 1)
    office.push(third.rows)
    assert office.push(fourth.rows).quarantined == 0
    with office.store.look() as work:
        assert len(work.places.branches(office.till.till)) == 3
    assert verify(office.store).ok


def test_a_till_learns_which_of_its_rows_the_office_has(office: Office) -> None:
    first, second = forked(office)
    sell(second, 2)
    till = office.till.till
    last = second.rows[-3]
    known = last_known(office.store, till, places(second.rows))
    assert known == Head(last.epoch, last.seq, last.hash.hex())
    assert last_known(office.store, till, places(second.rows[-2:])) == Head(0, 0)
    assert last_known(office.store, till, places(first.rows)).hash == first.rows[-1].hash.hex()
    assert last_known(office.store, till, []) == Head(0, 0)


def sealed(row: Row, key: TillKey = KEY) -> SealRow:
    place = mark(row)
    return SealRow(row.epoch, row.seq, row.hash, key.sign_head(place), key.public())


def test_seals_are_kept_and_held_against_row_and_key(office: Office) -> None:
    till = begun()
    good = sealed(till.rows[2])
    accept(office.store, office.till.till, till.rows, 1, [good])
    accept(office.store, office.till.till, till.rows, 1, [good])
    assert rows_of(office.store, select(seals.c.seq, seals.c.why)) == [(3, "")]
    assert (tasks(office), verify(office.store).ok) == ([], True)


OTHER = TillKey(bytes(32))


@pytest.mark.parametrize("wrong", ["hash", "key", "signature"])
def test_a_seal_that_does_not_stand_is_kept_and_told(office: Office, wrong: str) -> None:
    till = begun()
    first, then = sealed(till.rows[2]), sealed(till.rows[3])
    bad = {
        "hash": SealRow(1, 4, bytes(32), KEY.sign_head(Mark(1, 4, bytes(32))), KEY.public()),
        "key": sealed(till.rows[3], OTHER),
        "signature": SealRow(1, 4, then.hash, bytes(64), then.key),
    }[wrong]
    accept(office.store, office.till.till, till.rows, 1, [first, bad])
    assert tasks(office) == ["seal"]
    before = dump(office.store)
    rebuild(office.store)
    assert dump(office.store) == before


def test_a_branch_out_of_nowhere_is_set_aside(office: Office) -> None:
    first, second = forked(office)
    stranger = copy_of(first)
    sell(stranger, 3)
    assert office.push(stranger.rows[-1:]).quarantined == 1
    assert len(rows_of(office.store, select(sales))) == 7
    assert office.push(second.rows).quarantined == 1
