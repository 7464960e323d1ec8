"""A till whose disk died gets its journal back: whole, of the branch that went furthest."""

from __future__ import annotations

import pytest

from backoffice.errors import UnknownTill, Unreadable, WhichTill, WrongCode
from backoffice.usecases import give_back
from backoffice.usecases.accept import accept
from backoffice.usecases.enrol import CODE_LIVES_MS, enrol, offer_code
from backoffice.usecases.give_back import journal_behind, restore
from sync.journal.rows import BEGINNING, faults, mark
from sync.messages.wire import Enrol, Restore, Row, SealRow
from sync.storage.keys import TillKey
from tests.backoffice.conftest import Office
from tests.backoffice.trade import GOODS, Till, sold_line

SHOP, KEY, NEW = "Лесная, 5", TillKey(bytes(range(32))), TillKey(bytes(32)).public()


def code(office: Office) -> str:
    return offer_code(office.store, SHOP, office.clock())


def sold(till: Till, times: int) -> Till:
    for n in range(times):
        till.sell(sold_line(1, GOODS[n % len(GOODS)], 1000))
    return till


def begun(times: int = 3) -> Till:
    till = Till()
    till.open_shift()
    return sold(till, times)


def copy_of(till: Till, upto: int) -> Till:
    made = Till()
    made.rows, made.shift, made.receipts = till.rows[:upto], "copy", 500
    return made


def all_of(office: Office) -> tuple[list[Row], list[SealRow]]:
    """Page by page, as a till asks."""
    rows: list[Row] = []
    seals: list[SealRow] = []
    place = BEGINNING
    while (batch := journal_behind(office.store, office.till.till, place)).rows:
        rows += batch.rows
        seals += batch.seals
        place = mark(rows[-1])
    return rows, seals


def test_the_till_is_itself_again_under_a_new_key(office: Office) -> None:
    back = restore(office.store, Restore(code(office), "", NEW), office.clock())
    assert (back.till, back.shop, back.name) == (office.till.till, SHOP, "Касса 1")
    with office.store.look() as work:
        till = work.places.till(back.till)
    assert till is not None
    assert till.key == NEW


def test_a_code_opens_once_and_not_for_ever(office: Office) -> None:
    once = code(office)
    first = restore(office.store, Restore(once, "", NEW), office.clock())
    assert restore(office.store, Restore(once, "", NEW), office.clock()) == first  # a lost answer
    with pytest.raises(WrongCode):
        restore(office.store, Restore(once, "", KEY.public()), office.clock())
    with pytest.raises(WrongCode):
        enrol(office.store, Enrol(once, "Касса 9", KEY.public()), office.clock())
    late = code(office)
    office.clock.now += CODE_LIVES_MS
    with pytest.raises(WrongCode):
        restore(office.store, Restore(late, "", NEW), office.clock())


def test_of_several_tills_one_is_named(office: Office) -> None:
    second = enrol(office.store, Enrol(code(office), "Касса 2", KEY.public()), office.clock())
    kept = code(office)
    for name in ("", "Касса 3"):
        with pytest.raises(WhichTill, match="Касса 1, Касса 2"):
            restore(office.store, Restore(kept, name, NEW), office.clock())
    back = restore(office.store, Restore(kept, "Касса 2", NEW), office.clock())
    assert back.till == second.till


def test_what_is_no_key_is_refused_and_the_code_is_kept(office: Office) -> None:
    kept = code(office)
    with pytest.raises(Unreadable):
        restore(office.store, Restore(kept, "", b"short"), office.clock())
    restore(office.store, Restore(kept, "", NEW), office.clock())


def test_rows_come_page_by_page_with_their_seals(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(give_back, "PAGE_ROWS", 4)
    till = begun(8)
    place = mark(till.rows[5])
    seal = SealRow(place.epoch, place.seq, place.hash, KEY.sign_head(place), KEY.public())
    accept(office.store, office.till.till, till.rows, 1, [seal])
    assert all_of(office) == (till.rows, [seal])


def test_large_rows_make_small_pages(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(give_back, "PAGE_BYTES", 10)
    till = begun(2)
    office.push(till.rows)
    assert all_of(office)[0] == till.rows


def test_nothing_was_sent_and_nothing_comes_back(office: Office) -> None:
    assert all_of(office) == ([], [])


def test_an_unknown_till_gets_nothing(office: Office) -> None:
    with pytest.raises(UnknownTill):
        journal_behind(office.store, "nobody", BEGINNING)


def test_an_older_epoch_comes_up_to_where_the_next_one_began(office: Office) -> None:
    """The rows the restored till does not know stay in the office, off its chain."""
    first = begun(4)
    second = copy_of(first, 4)
    second.begin_epoch(2, parent=mark(second.rows[-1]))
    sold(second, 2)
    office.push(first.rows)
    office.push(second.rows)
    rows, _ = all_of(office)
    assert rows == second.rows
    assert list(faults(rows)) == []


def test_of_two_branches_the_one_that_went_furthest_comes_back_whole(office: Office) -> None:
    first = begun(4)
    second = copy_of(first, 4)
    sold(second, 2)
    for till in (first, second):
        office.push(till.rows)
    second.begin_epoch(2, parent=mark(second.rows[-1]))
    first.begin_epoch(3, parent=mark(first.rows[-1]))
    office.push(sold(second, 1).rows[4:])
    assert all_of(office)[0] == second.rows
    office.push(sold(first, 1).rows[4:])
    assert all_of(office)[0] == first.rows
