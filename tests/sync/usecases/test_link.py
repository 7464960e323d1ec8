"""The link as a whole: states, waits, wakes, stops; and one day of trouble."""

from __future__ import annotations

import threading
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest

from sync.errors import (
    BadAnswer,
    ClockSkewed,
    JournalForked,
    LinkBroken,
    OfficeBusy,
    OfficeRefused,
    OfficeUnreachable,
    RowsSetAside,
    TillRevoked,
)
from sync.journal.rows import BEGINNING, faults
from sync.messages.wire import FeedPage, Head, Row, SealRow
from sync.storage.journal import Journal
from sync.storage.reader import reading
from sync.usecases.link import EVERY_S, LONGEST_S, Link, LinkPorts, pause_s
from tests.fakes.journals import AT, KEY, JournalFile, sale, shift_closed
from tests.fakes.office import FakeOffice
from tests.fakes.tills import Till


def test_a_turn_sends_facts_and_brings_goods(till: Till, office: FakeOffice) -> None:
    till.journal.begin(2)
    office.sell("milk")
    state = till.link(office).turn()
    assert (state.online, state.unsent, state.cursor) == (True, 0, 1)
    assert (state.last_contact, state.last_error) == (AT, "")
    assert till.seen[-1] == state


def test_without_an_office_the_state_tells_how_much_waits_and_since_when(
    till: Till, office: FakeOffice
) -> None:
    till.journal.begin(2)
    office.away = True
    state = till.link(office).turn()
    assert not state.online
    assert (state.unsent, state.unsent_since) == (3, AT)
    assert isinstance(state.trouble, OfficeUnreachable)
    assert state.last_error == "no connection"
    assert state.last_contact is None


def test_an_office_gone_for_long_catches_up_by_itself(till: Till, office: FakeOffice) -> None:
    till.journal.begin(1)
    link = till.link(office)
    link.turn()
    office.away = True
    for n in range(2, 300):
        till.journal.append(sale(n))
        if n % 50 == 0:
            assert link.turn().unsent == n - 1
    office.away = False
    state = link.turn()
    assert (state.online, state.unsent, state.unsent_since) == (True, 0, None)
    assert len(office.rows) == 300
    assert office.chain_faults() == []


def test_a_refused_push_does_not_keep_prices_up(till: Till, office: FakeOffice) -> None:
    till.journal.begin(1)
    office.sell("milk")
    office.push = lambda rows, seals: Head(0, 0)  # type: ignore[method-assign]
    state = till.link(office).turn()
    assert isinstance(state.trouble, BadAnswer)
    assert (state.online, state.cursor) == (False, 1)


def test_two_tills_of_one_name_each_leave_the_epoch_and_both_branches_are_kept(
    till: Till, office: FakeOffice, tmp_path: Path
) -> None:
    till.journal.begin(3)
    copy = replace(till, journal=JournalFile(tmp_path / "copy.db"), seen=[])
    copy.journal.path.write_bytes(till.journal.path.read_bytes())
    till.journal.append(sale(4), sale(5))
    copy.journal.append(sale(104))
    assert till.link(office).turn().news == ()
    for one in (copy, till, copy, till):
        state = one.link(office).turn()
        assert (state.online, state.unsent) == (True, 0)
        assert [type(news) for news in state.news] == [JournalForked]
    assert (copy.journal.head().epoch, till.journal.head().epoch) == (2, 3)
    assert [row.seq for row in office.branch] == [5]
    assert sorted(office.rows) == [*((1, seq) for seq in range(1, 7)), (2, 1), (3, 1)]
    for one in (copy, till):
        with one.journal.writing() as db:
            assert list(faults(Journal(db).after(BEGINNING))) == []


def test_a_fork_is_told_until_the_next_z(till: Till, office: FakeOffice) -> None:
    till.journal.begin(1)
    till.push(office)
    office.forked = (1,)
    assert [type(news) for news in till.link(office).turn().news] == [JournalForked]
    till.journal.append(shift_closed(2))
    assert till.link(office).turn().news == ()


def test_what_the_office_says_besides_is_news_and_no_trouble(
    till: Till, office: FakeOffice
) -> None:
    till.journal.begin(1)
    office.aside, office.revoked, office.now = 2, True, AT + 5 * 60_000
    state = till.link(office).turn()
    assert (state.online, state.trouble) == (True, None)
    assert [type(news) for news in state.told] == [TillRevoked, RowsSetAside, ClockSkewed]
    assert [str(-5) in str(news) for news in state.told] == [False, False, True]


def test_rows_set_aside_are_told_until_the_next_z(till: Till, office: FakeOffice) -> None:
    till.journal.begin(1)
    office.aside, office.aside_at = 1, AT - 1
    assert [type(news) for news in till.link(office).turn().news] == [RowsSetAside]
    till.journal.append(shift_closed(2))
    assert till.link(office).turn().news == ()
    office.aside, office.aside_at = 2, AT + 1
    assert [type(news) for news in till.link(office).turn().news] == [RowsSetAside]


