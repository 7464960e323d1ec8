"""A journal is taken exactly once, and nothing of it is refused."""

from __future__ import annotations

import threading
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from backoffice.domain.reduce import derive
from backoffice.storage.schema import facts, quarantine, sales, tills
from backoffice.storage.store import OfficeStore
from backoffice.usecases import derive_rows as deriving
from backoffice.usecases.accept import BODY_LIMIT, accept
from backoffice.usecases.enrol import enrol
from backoffice.usecases.enrol import offer_code as offer_enrolment
from backoffice.usecases.rebuild import rebuild
from backoffice.usecases.verify import verify
from sync.journal.rows import begin_row, mark
from sync.messages.wire import Enrol, Head, Row
from tests.backoffice.conftest import Office, new_office
from tests.backoffice.signed import KEY
from tests.backoffice.tables import dump, rows_of
from tests.backoffice.trade import GOODS, Till, sold_line


def journal(sales_made: int = 5) -> Till:
    till = Till()
    till.open_shift()
    for n in range(sales_made):
        till.sell(sold_line(1, GOODS[n % len(GOODS)], 1000))
    return till


def held(office: Office) -> list[Row]:
    with office.store.look() as work:
        return [row for _, row in work.ledger.rows()]


def head(rows: list[Row], quarantined: int = 0) -> Head:
    return Head(rows[-1].epoch, rows[-1].seq, rows[-1].hash.hex(), quarantined)


def test_rows_are_kept_to_the_byte(office: Office) -> None:
    till = journal()
    assert office.push(till.rows) == head(till.rows)
    assert held(office) == till.rows


def test_a_repeated_batch_changes_nothing(office: Office) -> None:
    till = journal()
    office.push(till.rows)
    before = dump(office.store)
    assert office.push(till.rows) == head(till.rows)
    assert dump(office.store) == before


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 11), st.integers(1, 12)), max_size=6))
def test_overlapping_batches_leave_each_row_once(pieces: list[tuple[int, int]]) -> None:
    rows = journal(10).rows
    with new_office() as office:
        for start, length in pieces:
            # A till sends from the head it was told, or again from before it.
            begin = min(start, len(held(office)))
            office.push(rows[begin : begin + length])
        assert office.push(rows) == head(rows)
        assert held(office) == rows
        assert verify(office.store).ok


