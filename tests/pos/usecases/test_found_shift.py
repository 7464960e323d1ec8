"""Shifts of the register that are not as the till has them: read, taken over, closed."""

from __future__ import annotations

import pytest
from msgspec import UNSET

from drivers.contracts.errors import NoAnswer, ShiftNotOpen
from drivers.contracts.receipt import Cashier
from drivers.contracts.registrar import DocumentKind
from inventory.values.money import Money
from pos.domain.views import Plan
from pos.errors import NotAllowed, ShiftFound, ShiftOpenHere
from pos.usecases import cash, look, shift
from pos.usecases.counter import SESSION
from sync.messages.facts import ShiftClosed, ShiftOpened, ShiftTaken
from sync.messages.feed import UserChanged
from tests.fakes.registrar import NOON, Fault
from tests.fakes.selling import MILK, only, sell
from tests.fakes.till import Shop


@pytest.fixture
def used(shop: Shop) -> Shop:
    """A register that another folder opened: two receipts, 486,50 in its drawer."""
    shop.registrar.open_shift(Cashier("Кто-то"))
    for number in (1, 2):
        shop.registrar.receipt_number = number
        shop.registrar.foreign_receipt(30_000)
    shop.registrar.cash = 48_650
    shop.registrar.totals["sale_cash"] = 60_000
    return shop


def test_what_was_found_is_told_and_nothing_changes(used: Shop) -> None:
    before = len(used.registrar.drive)
    with pytest.raises(ShiftFound) as told:
        shift.open_shift(used.counter, Money(100_000))
    found = told.value
    assert (found.number, found.since, found.kopecks) == (1, NOON, 48_650)
    assert not found.expired
    view = look.view(used.counter)
    assert (view.shift, view.errand) == (None, "")
    assert len(used.registrar.drive) == before


def test_the_shift_is_taken_over_with_the_cash_the_register_counts(used: Shop) -> None:
    view = shift.take_over(used.counter)
    assert view.shift is not None
    assert (view.shift.number, view.shift.sales, view.shift.drawer) == (1, 0, Money(48_650))
    fact = only(used.facts(), ShiftOpened)
    (opening,) = used.registrar.of_kind(DocumentKind.SHIFT_OPEN)
    assert (fact.fiscal.fd, fact.fiscal.sign, fact.fund) == (opening.fd, opening.sign, 48_650)
    assert isinstance(fact.taken, ShiftTaken)
    assert fact.taken.fd == len(used.registrar.drive)
    assert fact.taken.registrar["sale_cash"] == 60_000
    assert used.registrar.ins == used.registrar.outs == 0


def test_sales_and_z_go_on_in_the_shift_that_was_taken_over(used: Shop) -> None:
    shift.take_over(used.counter)
    sold = sell(used, Plan(), MILK)
    assert (sold.fiscal.shift, sold.number) == (1, "0001-0003")
    assert shift.close_shift(used.counter).shift is None
    z = only(used.facts(), ShiftClosed)
    assert (z.number, z.drawer, z.registrar["cash"]) == (1, 48_650 + 9490, 48_650 + 9490)
    assert used.faults() == []


def test_a_shift_that_has_expired_is_closed_and_a_new_one_opened(used: Shop) -> None:
    used.registrar.expired = True
    with pytest.raises(ShiftFound) as told:
        shift.open_shift(used.counter, Money(0))
    assert told.value.expired
    assert shift.close_found(used.counter).shift is None
    assert not used.registrar.open
    opened = shift.open_shift(used.counter, None).shift
    assert opened is not None
    assert (opened.number, opened.drawer) == (2, Money(48_650))
    assert used.faults() == []


def test_power_between_taking_over_and_z_leaves_an_open_shift(used: Shop) -> None:
    used.registrar.faults.append(Fault.REFUSE)
    with pytest.raises(Exception, match="not now"):
        shift.close_found(used.counter)
    used.reopen()
    assert look.view(used.counter).shift is not None
    assert shift.close_shift(used.counter).shift is None
    assert used.faults() == []


