"""First start and login: no default PIN, wrong tries are counted, a clock set back harms nobody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from fiscal.domain.ffd.inn import inn_valid
from inventory.values.money import Money
from pos.errors import BadInput, NobodyLoggedIn, PinTaken, TooManyTries, WrongPin
from pos.storage.till import TillStore
from pos.usecases import login, look, scan, shift
from pos.usecases.first_start import set_up
from tests.fakes.clock import Clock
from tests.fakes.selling import MILK
from tests.fakes.till import KEY, OWNER_PIN, SETUP, Shop


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[TillStore]:
    """A till that was never set up."""
    store = TillStore(tmp_path, KEY.sign_head)
    yield store
    store.close()


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"pin": "1234"}, PinTaken),
        ({"pin": "0000"}, PinTaken),
        ({"pin": "12"}, PinTaken),
        ({"pin": ""}, PinTaken),
        ({"pin": "12a5"}, PinTaken),
        ({"shop": " "}, BadInput),
        ({"owner": ""}, BadInput),
        ({"inn": "7707083894"}, BadInput),
        ({"zone": "Europe/Moskau"}, BadInput),
    ],
)
def test_a_first_start_without_what_it_asks_writes_nothing(
    empty: TillStore, change: dict[str, str], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        set_up(empty, replace(SETUP, **change), Clock())  # type: ignore[arg-type]
    with empty.work() as work:
        assert work.setting("shop.name") == ""
        assert work.people.hashes() == []


def test_nobody_gets_in_before_the_first_start(empty: TillStore, shop: Shop) -> None:
    counter = replace(shop.counter, till=empty)
    assert look.view(counter).shop is None
    for pin in ("0000", "1234", OWNER_PIN, ""):
        with pytest.raises(WrongPin):
            login.log_in(counter, pin)


def test_the_owner_logs_in_with_the_pin_of_the_first_start(shop: Shop) -> None:
    login.log_out(shop.counter)
    view = login.log_in(shop.counter, OWNER_PIN)
    assert view.user is not None
    assert view.user.role == "owner"
    assert OWNER_PIN not in repr(shop.facts())


def test_nothing_is_done_while_nobody_is_logged_in(shop: Shop) -> None:
    login.log_out(shop.counter)
    with pytest.raises(NobodyLoggedIn):
        shift.open_shift(shop.counter, Money(0))


def test_five_wrong_pins_close_the_entry_for_a_while(shop: Shop) -> None:
    for _ in range(login.FREE_TRIES):
        with pytest.raises(WrongPin):
            login.log_in(shop.counter, "9999")
    with pytest.raises(TooManyTries) as seen:
        login.log_in(shop.counter, OWNER_PIN)
    assert 0 < seen.value.seconds <= 30
    shop.clock.move(login.LOCK)
    assert login.log_in(shop.counter, OWNER_PIN).user is not None


def test_a_clock_set_back_does_not_lock_for_longer(shop: Shop) -> None:
    for _ in range(login.FREE_TRIES):
        with pytest.raises(WrongPin):
            login.log_in(shop.counter, "9999")
    shop.clock.move(-timedelta(days=1))
    assert login.log_in(shop.counter, OWNER_PIN).user is not None


@pytest.mark.parametrize(
    ("inn", "valid"),
    [
        ("7707083893", True),  # ПАО Сбербанк
        ("7736050003", True),  # ПАО Газпром
        ("500100732259", True),  # the example of a person's number in public descriptions
        ("7707083894", False),
        ("500100732258", False),
        ("500100732249", False),
        ("0000000000", False),
        ("000000000000", False),
        ("770708389", False),
        ("77070838930", False),
        ("770708389٣", False),
        ("", False),
    ],
)
def test_an_inn_is_held_against_its_control_digits(inn: str, *, valid: bool) -> None:
    assert inn_valid(inn) is valid


def test_who_is_not_logged_in_reads_that_and_not_of_a_right(shop: Shop) -> None:
    shop.begin_day()
    login.log_out(shop.counter)
    with pytest.raises(NobodyLoggedIn):
        scan.scan(shop.counter, MILK, scanned=True)