def test_two_clients_of_one_till_at_once_leave_each_row_once(office: Office) -> None:
    till = journal(60)
    answers: list[Head] = []

    def push() -> None:
        starts = range(0, len(till.rows), 10)
        answers.extend(office.push(till.rows[start : start + 10]) for start in starts)

    threads = [threading.Thread(target=push) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 2 * -(-len(till.rows) // 10)
    assert held(office) == till.rows
    assert office.push([]) == head(till.rows)


@pytest.mark.parametrize(
    "change",
    [
        {"body": b"{}"},
        {"at": 1},
        {"offset": 0},
        {"kind": "ShiftOpened"},
        {"fact": "another"},
        {"version": 2},
        {"hash": bytes(32)},
        {"prev_hash": bytes(32)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_row_is_set_aside_and_those_behind_it_are_taken(
    office: Office, change: dict[str, Any]
) -> None:
    rows = journal().rows
    spoilt = [*rows[:3], msgspec.structs.replace(rows[3], **change), *rows[4:]]
    answer = office.push(spoilt)
    assert (answer.epoch, answer.seq) == (rows[-1].epoch, rows[-1].seq)
    assert answer.quarantined == (2 if "hash" in change else 1)
    assert rows[3] not in held(office)
    assert rows[-1] in held(office)


def test_a_row_set_aside_is_counted_once_however_often_it_comes(office: Office) -> None:
    rows = journal().rows
    spoilt = [*rows[:3], msgspec.structs.replace(rows[3], body=b"{}")]
    assert office.push(spoilt).quarantined == 1
    assert office.push(spoilt).quarantined == 1
    assert len(rows_of(office.store, select(quarantine))) == 1


def test_another_row_at_a_taken_place_is_set_aside_where_its_chain_does_not_hold(
    office: Office,
) -> None:
    rows = journal().rows
    office.push(rows)
    double = begin_row(1, 4, b"\1" * 32, "x", "DrawerOpened", 1, 1, 0, b"{}")
    assert office.push([double]) == head(rows, quarantined=1)
    assert held(office) == rows


def test_a_gap_is_acknowledged_as_a_broken_chain(office: Office) -> None:
    rows = journal().rows
    office.push(rows[:3])
    answer = office.push(rows[5:])
    assert (answer.seq, answer.quarantined) == (rows[-1].seq, 1)
    assert rows_of(office.store, select(quarantine.c.seq, quarantine.c.why)) == [(6, "chain")]


def test_an_oversized_row_is_set_aside(office: Office) -> None:
    till = journal(1)
    till.put_bytes("SaleClosed", 1, b"x" * (BODY_LIMIT + 1))
    till.sell(sold_line(1, GOODS[0], 1000))
    assert office.push(till.rows) == head(till.rows, quarantined=1)
    assert len(held(office)) == len(till.rows) - 1


def test_a_revoked_till_is_acknowledged_but_not_believed(office: Office) -> None:
    till = journal()
    with office.store.work() as work:
        work.ledger._db.execute(tills.update().values(revoked=True))
    assert office.push(till.rows).quarantined == len(till.rows)
    assert held(office) == []


def test_late_rows_of_an_old_epoch_are_welcome(office: Office) -> None:
    old = journal()
    known = old.rows[:4]
    new = Till()
    new.rows = list(known)
    new.begin_epoch(2, parent=mark(known[-1]))
    new.shift = "later"
    new.sell(sold_line(1, GOODS[0], 1000))
    office.push(known)
    office.push(new.rows[4:])
    answer = office.push(old.rows[4:])
    assert (answer.epoch, answer.quarantined) == (2, 0)
    assert len(held(office)) == len(old.rows) + 2
    assert verify(office.store).ok
    before = dump(office.store)
    rebuild(office.store)
    assert dump(office.store) == before


def test_an_epoch_out_of_nowhere_is_set_aside(office: Office) -> None:
    rows = journal().rows
    office.push(rows)
    stranger = begin_row(2, 1, b"\1" * 32, "x", "EpochBegan", 1, 1, 0, b"{}")
    assert office.push([stranger]).quarantined == 1


def test_a_fact_of_the_future_is_stored_and_becomes_a_task(office: Office) -> None:
    till = journal(1)
    till.put_bytes("GiftCardSold", 3, b'{"amount": 1}')
    till.put_bytes("SaleClosed", 1, b'{"sale": 5}')
    assert office.push(till.rows) == head(till.rows)
    assert held(office) == till.rows
    with office.store.look() as work:
        assert [(task.kind, task.why) for task in work.reports.tasks()] == [
            ("GiftCardSold", "unreadable"),
            ("SaleClosed", "unreadable"),
        ]


def test_a_reducer_that_raises_leaves_the_fact_and_a_task(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    till = journal(2)
    whole = derive

    def fails(fact: Any, at: Any) -> Any:
        if at.seq == 3:
            raise ZeroDivisionError("a bug")
        return whole(fact, at)

    with monkeypatch.context() as patch:
        patch.setattr(deriving, "derive", fails)
        office.push(till.rows)
    assert held(office) == till.rows
    assert len(rows_of(office.store, select(sales))) == 1
    with office.store.look() as work:
        assert [(task.seq, task.why) for task in work.reports.tasks()] == [(3, "reducer")]
    rebuild(office.store)
    assert len(rows_of(office.store, select(sales))) == 2
    assert verify(office.store).ok


def test_a_sale_that_comes_twice_under_two_places_counts_once(office: Office) -> None:
    till = journal(0)
    sale = till.sell(sold_line(1, GOODS[0], 1000))
    till.put(sale)
    office.push(till.rows)
    assert len(rows_of(office.store, select(sales))) == 1
    with office.store.look() as work:
        assert [task.why for task in work.reports.tasks()] == ["reducer"]


def test_a_push_that_fails_in_the_middle_leaves_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    till = journal()

    def dies(*_: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr("backoffice.storage.places.PlaceTables.move_head", dies)
        with pytest.raises(OSError, match="disk full"):
            office.push(till.rows)
    assert held(office) == []
    assert office.push(till.rows) == head(till.rows)


def test_tills_do_not_mix(office: Office) -> None:
    code = offer_enrolment(office.store, "Лесная, 5", office.clock())
    other = enrol(office.store, Enrol(code, "Касса 2", KEY.public()), office.clock())
    first, second = journal(1), journal(2)
    office.push(first.rows)
    office.push(second.rows, till=other.till)
    found = rows_of(office.store, select(facts.c.till, facts.c.seq))
    assert sum(till == other.till for till, _ in found) == len(second.rows)
    assert verify(office.store).ok


def test_a_rebuild_gives_the_same_tables(office: Office) -> None:
    till = Till()
    till.trade("2026-11-24", 40)
    till.put_bytes("Unknown", 1, b"{}")
    till.close_shift(1)
    # The tail first would break the chain; halves in turn are what a poor link does.
    for start in range(0, len(till.rows), 7):
        office.push(till.rows[start : start + 7])
    before = dump(office.store)
    assert rebuild(office.store) == len(till.rows)
    assert dump(office.store) == before


@pytest.mark.parametrize(
    "column", ["fact", "kind", "version", "at", "offset", "body", "prev_hash", "hash"]
)
def test_verify_finds_a_changed_column_of_any_row(office: Office, column: str) -> None:
    till = journal(2)
    office.push(till.rows)
    for row in till.rows:
        value = getattr(row, column)
        changed = value + 1 if isinstance(value, int) else value + value[:1]
        where = (facts.c.epoch == row.epoch) & (facts.c.seq == row.seq)
        _set(office.store, facts.update().where(where).values({column: changed}))
        assert not verify(office.store).ok, f"{column} of {row.seq}"
        _set(office.store, facts.update().where(where).values({column: value}))
    assert verify(office.store).ok


def test_verify_finds_a_missing_row_and_a_cut_tail(office: Office) -> None:
    till = journal(2)
    office.push(till.rows)
    for row in till.rows:
        where = (facts.c.epoch == row.epoch) & (facts.c.seq == row.seq)
        kept = rows_of(office.store, select(facts).where(where))[0]
        _set(office.store, facts.delete().where(where))
        assert not verify(office.store).ok, f"row {row.seq}"
        _set(office.store, facts.insert().values(kept))
    assert verify(office.store).ok


def test_an_accepted_push_is_there_after_opening_again(office: Office, db: str) -> None:
    till = journal()
    office.push(till.rows)
    office.store.close()
    again = OfficeStore(db)
    try:
        assert accept(again, office.till.till, [], 0) == head(till.rows)
    finally:
        again.close()


def _set(store: OfficeStore, statement: Any) -> None:
    """As somebody would who has the whole database in his hands."""
    with store.work() as work:
        db = work.ledger._db
        if db.dialect.name == "postgresql":
            db.exec_driver_sql("SET LOCAL session_replication_role = replica")
        db.execute(statement)
