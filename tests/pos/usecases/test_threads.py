"""Scans go on while a slow register is being waited for; a fault of our books stops no sale."""

from __future__ import annotations

import threading

import pytest

from drivers.contracts.errors import NoLink
from inventory.values.money import Money
from pos.domain.views import Plan
from pos.errors import ShiftNotOpenHere
from pos.storage import derive
from pos.usecases import cash, look, pay, shift
from sync.messages.facts import Fact, SaleClosed, ShiftOpened
from tests.fakes.selling import BREAD, MILK, SOAP, sell
from tests.fakes.till import Shop

ENOUGH_S = 30.0


def test_scans_are_not_held_up_by_a_slow_register(shop: Shop) -> None:
    shop.begin_day()
    shop.scan(MILK)
    pay.begin(shop.counter, Plan())
    asked, answer = threading.Event(), threading.Event()

    def slow(point: str) -> None:
        if point == "before registrar.register":
            asked.set()
            assert answer.wait(ENOUGH_S)

    shop.watch = slow
    errand = threading.Thread(target=pay.carry_out, args=(shop.counter,))
    errand.start()
    try:
        assert asked.wait(ENOUGH_S)
        view = shop.scan(BREAD, SOAP)
        assert errand.is_alive()
        assert len(view.basket.lines) == 2
        assert view.pending is not None
    finally:
        answer.set()
        errand.join(ENOUGH_S)
    view = look.view(shop.counter)
    assert (view.pending, len(view.basket.lines)) == (None, 2)
    assert len(shop.facts("SaleClosed")) == 1
    assert shop.faults() == []


def test_two_lanes_lose_no_line_and_no_sale(shop: Shop) -> None:
    shop.begin_day()
    failed: list[BaseException] = []

    def pays() -> None:
        try:
            for _ in range(10):
                pay.carry_out(shop.counter)
        except BaseException as error:
            failed.append(error)

    shop.scan(MILK)
    pay.begin(shop.counter, Plan())
    errand = threading.Thread(target=pays)
    errand.start()
    for _ in range(20):
        shop.scan(BREAD)
    errand.join(ENOUGH_S)
    assert failed == []
    (line,) = look.view(shop.counter).basket.lines
    assert line.quantity.thousandths == 20_000
    assert len(shop.facts("SaleClosed")) == 1


class Bug(Exception):
    """A fault in our own bookkeeping."""


def broken(_db: object, _row: object, _fact: Fact) -> None:
    """A reducer with a bug."""
    raise Bug


def with_bug(kind: type[Fact]) -> dict[type[Fact], derive.Reducer]:
    """All reducers, that one broken."""
    reducers = dict(derive.REDUCERS)
    reducers[kind] = broken
    return reducers


def test_a_reducer_that_raises_after_the_register_leaves_the_fact(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.begin_day()
    with monkeypatch.context() as patch:
        patch.setattr(derive, "REDUCERS", with_bug(SaleClosed))
        shop.scan(MILK)
        pay.begin(shop.counter, Plan())
        view = pay.carry_out(shop.counter)
        assert view.catching_up
        assert (view.pending, view.finished) == (None, None)
        assert len(shop.facts("SaleClosed")) == 1
        sell(shop, Plan(), BREAD)
        cash.move_cash(shop.counter, "in", Money(700), "размен")
        shop.reopen()
        assert look.view(shop.counter).catching_up
    assert any("missing" in fault for fault in shop.faults())
    shop.reopen()
    view = look.view(shop.counter)
    assert not view.catching_up
    assert view.shift is not None
    assert (view.shift.sales, view.shift.sale_cash) == (2, Money(9490 + 5205))
    assert view.shift.drawer == Money(shop.registrar.cash)
    assert shop.faults() == []


def test_a_shift_that_could_not_be_derived_is_there_after_the_next_start(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(derive, "REDUCERS", with_bug(ShiftOpened))
        assert shop.begin_day(fund=0).catching_up
        with pytest.raises(ShiftNotOpenHere):
            shift.close_shift(shop.counter)
    shop.reopen()
    assert look.view(shop.counter).shift is not None
    shift.close_shift(shop.counter)
    assert shop.faults() == []


class GoneDisplay:
    """A display whose cable is out."""

    def show(self, upper: str, lower: str) -> None:
        """See the contract."""
        raise NoLink(f"{upper} {lower}")

    def clear(self) -> None:
        """See the contract."""

    def close(self) -> None:
        """See the contract."""


def test_a_display_that_is_gone_stops_no_scan(shop: Shop) -> None:
    shop.begin_day()
    shop.counter = type(shop.counter)(
        till=shop.store,
        catalogue=shop.catalogue,
        registrar=shop.registrar,
        terminal=None,
        display=GoneDisplay(),
        now=shop.clock,
    )
    assert len(shop.scan(MILK).basket.lines) == 1