@pytest.mark.parametrize("now", [0, AT, AT + 59_999, AT - 59_999])
def test_a_clock_that_agrees_within_a_minute_is_no_news(
    till: Till, office: FakeOffice, now: int
) -> None:
    till.journal.begin(1)
    office.now = now
    assert till.link(office).turn().news == ()


def test_a_busy_office_says_how_long_to_leave_it_alone(till: Till, office: FakeOffice) -> None:
    link = Link(till.link(office)._ports, chance=lambda: 0.5)
    assert link._pause_s(3, OfficeBusy("busy", 4.0)) == 6.0
    assert link._pause_s(3, OfficeBusy("busy", 9000.0)) == LONGEST_S * 1.5
    assert link._pause_s(0, None) == EVERY_S


def test_a_fault_of_this_machine_is_told_and_tried_again(
    till: Till, office: FakeOffice, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    ports = LinkPorts(
        office=office,
        journal=partial(reading, tmp_path / "missing.db"),
        goods=till.goods,
        state=till.state,
        acknowledge=till.journal.acknowledge,
        fork=till.journal.fork,
        key=KEY.public,
        clock=lambda: AT,
    )
    state = Link(ports).turn()
    assert isinstance(state.trouble, LinkBroken)
    assert "unable to open" in state.last_error
    assert "Traceback" in caplog.text


def test_nothing_new_is_told_to_nobody(till: Till, office: FakeOffice) -> None:
    till.journal.begin(1)
    link = till.link(office)
    link.turn()
    told = len(till.seen)
    link.turn()
    assert len(till.seen) == told


def test_waits_grow_to_a_minute_and_start_anew_after_success() -> None:
    longest = [pause_s(failures, 1.0) for failures in range(1, 12)]
    assert pause_s(0, 0.3) == EVERY_S
    assert all(a <= b for a, b in pairwise(longest))
    assert longest[0] == 2.0
    assert longest[-1] == LONGEST_S
    assert pause_s(1000, 0.0) == LONGEST_S / 2


class Watched(FakeOffice):
    """Tells a test that a feed page was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.turns = threading.Semaphore(0)

    def feed(self, feed: str, after: int) -> FeedPage:
        page = super().feed(feed, after)
        self.turns.release()
        return page


def test_a_thread_takes_turns_when_woken_and_ends_when_stopped(till: Till) -> None:
    office = Watched()
    till.journal.begin(1)
    link = till.link(office)
    link.start()
    assert office.turns.acquire(timeout=30)
    till.journal.append(sale(2))
    link.wake()
    assert office.turns.acquire(timeout=30)
    link.stop()
    assert len(office.rows) == 3
    assert not any(thread.name == "link" for thread in threading.enumerate())


class Stuck(FakeOffice):
    """Takes a batch in and answers only when the test lets it."""

    def __init__(self) -> None:
        super().__init__()
        self.asked_for = threading.Event()
        self.go_on = threading.Event()

    def push(self, rows: list[Row], seals: list[SealRow]) -> Head:
        self.asked_for.set()
        self.go_on.wait(30)
        return super().push(rows, seals)


def test_an_answer_after_the_stop_writes_nothing(till: Till) -> None:
    """Stopping does not wait for the network, and whatever arrives later is not looked at."""
    office, closed = Stuck(), threading.Event()
    till.journal.begin(1)
    ports = LinkPorts(
        office=office,
        journal=partial(reading, till.journal.path),
        goods=till.goods,
        state=till.state,
        acknowledge=till.journal.acknowledge,
        fork=till.journal.fork,
        key=KEY.public,
        clock=lambda: AT,
        close=closed.set,
    )
    link = Link(ports, till.seen.append)
    link.start()
    assert office.asked_for.wait(30)
    link.stop()
    assert not closed.is_set()
    told = len(till.seen)
    office.go_on.set()
    assert closed.wait(30)
    assert len(till.seen) == told
    assert len(office.rows) == 2
    assert till.acknowledged() is None


def test_a_till_the_office_no_longer_knows_is_told_so(till: Till, office: FakeOffice) -> None:
    till.journal.begin(1)
    refused = OfficeRefused("this till left the office", 401)

    def refuse() -> Head:
        raise refused

    office.head = refuse  # type: ignore[method-assign]
    assert till.link(office).turn().trouble is refused


def test_one_turn_without_a_thread_gives_everything_back(till: Till, office: FakeOffice) -> None:
    till.journal.begin(1)
    closed: list[bool] = []
    ports = LinkPorts(
        office=office,
        journal=partial(reading, till.journal.path),
        goods=till.goods,
        state=till.state,
        acknowledge=till.journal.acknowledge,
        fork=till.journal.fork,
        key=KEY.public,
        clock=lambda: AT,
        close=lambda: closed.append(True),
    )
    assert Link(ports).once().online
    assert closed == [True]