def test_the_opening_is_found_behind_documents_that_are_no_receipts(used: Shop) -> None:
    used.registrar._write(DocumentKind.STATE_REPORT)
    shift.take_over(used.counter)
    (opening,) = used.registrar.of_kind(DocumentKind.SHIFT_OPEN)
    assert only(used.facts(), ShiftOpened).fiscal.fd == opening.fd


def test_an_opening_of_our_own_whose_answer_was_lost_is_no_found_shift(shop: Shop) -> None:
    shop.registrar.faults.append(Fault.LOST_AFTER)
    shop.registrar.silent_after_fault = True
    with pytest.raises(NoAnswer):
        shift.open_shift(shop.counter, Money(0))
    shop.registrar.silent = False
    with pytest.raises(ShiftOpenHere):
        shift.open_shift(shop.counter, Money(0))
    assert only(shop.facts(), ShiftOpened).taken is UNSET


def test_there_is_nothing_to_take_over_at_a_closed_register(shop: Shop) -> None:
    with pytest.raises(ShiftNotOpen):
        shift.take_over(shop.counter)
    assert shop.facts("ShiftOpened") == []


def test_a_shift_of_our_own_is_not_taken_over(shop: Shop) -> None:
    shop.begin_day()
    with pytest.raises(ShiftOpenHere):
        shift.take_over(shop.counter)


def test_taking_over_is_a_right(used: Shop) -> None:
    with used.store.work() as work:
        plain = UserChanged(user="guest", name="Гость", role="nobody", pin_hash="")
        work.people.put(plain)
        work.set_setting(SESSION, "guest")
        work.commit()
    with pytest.raises(NotAllowed):
        shift.take_over(used.counter)


def test_without_a_fund_the_drawer_is_what_the_register_counts(shop: Shop) -> None:
    shop.begin_day(fund=100_000)
    cash.move_cash(shop.counter, "out", Money(30_000), "инкассация")
    shift.close_shift(shop.counter)
    opened = shift.open_shift(shop.counter, None).shift
    assert opened is not None
    assert opened.drawer == Money(70_000) == Money(shop.registrar.cash)
    assert (shop.registrar.ins, shop.registrar.outs) == (1, 1)


def test_a_z_at_the_registers_own_keys_is_the_z_of_our_shift(shop: Shop) -> None:
    shop.begin_day()
    sell(shop, Plan(), MILK)
    z = shop.registrar.close_shift(Cashier("мастер"))
    before = len(shop.registrar.drive)
    assert shift.close_shift(shop.counter).shift is None
    fact = only(shop.facts(), ShiftClosed)
    assert (fact.fiscal.fd, fact.number, fact.registrar) == (z.fd, 1, {})
    assert len(shop.registrar.drive) == before
    assert shop.faults() == []
    opened = shift.open_shift(shop.counter, None).shift
    assert opened is not None
    assert (opened.number, opened.drawer) == (2, Money(109_490))


def test_a_shift_that_others_opened_since_does_not_hide_the_z_of_ours(shop: Shop) -> None:
    shop.begin_day()
    z = shop.registrar.close_shift(Cashier("мастер"))
    shop.registrar.open_shift(Cashier("мастер"))
    shop.registrar.foreign_receipt(100)
    shift.close_shift(shop.counter)
    assert only(shop.facts(), ShiftClosed).fiscal.fd == z.fd
    with pytest.raises(ShiftFound) as told:
        shift.open_shift(shop.counter, None)
    assert told.value.number == 2


def test_a_drive_that_does_not_know_our_shift_closes_nothing(shop: Shop) -> None:
    shop.begin_day()
    shop.registrar.close_shift(Cashier("мастер"))
    shop.registrar.drive = [one for one in shop.registrar.drive if one.kind.value == 1]
    with pytest.raises(ShiftNotOpen):
        shift.close_shift(shop.counter)
    assert look.view(shop.counter).shift is not None
