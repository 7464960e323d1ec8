"""A receipt that breaks the formats of fiscal documents is refused before anything is sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from drivers.contracts.errors import NoAnswer
from drivers.contracts.registrar import Registration
from fiscal.domain.attempt import OutcomeState
from fiscal.usecases.settle import Outcome
from inventory.values.money import Money
from inventory.values.quantity import pieces
from pos.domain.basket import BasketState
from pos.domain.deal import AttemptKind
from pos.domain.views import Plan
from pos.errors import ReceiptUnlawful
from pos.usecases import laws, look, pay, scan
from pos.usecases.attempts import detail_of, error_of
from tests.fakes.catalogue import BREAD, MILK
from tests.fakes.registrar import MemoryRegistrar
from tests.fakes.selling import sell
from tests.fakes.till import Shop

BY_CARD = Plan(card=Money(9490))
GENERAL, SIMPLIFIED = 1, 2
CODE = "4600000000015"


class Entered(MemoryRegistrar):
    """A register entered with some tax systems alone; `told` counts how often it was asked."""

    systems = GENERAL
    told = 0
    mute = False

    def registration(self) -> Registration:
        """As another tax office wrote it down."""
        self.told += 1
        if self.mute:
            raise NoAnswer("it does not tell")
        return replace(super().registration(), tax_systems=self.systems)


@pytest.fixture
def register(shop: Shop) -> Entered:
    """It stands at the shop's till instead of the usual one."""
    stands = Entered(shop.registrar.watch)
    shop.registrar = stands
    shop.counter = replace(shop.counter, registrar=stands)
    shop.begin_day()
    return stands


@pytest.mark.parametrize("plan", [Plan(), BY_CARD], ids=["cash", "card"])
def test_a_tax_system_the_register_does_not_have_is_refused_before_anything_moves(
    shop: Shop, register: Entered, plan: Plan
) -> None:
    register.systems = SIMPLIFIED
    shop.scan(CODE)
    pay.begin(shop.counter, plan)
    before = len(register.drive)
    with pytest.raises(ReceiptUnlawful) as refused:
        pay.carry_out(shop.counter)
    assert (refused.value.fault.tag, refused.value.fault.reason) == (1055, "tax_system_foreign")
    assert len(register.drive) == before
    assert shop.terminal.ledger == []
    seen = look.view(shop.counter)
    assert seen.pending is None
    assert [line.name for line in seen.basket.lines] == [MILK.name]


def test_what_the_register_told_refuses_the_next_one_at_once(shop: Shop, register: Entered) -> None:
    register.systems = SIMPLIFIED
    shop.scan(CODE)
    pay.begin(shop.counter, Plan())
    with pytest.raises(ReceiptUnlawful):
        pay.carry_out(shop.counter)
    with pytest.raises(ReceiptUnlawful):
        pay.begin(shop.counter, Plan())
    assert look.view(shop.counter).basket.state is BasketState.OPEN


def test_the_registration_is_asked_for_once_a_shift(shop: Shop, register: Entered) -> None:
    sell(shop, Plan(), CODE)
    sell(shop, Plan(), CODE)
    assert register.told == 1


def test_a_register_that_does_not_tell_sells_and_is_asked_again(
    shop: Shop, register: Entered
) -> None:
    register.mute = True
    sell(shop, Plan(), CODE)
    sell(shop, Plan(), CODE)
    assert register.told == 2


def test_an_advance_for_a_good_is_refused_when_it_is_to_be_paid(
    shop: Shop, register: Entered
) -> None:
    scan.add_goods(shop.counter, BREAD, pieces(1), "", method=3)
    with pytest.raises(ReceiptUnlawful) as refused:
        pay.begin(shop.counter, Plan())
    assert refused.value.fault.name == BREAD.name
    assert look.view(shop.counter).basket.state is BasketState.OPEN


def test_a_receipt_of_others_is_taken_as_they_made_it(shop: Shop, register: Entered) -> None:
    scan.add_goods(shop.counter, BREAD, pieces(1), "", method=3)
    pay.begin(shop.counter, Plan(), pay.Terms(as_told=True))
    pay.carry_out(shop.counter)
    assert register.drive[-1].total == BREAD.price.kopecks


def test_a_name_no_receipt_can_show_stops_no_sale(shop: Shop, register: Entered) -> None:
    longest = replace(BREAD, name="Чай 茶 «Утро» " + "х" * 130)
    scan.add_goods(shop.counter, longest, pieces(1), "")
    pay.begin(shop.counter, Plan())
    pay.carry_out(shop.counter)
    [line] = register.receipts[-1].lines
    assert line.name == ('Чай ? "Утро" ' + "х" * 130)[:128]
    assert longest.name in str(shop.facts("SaleClosed")[-1])


def test_a_refusal_kept_on_disk_is_told_again_in_full(shop: Shop, register: Entered) -> None:
    register.systems = SIMPLIFIED
    shop.scan(CODE)
    pay.begin(shop.counter, Plan())
    with pytest.raises(ReceiptUnlawful) as refused:
        pay.carry_out(shop.counter)
    kept = detail_of(refused.value)
    outcome = Outcome(OutcomeState.NOT_DONE, None, "ReceiptUnlawful", kept)
    again = error_of(outcome)
    assert isinstance(again, ReceiptUnlawful)
    assert again.fault.told == refused.value.fault.told
    with shop.store.work() as work:
        basket = work.shelf.current().basket
        tried = [one for one in work.attempts.of_basket(basket) if one.kind is AttemptKind.RECEIPT]
    assert [(one.why, one.detail) for one in tried] == [("ReceiptUnlawful", kept)]


def test_a_day_is_the_shops_own() -> None:
    """At 22:00 UTC it is tomorrow in Moscow."""
    late = laws._day(datetime.fromisoformat("2026-12-31T22:00:00+00:00"), "Europe/Moscow")
    assert late.isoformat() == "2027-01-01"
